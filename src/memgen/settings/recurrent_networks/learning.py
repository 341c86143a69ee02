"""Settings of moment matching, and of what it ends at."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.recurrent_networks.sizes import (
    FewSpins,
    Spins,
    require_patterns,
)


class MomentMatching(Section):
    """fig3: moment matching at t = 0 and t > 0, on examples of a teacher."""

    N: Spins = sized(100, "Spins.", tiny=20, paper=200)
    beta: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.7, description="Inverse temperature of the teacher's couplings; glass from 1 on."
    )
    loads: list[Annotated[float, Field(gt=0, le=1000)]] = sized(
        [0.05, 0.07, 0.1, 0.14, 0.2, 0.4, 0.6, 1, 4, 20, 100], "P / N, rising.", tiny=[0.1, 20]
    )
    followed: PositiveFloat = sized(
        0.2, "The load at which learning is followed step by step.", tiny=0.1
    )
    limited: PositiveFloat = sized(
        100, "The load at which fewer chains learn too: what their noise costs.", tiny=20
    )
    draws: Draws = sized(5, "Independent teachers.", tiny=3, paper=20)
    steps: Annotated[int, Field(ge=20)] = sized(300, "Steps of learning.", tiny=40, paper=2000)
    records: Annotated[int, Field(ge=8)] = sized(20, "Steps that are recorded.", tiny=8)
    rate: PositiveFloat = Field(default=0.2, description="sqrt(N) lam, at |J| = sqrt(N).")
    slower: Annotated[int, Field(ge=2)] = Field(
        default=4, description="By how much the rate is lowered, and the steps are more."
    )
    starts: Count = sized(100, "Starts, or chains, of a step.", tiny=30, paper=400)
    probes: Annotated[int, Field(ge=10)] = sized(
        1000, "Starts, or chains, at the end and of a record.", tiny=100, paper=10000
    )
    temperatures: Annotated[int, Field(ge=2)] = sized(4, "Temperatures of cooling.", paper=10)
    sweeps: Count = sized(2, "Sweeps at each of them.", paper=10)
    probe_sweeps: Count = sized(10, "Sweeps at each of them at the end.", tiny=4, paper=50)
    teacher_sweeps: Count = sized(100, "Sweeps of the teacher's chains.", tiny=30, paper=1000)

    @model_validator(mode="after")
    def _there_is_a_pattern(self) -> "MomentMatching":
        require_patterns(self.loads, self.N)
        if self.loads != sorted(self.loads):
            raise ValueError(f"loads = {self.loads} must rise.")
        for name in ("followed", "limited"):
            if getattr(self, name) not in self.loads:
                raise ValueError(
                    f"{name} = {getattr(self, name)} must be one of loads = {self.loads}."
                )
        return self


class LearningTemperature(Section):
    """fig7: learning at several temperatures with exact averages."""

    N: Annotated[int, Field(ge=6, le=14)] = sized(12, "Spins, 14 at most.", tiny=6)
    small_N: Annotated[int, Field(ge=5, le=14)] = sized(
        8, "A second size, of which the best temperature is sought.", tiny=5
    )
    P: list[Annotated[int, Field(ge=2)]] = sized(
        [6, 30, 100, 300, 1000, 3000, 10000],
        "Training examples drawn from the teacher, rising.",
        tiny=[6, 300],
    )
    draws: Draws = sized(20, "Independent teachers and training sets.", tiny=4, paper=80)
    ratio_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.15, 5.0),
        description="First and last learning temperature, over the teacher's.",
    )
    dense: PositiveFloat = Field(
        default=0.2, description="Of their logarithm: up to there temperatures are dense."
    )
    temperatures: Annotated[int, Field(ge=7)] = sized(
        33, "Learning temperatures.", tiny=7, paper=61
    )

    @model_validator(mode="after")
    def _sizes_rise(self) -> "LearningTemperature":
        if sorted(self.P) != self.P or len(self.P) < 2:
            raise ValueError(f"P = {self.P} must be two numbers or more that rise.")
        return self


class MomentTheorem(Section):
    """fig8: matched moments and minima, by enumeration."""

    N: list[FewSpins] = sized(
        [10, 14, 17], "Spins, 20 at most, rising.", tiny=[10], paper=[10, 14, 17, 20]
    )
    fractions: list[Annotated[float, Field(gt=0, lt=1)]] = sized(
        [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], "P / N, below 1.", tiny=[0.3, 0.5, 0.7]
    )
    draws: Draws = sized(300, "Independent sets of patterns.", tiny=20, paper=1000)
    edge_N: list[FewSpins] = sized(
        [8, 10, 12, 14, 16, 18, 20],
        "Spins, rising, of N - 1 patterns whose moments others may share.",
        tiny=[8, 12],
    )
    rate_draws: Draws = sized(4000, "Sets of N - 1 patterns of each N.", tiny=100, paper=40000)
    program_N: FewSpins = sized(
        14, "Largest N for which a linear program looks for others.", tiny=8
    )
    program_draws: Draws = sized(500, "Sets that it is given, of these.", tiny=40, paper=4000)
    steps: Count = sized(200, "Steps of learning at most.", tiny=60, paper=1000)
    edge_draws: Draws = Field(
        default=5000,
        description="Sets of P = N - 1 patterns, at the first N, among which a counterexample is "
        "looked for, at most.",
    )

    @model_validator(mode="after")
    def _sizes_rise(self) -> "MomentTheorem":
        if sorted(self.N) != self.N:
            raise ValueError(f"N = {self.N} must rise.")
        if sorted(self.edge_N) != self.edge_N:
            raise ValueError(f"edge_N = {self.edge_N} must rise.")
        return self
