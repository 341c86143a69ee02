"""Settings of one network that is trained for all times."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Draws, PositiveFloat, Section, sized


class Choice(Section):
    """One choice of what the slides leave open: alpha_t, beta_t, the laws of b and of t."""

    alpha: Literal["inverse_noise", "one"] = Field(description="alpha_t: 1 / sqrt(Delta_t), or 1.")
    beta: Literal["minus_one", "zero"] = Field(description="beta_t.")
    bias: Literal["normal", "uniform"] = Field(
        description="Law of the entries of b: N(0, 1), or uniform in [-sqrt 3, sqrt 3]."
    )
    times: Literal["log_uniform", "uniform"] = Field(description="Law of t in t_range.")


class Protocol(Section):
    """What the network is, and on which times and data it is trained."""

    choice_a: Choice = Choice(
        alpha="inverse_noise", beta="minus_one", bias="normal", times="log_uniform"
    )
    choice_b: Choice = Choice(alpha="one", beta="zero", bias="uniform", times="uniform")
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.01, 3.0), description="First and last Ornstein-Uhlenbeck time of the law."
    )
    nodes: Annotated[int, Field(ge=2)] = sized(10, "Nodes of the average over t.", tiny=5, paper=12)
    sigma_x: PositiveFloat = Field(default=3.0, description="Standard deviation of the data.")


class TimeIntegrated(Section):
    """fig7: spectrum and losses of one network for all times."""

    protocol: Protocol = Protocol()
    psi_p: PositiveFloat = sized(32.0, "p / d.", tiny=16)
    psi_n: list[PositiveFloat] = sized(
        [4.0, 8.0, 16.0], "n / d, one curve each.", tiny=[2.0, 4.0], min_length=2
    )
    d: Annotated[int, Field(ge=4)] = sized(30, "Data dimension.", tiny=10, paper=100)
    draws: Draws = sized(4, "Independent draws.", tiny=2, paper=6)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-2, 1e8), description="First and last tau."
    )
    points: Annotated[int, Field(ge=10)] = sized(120, "tau on a curve.", tiny=30, paper=200)
    rises: list[PositiveFloat] = Field(
        default=[0.01, 0.02],
        min_length=1,
        description="Rises of the test loss past its minimum whose first tau is an onset.",
    )

    @model_validator(mode="after")
    def _loads_lie_below_psi_p(self) -> "TimeIntegrated":
        if sum(load < self.psi_p for load in self.psi_n) < 2:
            raise ValueError(
                f"psi_n = {self.psi_n}: two values or more must lie below psi_p = {self.psi_p}."
            )
        return self


class TimeIntegratedSamples(Section):
    """fig7: samples that the network of `time_integrated.protocol` generates, in low dimension."""

    d: Annotated[int, Field(ge=2)] = Field(default=4, description="Data dimension.")
    p: Annotated[int, Field(ge=20)] = sized(800, "Features.", tiny=100, paper=2000)
    n: list[Annotated[int, Field(ge=2)]] = sized(
        [8, 16, 32], "Training points.", tiny=[4, 8], paper=[8, 16, 32, 64], min_length=2
    )
    draws: Draws = sized(6, "Independent draws.", tiny=2, paper=10)
    points: Annotated[int, Field(ge=4)] = sized(15, "Training times tau.", tiny=4, paper=20)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(10.0, 1e8), description="First and last tau."
    )
    samples: Annotated[int, Field(ge=20)] = sized(
        300, "Samples of each draw and tau.", tiny=40, paper=2000
    )
    steps: Annotated[int, Field(ge=20)] = sized(
        120, "Steps of the reverse process.", tiny=20, paper=300
    )
    chance_draws: Draws = sized(
        50, "Independent draws of fresh data, for the fraction memorised by chance.", tiny=10
    )


ChoiceName = Literal["a", "b"]
