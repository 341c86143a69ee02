"""Settings of moment matching, and of what it ends at."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.recurrent_networks.sizes import (
    FewSpins,
    NetworkLoad,
    Spins,
    require_patterns,
)


class MomentMatching(Section):
    """fig3: moment matching at t = 0 and t > 0."""

    N: list[Spins] = sized(
        [50, 100], "Spins at t = 0; the first also at t > 0.", tiny=[20], paper=[50, 100, 200]
    )
    loads: list[NetworkLoad] = sized([0.1, 0.2, 0.4], "P / N.", tiny=[0.1, 0.2])
    draws: Draws = sized(8, "Independent networks.", tiny=2, paper=20)
    steps: Annotated[int, Field(ge=10)] = sized(600, "Steps of learning.", tiny=30, paper=3000)
    records: Annotated[int, Field(ge=4)] = sized(16, "Steps that are recorded.", tiny=6)
    rate: PositiveFloat = Field(
        default=0.2, description="N lam; lam is in proportion to t where t > 0."
    )
    starts: Count = sized(100, "Starts, or chains, of a step.", tiny=20, paper=400)
    probes: Annotated[int, Field(ge=10)] = sized(
        1000, "Starts, or chains, of a record.", tiny=60, paper=10000
    )
    t: PositiveFloat = Field(default=1.0, description="The temperature t > 0.")
    temperatures: Annotated[int, Field(ge=2)] = sized(10, "Temperatures of cooling.", tiny=4)
    sweeps: Count = sized(4, "Sweeps at each of them.", tiny=2, paper=20)

    @model_validator(mode="after")
    def _there_is_a_pattern(self) -> "MomentMatching":
        require_patterns(self.loads, min(self.N))
        return self


class LearningTemperature(Section):
    """fig7: learning at several temperatures with exact averages."""

    N: Annotated[int, Field(ge=6, le=14)] = sized(12, "Spins, 14 at most.", tiny=6)
    P: list[Annotated[int, Field(ge=2)]] = sized(
        [6, 30, 300, 3000], "Training examples drawn from the teacher, rising.", tiny=[6, 300]
    )
    draws: Draws = sized(8, "Independent teachers and training sets.", tiny=2, paper=40)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.3, 10.0), description="First and last learning temperature."
    )
    temperatures: Annotated[int, Field(ge=7)] = sized(
        15, "Learning temperatures.", tiny=7, paper=31
    )
    free_steps: Count = sized(400, "Steps of learning without a fixed norm.", tiny=50, paper=2000)
    free_rate: PositiveFloat = Field(default=0.1, description="Their learning rate, over t.")

    @model_validator(mode="after")
    def _sizes_rise(self) -> "LearningTemperature":
        if sorted(self.P) != self.P or len(self.P) < 2:
            raise ValueError(f"P = {self.P} must be two numbers or more that rise.")
        return self


class MomentTheorem(Section):
    """fig8: matched moments and minima, by enumeration."""

    N: list[FewSpins] = sized(
        [10, 14, 17], "Spins, 20 at most.", tiny=[8, 10], paper=[10, 14, 17, 20]
    )
    fractions: list[Annotated[float, Field(gt=0, lt=1)]] = sized(
        [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], "P / N, below 1.", tiny=[0.3, 0.5, 0.7]
    )
    draws: Draws = sized(30, "Independent sets of patterns.", tiny=4, paper=100)
    steps: Count = sized(200, "Steps of learning at most.", tiny=100, paper=1000)
