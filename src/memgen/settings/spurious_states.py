"""Settings of the source `spurious_states` (arXiv:2505.21777)."""

from typing import Annotated

from pydantic import Field

from memgen.settings.base import PositiveFloat, Section
from memgen.settings.spurious_images import SpuriousImages

Memories = Annotated[int, Field(ge=2, le=400)]


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


class Toy(Section):
    """Energies in one dimension and on the circle: fig1a, fig2, app_a1 to app_a6."""

    merging: Merging = Merging()


class SpuriousStates(Section):
    """Spurious states between memorization and generalization (arXiv:2505.21777)."""

    toy: Toy = Toy()
    images: SpuriousImages = SpuriousImages()
