"""Settings of small networks, whose states are enumerated or sampled."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized

LEAST_PEAKS = 4


class Landscape(Section):
    """fig1: a landscape, all states counted."""

    N: list[Annotated[int, Field(ge=10, le=200)]] = sized(
        [16, 40, 100], "Spins, rising; the last is shown.", tiny=[10, 24], paper=[16, 40, 100, 140]
    )
    draws: Draws = sized(10, "Independent networks of each N.", tiny=3, paper=40)
    peak_N: list[Annotated[int, Field(ge=10, le=3200)]] = sized(
        [100, 200, 400, 800, 1600],
        "Spins, four sizes or more, at which the peak of the specific heat is sought.",
        tiny=[25, 50, 100, 200],
    )
    peak_draws: Draws = sized(3, "Networks of each of these.", tiny=2)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.3, 10.0), description="First and last temperature of the curves."
    )
    shown: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(1.4, 5.0), description="The low and the high temperature whose P_t is shown."
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(
        33, "Temperatures of the chains; the exact curves have twice as many.", tiny=10
    )
    chains: Annotated[int, Field(ge=2)] = sized(200, "Chains of a network.", tiny=30, paper=1000)
    sweeps: Count = sized(30, "Sweeps at each temperature.", tiny=5, paper=100)

    @model_validator(mode="after")
    def _sizes_rise(self) -> "Landscape":
        if sorted(self.N) != self.N:
            raise ValueError(f"N = {self.N} must rise.")
        if len(set(self.peak_N)) < LEAST_PEAKS:
            raise ValueError(f"peak_N = {self.peak_N} must be {LEAST_PEAKS} sizes or more.")
        return self


class Generating(Section):
    """A network that learns many digits by moment matching at t = 1."""

    digits: Annotated[int, Field(ge=20, le=898)] = sized(
        898, "Digits that are learnt, and as many that are not.", tiny=100
    )
    draws: Draws = sized(4, "Independent halves of the digits.", tiny=2, paper=10)
    steps: Annotated[int, Field(ge=20)] = sized(600, "Steps of learning.", tiny=60, paper=5000)
    rate: PositiveFloat = sized(0.05, "Learning rate lam.", paper=0.02)
    chains: Annotated[int, Field(ge=20)] = sized(
        400, "Chains that are cooled once it has learnt.", tiny=40, paper=2000
    )


class Sampling(Section):
    """fig2: networks that retrieve, and one that generates."""

    digits: Annotated[int, Field(ge=2, le=10)] = sized(10, "Digits that are stored.", tiny=4)
    draws: Draws = sized(12, "Independent networks.", tiny=3, paper=50)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.1, 10.0), description="First and last temperature; 1 is among them."
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(21, "Temperatures of the chains.", tiny=9)
    chains: Annotated[int, Field(ge=4)] = sized(100, "Chains of a network.", tiny=8, paper=1000)
    sweeps: Count = sized(60, "Sweeps at each temperature.", tiny=10, paper=1000)
    shown_temperatures: Annotated[int, Field(ge=2)] = Field(
        default=6, description="Temperatures whose samples are shown."
    )
    shown_samples: Count = Field(default=4, description="Chains that are shown at each of them.")
    generating: Generating = Generating()
