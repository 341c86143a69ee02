"""Settings of losses and score errors along training."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Draws, PositiveFloat, Section, sized


class Metrics(Section):
    """fig4: losses and score error along gradient flow."""

    psi_p: PositiveFloat = sized(64.0, "p / d.", tiny=16)
    psi_n: list[PositiveFloat] = sized(
        [4.0, 8.0, 16.0, 32.0], "n / d, one curve each.", tiny=[2.0, 4.0], min_length=2
    )
    t: PositiveFloat = Field(default=0.1, description="Ornstein-Uhlenbeck time.")
    d: Annotated[int, Field(ge=6)] = sized(60, "d of the Gaussian equivalent.", tiny=15, paper=100)
    draws: Draws = sized(4, "Independent draws of the equivalent.", tiny=2, paper=10)
    points: Annotated[int, Field(ge=10)] = sized(100, "tau on the curves.", tiny=16, paper=200)
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-2, 1e7), description="First and last tau of the curves."
    )
    onset_gaps: list[PositiveFloat] = Field(
        default=[0.05, 0.1, 0.2],
        min_length=1,
        description="Gaps of test and training loss whose first tau is an onset of memorization.",
    )


class Descent(Section):
    """fig4: real gradient descent, at psi_p, psi_n and t of `metrics`."""

    d: Annotated[int, Field(ge=4)] = sized(40, "Data dimension.", tiny=8, paper=100)
    draws: Draws = sized(2, "Independent runs.", paper=5)
    points: Annotated[int, Field(ge=2)] = Field(
        default=16, description="tau at which it is recorded."
    )
    tau_range: tuple[PositiveFloat, PositiveFloat] = sized(
        (0.1, 3e3), "First and last of these tau.", tiny=[0.1, 100]
    )
    flow_points: Annotated[int, Field(ge=2)] = sized(
        60, "tau of the closed form on the same matrices, besides these.", tiny=8
    )
    flow_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1e-2, 1e7), description="First and last of those tau."
    )


class GeneralizationMap(Section):
    """fig5: the generalization gap over (psi_n, psi_p)."""

    psi_p: list[PositiveFloat] = sized(
        [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0],
        "p / d of the maps, in increasing order.",
        tiny=[2.0, 4.0],
        min_length=2,
    )
    psi_n: list[PositiveFloat] = sized(
        [1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0, 48.0, 64.0],
        "n / d of the maps, in increasing order.",
        tiny=[2.0, 4.0, 8.0],
        min_length=2,
    )
    cuts: list[PositiveFloat] = sized(
        [4.0, 16.0, 32.0],
        "psi_p at which real features stand beside their equivalent.",
        tiny=[4.0],
        min_length=1,
    )
    t: PositiveFloat = Field(default=0.1, description="Ornstein-Uhlenbeck time.")
    tau: list[PositiveFloat] = Field(
        default=[1e3, 1e4], min_length=1, max_length=3, description="Training times, one map each."
    )
    d: Annotated[int, Field(ge=4)] = sized(24, "Data dimension.", tiny=8, paper=100)
    draws: Draws = sized(3, "Independent draws of real features.", tiny=2, paper=10)
    equivalent_draws: Draws = sized(6, "Independent draws of equivalents.", tiny=2, paper=10)

    @model_validator(mode="after")
    def _cuts_lie_on_the_map(self) -> "GeneralizationMap":
        for name in ("psi_p", "psi_n"):
            values = getattr(self, name)
            if values != sorted(values):
                raise ValueError(f"{name} = {values} must increase.")
        off = [cut for cut in self.cuts if cut not in self.psi_p]
        if off:
            raise ValueError(
                f"cuts = {off} must be values of psi_p = {self.psi_p}: add them there."
            )
        return self


class GeneralizationLadder(Section):
    """fig5: the gap at one point against d, at t and tau of `generalization_map`."""

    psi_p: PositiveFloat = sized(16.0, "p / d.", tiny=4.0)
    psi_n: PositiveFloat = sized(8.0, "n / d.", tiny=4.0)
    d: list[Annotated[int, Field(ge=4)]] = sized(
        [12, 24, 48, 96],
        "Data dimensions.",
        tiny=[8, 16],
        paper=[12, 24, 48, 96, 192],
        min_length=2,
    )
    draws: Draws = sized(6, "Independent draws.", tiny=3, paper=20)


class ErrorScaling(Section):
    """fig6: the least score error along training against psi_n."""

    psi_p: PositiveFloat = sized(32.0, "p / d.", tiny=8)
    psi_n: list[PositiveFloat] = sized(
        [2.0, 4.0, 8.0, 16.0, 32.0, 64.0], "n / d.", tiny=[4.0, 8.0, 16.0]
    )
    t: PositiveFloat = Field(default=0.01, description="Ornstein-Uhlenbeck time.")
    sigma_x: list[PositiveFloat] = sized(
        [0.5, 1.0, 2.0], "Standard deviations of the data; 1 is among them.", tiny=[0.5, 1.0]
    )
    d: Annotated[int, Field(ge=6)] = sized(40, "d of the Gaussian equivalent.", tiny=12, paper=100)
    draws: Draws = sized(6, "Independent draws of the equivalent.", tiny=3, paper=10)
    exact_d: Annotated[int, Field(ge=6)] = sized(40, "d of real features.", tiny=8, paper=100)
    exact_draws: Draws = sized(3, "Independent draws of real features.", tiny=2, paper=10)
    points: Annotated[int, Field(ge=10)] = sized(60, "tau on a curve.", tiny=20, paper=200)
    refined_points: Annotated[int, Field(ge=10)] = sized(
        60, "tau on the finer grid about the least error of a curve.", tiny=10
    )
    tau_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1.0, 1e7), description="First and last tau."
    )

    @model_validator(mode="after")
    def _unit_variance_is_there(self) -> "ErrorScaling":
        if 1.0 not in self.sigma_x or len(self.sigma_x) < 2:
            raise ValueError(
                f"sigma_x = {self.sigma_x} must hold 1, the published exponent's, and another."
            )
        if len(self.psi_n) < 3 or sum(load >= 8 for load in self.psi_n) < 2:
            raise ValueError(
                f"psi_n = {self.psi_n}: the exponents need three values or more, two of them 8 or "
                "more."
            )
        return self


class ErrorScalingLadder(Section):
    """fig6: the least score error at one point against d, all else as in `error_scaling`."""

    sigma_x: PositiveFloat = sized(2.0, "Standard deviation of the data.", tiny=1.0)
    psi_n: PositiveFloat = sized(64.0, "n / d.", tiny=16.0)
    d: list[Annotated[int, Field(ge=6)]] = sized(
        [14, 20, 28, 40],
        "Data dimensions.",
        tiny=[6, 8],
        paper=[20, 40, 70, 100],
        min_length=2,
    )
    draws: Draws = sized(
        6, "Independent draws of the equivalent at the largest d, more below.", tiny=2, paper=10
    )
    exact_draws: Draws = sized(
        3, "Independent draws of real features at the largest d, more below.", tiny=2, paper=10
    )
