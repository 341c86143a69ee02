"""Settings of the source `spurious_states` (arXiv:2505.21777)."""

from pydantic import model_validator

from memgen.settings.base import Section
from memgen.settings.spurious_circle import (
    Circle,
    CircleSamples,
    Merging,
    ToyBasins,
    ToyLandscape,
    ToyMinima,
    ToyTraining,
)
from memgen.settings.spurious_images import SpuriousImages


class SpuriousStates(Section):
    """Spurious states between memorization and generalization (arXiv:2505.21777)."""

    merging: Merging = Merging()
    circle: Circle = Circle()
    circle_samples: CircleSamples = CircleSamples()
    toy_training: ToyTraining = ToyTraining()
    toy_landscape: ToyLandscape = ToyLandscape()
    toy_basins: ToyBasins = ToyBasins()
    toy_minima: ToyMinima = ToyMinima()
    images: SpuriousImages = SpuriousImages()

    @model_validator(mode="after")
    def _landscapes_are_of_samples(self) -> "SpuriousStates":
        shown, times = self.toy_landscape.shown_times, self.circle_samples.times
        if not set(shown) <= set(times):
            raise ValueError(
                f"toy_landscape.shown_times = {list(shown)} must be of circle_samples.times = "
                f"{list(times)}."
            )
        pairs, samples = self.toy_landscape.pair_samples, self.circle_samples.samples
        if pairs > samples:
            raise ValueError(
                f"toy_landscape.pair_samples = {pairs} must not exceed circle_samples.samples = "
                f"{samples}."
            )
        return self
