"""Settings of small networks, whose states are enumerated or sampled."""

from typing import Annotated

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized
from memgen.settings.recurrent_networks.sizes import FewSpins, require_free_span


class Landscape(Section):
    """fig1: a landscape by exact enumeration."""

    N: FewSpins = sized(16, "Spins, 20 at most.", tiny=10, paper=20)
    P: Annotated[int, Field(ge=2)] = Field(default=3, description="Patterns.")
    draws: Draws = sized(20, "Independent networks.", tiny=3, paper=100)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.3, 10.0), description="The low and the high temperature that are shown."
    )
    points: Annotated[int, Field(ge=10)] = Field(
        default=61, description="Temperatures of the exact curve."
    )
    temperatures: Annotated[int, Field(ge=10)] = sized(
        41, "Temperatures of the chains that are cooled.", tiny=12
    )
    chains: Count = sized(200, "Chains of a network.", tiny=20, paper=1000)
    sweeps: Count = sized(20, "Sweeps at each temperature.", tiny=5, paper=100)

    @model_validator(mode="after")
    def _patterns_fit(self) -> "Landscape":
        require_free_span(self.P, self.N)
        return self


class Sampling(Section):
    """fig2: overlap of samples with the nearest stored example."""

    N: FewSpins = sized(16, "Spins of the small network, 20 at most.", tiny=10, paper=20)
    P: Annotated[int, Field(ge=2)] = sized(3, "Its patterns.", paper=4)
    digits: Annotated[int, Field(ge=2, le=20)] = sized(10, "Digits that are stored.", tiny=4)
    draws: Draws = sized(12, "Independent networks.", tiny=2, paper=50)
    t_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.1, 30.0), description="First and last temperature."
    )
    points: Annotated[int, Field(ge=10)] = Field(
        default=61, description="Temperatures of the exact curve."
    )
    temperatures: Annotated[int, Field(ge=8)] = sized(19, "Temperatures of the chains.", tiny=8)
    chains: Annotated[int, Field(ge=4)] = sized(100, "Chains of a network.", tiny=8, paper=1000)
    sweeps: Count = sized(100, "Sweeps at each temperature.", tiny=10, paper=1000)
    random_states: Annotated[int, Field(ge=10)] = Field(
        default=4000, description="Random states, for the overlap by chance."
    )
    shown_temperatures: Annotated[int, Field(ge=2)] = Field(
        default=6, description="Temperatures whose samples are shown."
    )
    shown_samples: Count = Field(default=4, description="Samples that are shown at each of them.")

    @model_validator(mode="after")
    def _patterns_fit(self) -> "Sampling":
        require_free_span(self.P, self.N)
        return self
