"""Settings of the source `spurious_states` (arXiv:2505.21777)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, PositiveFloat, Section

Memories = Annotated[int, Field(ge=2, le=400)]

Points = Annotated[int, Field(ge=2, le=60000)]


class Merging(Section):
    """fig1a: energies of memories in one dimension, and where two of them merge."""

    t: PositiveFloat = Field(0.04, description="Noise variance of the energies that are drawn.")
    apart: PositiveFloat = Field(2.0, description="Distance of isolated memories, / merging one.")
    merged: PositiveFloat = Field(0.9, description="Distance of merged memories, / merging one.")
    many: Memories = Field(12, description="Memories of the valley.")
    valley: PositiveFloat = Field(0.4, description="Their distance, / merging one.")
    times: list[PositiveFloat] = Field(
        [0.0025, 0.01, 0.04, 0.16, 0.64], description="t at which the merging distance is measured."
    )
    distances: Annotated[int, Field(ge=5)] = Field(
        25, description="Distances at which minima of two memories are found."
    )


class Circle(Section):
    """Networks trained on the first K points of the published circle."""

    K: tuple[Points, Points, Points, Points] = Field(
        (2, 4, 9, 1000), description="Training points, nested, rising, one network each."
    )
    width: Annotated[int, Field(ge=8, multiple_of=2)] = Field(128, description="Of every layer.")
    frequency: PositiveFloat = Field(16.0, description="Of the time's features, std.")
    t_first: Annotated[float, Field(gt=0, lt=1e-3)] = Field(
        1e-5, description="Smallest t of training; the largest is 1."
    )
    steps: Count = Field(
        20000, description="Training steps (published: 800 thousand, 500 thousand at K = 1000)."
    )
    batch: Count = Field(256, description="Points in each (published: the smaller of 500 and K).")
    learning_rate: PositiveFloat = Field(
        1e-3, description="Largest learning rate (published: 1e-4, constant)."
    )
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where to train.")

    @model_validator(mode="after")
    def _subsets_rise(self) -> "Circle":
        if list(self.K) != sorted(set(self.K)):
            raise ValueError(f"K = {list(self.K)} must rise: the subsets are nested.")
        return self


class Toy(Section):
    """Energies in one dimension and on the circle: fig1a, fig2, app_a1 to app_a6."""

    merging: Merging = Merging()
    circle: Circle = Circle()


class SpuriousStates(Section):
    """Spurious states between memorization and generalization (arXiv:2505.21777)."""

    toy: Toy = Toy()
