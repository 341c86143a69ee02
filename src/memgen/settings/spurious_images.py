"""Settings of the image part of the source `spurious_states` (arXiv:2505.21777)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section

SetName = Literal["digits", "blobs", "mnist", "fashion_mnist", "cifar10", "folder"]
Step = Annotated[int, Field(ge=1, le=1000)]
Training = Annotated[int, Field(ge=2)]
Probability = Annotated[float, Field(gt=0, le=1)]

DIGITS = 1797


class ImageData(Section):
    """The image sets."""

    sets: list[SetName] = Field(
        ["digits", "blobs"],
        description=(
            "Digits come with scikit-learn, blobs are drawn (five latent dimensions); the others "
            "need a directory."
        ),
    )
    directory: str | None = Field(
        None,
        description="Where the files are, or are downloaded to (MNIST, FashionMNIST, CIFAR10).",
    )
    size: Annotated[int, Field(ge=4)] | None = Field(
        None, description="Height and width to which the images of a folder are brought."
    )
    grey: bool = Field(False, description="One channel instead of three.")
    blob_count: Annotated[int, Field(ge=100)] = Field(20000, description="Blobs that are drawn.")

    @model_validator(mode="after")
    def _files_are_named(self) -> "ImageData":
        filed = [name for name in self.sets if name not in ("digits", "blobs")]
        if filed and self.directory is None:
            raise ValueError(
                f"sets = {self.sets}: {', '.join(filed)} need a directory: where the files are, "
                "or may be downloaded to."
            )
        if "folder" in self.sets and self.size is None:
            raise ValueError("the set 'folder' needs a size, to which its images are brought.")
        if "folder" in self.sets and not Path(self.directory or "").is_dir():
            raise ValueError(f"directory = {self.directory!r}: there is no such folder of images.")
        return self


class ImageNetworks(Section):
    """The networks: one stack of them for each set, width and K."""

    K: list[Training] = Field([16, 32, 64, 128, 256, 512], description="Training images, rising.")
    network: Literal["mlp", "unet"] = Field("mlp", description="Perceptron or U-Net.")
    width: Annotated[int, Field(ge=8)] = Field(128, description="Its width.")
    blocks: Count = Field(2, description="The perceptron's residual blocks.")
    multipliers: tuple[Count, ...] = Field(
        (1, 2), description="The U-Net's channels at each level, in widths."
    )
    networks: Draws = Field(3, description="Networks for each K, on training sets of their own.")
    other_widths: list[Annotated[int, Field(ge=8)]] = Field(
        [32, 64], description="Further widths, for app_b2 and app_c2."
    )
    width_K: list[Training] = Field([32, 64, 128], description="K of the further widths.")
    width_networks: Draws = Field(2, description="Networks for each of them.")
    steps: Count = Field(4500, description="Training steps (published: 400 thousand or more).")
    batch: Count = Field(64, description="Images in each.")
    learning_rate: PositiveFloat = Field(8e-3, description="Largest learning rate.")
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where to train.")
    mixed_precision: bool = Field(False, description="bfloat16, on an accelerator alone.")

    @model_validator(mode="after")
    def _ladders_are_ladders(self) -> "ImageNetworks":
        if sorted(self.K) != self.K or len(self.K) < 2:
            raise ValueError(f"K = {self.K} must be two numbers of images or more, that rise.")
        if not set(self.width_K) <= set(self.K) or self.width in self.other_widths:
            raise ValueError(
                f"width_K = {self.width_K} must be among K = {self.K}, and width = {self.width} "
                f"not among other_widths = {self.other_widths}."
            )
        if self.width_K != sorted(self.width_K) or len(self.width_K) < 2:
            raise ValueError(f"width_K = {self.width_K} must be two values or more, that rise.")
        if self.network == "unet" and any(w % 8 for w in [self.width, *self.other_widths]):
            raise ValueError("widths of a U-Net must be multiples of 8.")
        return self


class SampleTypes(Section):
    """fig1b, fig3, fig4a, app_b1 to app_b4: generated samples and their types."""

    samples: Annotated[int, Field(ge=20)] = Field(
        2000, description="|S'|, samples of each network, the same for every K (published: 51200)."
    )
    sample_steps: Count = Field(50, description="Steps of DDIM that generate them.")
    synthetic_sizes: list[Annotated[int, Field(ge=10)]] = Field(
        [125, 250, 500, 1000, 2000], description="|S'| of app_b4, up to `samples`."
    )
    distance: Literal["l2", "lpips"] = Field(
        "l2", description="Distance between images (published: LPIPS)."
    )
    backbone: str | None = Field(
        None, description="LPIPS: file with the weights of an AlexNet trained on ImageNet."
    )
    heads: str | None = Field(None, description="LPIPS: file with its linear heads for AlexNet.")
    least_contrast: Annotated[float, Field(gt=0, lt=1)] = Field(
        0.2, description="Contrast below which a histogram has no valley."
    )
    false_rate: Annotated[float, Field(gt=0, lt=0.5)] = Field(
        0.01, description="Thresholds leave at most this fraction of real images below them."
    )
    shown: Count = Field(4, description="Samples of each type in the sample grids.")
    neighbours: Count = Field(4, description="Neighbours shown beside each.")

    @model_validator(mode="after")
    def _sizes_fit(self) -> "SampleTypes":
        if self.synthetic_sizes != sorted(self.synthetic_sizes) or (
            self.synthetic_sizes[-1] > self.samples
        ):
            raise ValueError(
                f"synthetic_sizes = {self.synthetic_sizes} must rise up to samples = "
                f"{self.samples} at most."
            )
        return self

    @model_validator(mode="after")
    def _weights_are_there(self) -> "SampleTypes":
        if self.distance == "lpips":
            for name in ("backbone", "heads"):
                path = getattr(self, name)
                if path is None or not Path(path).is_file():
                    raise ValueError(
                        f"distance = 'lpips' needs {name} = {path!r} to be a file: the weights of "
                        "an AlexNet trained on ImageNet (backbone: features.0.weight, ...) and of "
                        "LPIPS's linear heads for it (heads: lin0.model.1.weight, ...)."
                    )
        return self


class Basins(Section):
    """fig4b, app_c1, app_c2: noise that samples come back from."""

    probes: Annotated[int, Field(ge=4)] = Field(
        30, description="Samples of each type and network, drawn at random among those there are."
    )
    trials: Count = Field(10, description="Noisy copies at each step.")
    p: Probability = Field(0.9, description="Recovery rate that a step has to reach.")
    fine: Annotated[int, Field(ge=1, le=25)] = Field(
        5, description="Stride of the steps up to 26; from there on it is `stride`."
    )
    stride: Annotated[int, Field(ge=1, le=200)] = Field(25, description="Stride (published: 25).")
    back_steps: Count = Field(20, description="Steps of DDIM back (published: 20).")
    prediction_draws: Count = Field(100, description="Noises of the exact prediction.")


class Curvature(Section):
    """fig5a, app_d1: spectra of the score's Jacobian."""

    at_step: Step = Field(
        100,
        description=(
            "Step of the spectra: the least noise that the networks resolve. Shortly trained ones "
            "have the same spectrum everywhere at less."
        ),
    )
    spectra: Annotated[int, Field(ge=4)] = Field(
        40, description="Samples of each type and network, drawn at random among those there are."
    )


class EnergyGap(Section):
    """app_e1: relative energy along a path to a reference image."""

    gap_step: Step = Field(1, description="Step of the energy (published: the first).")
    path_points: Annotated[int, Field(ge=5)] = Field(
        20, description="Points of the path (published: 20)."
    )
    references: Draws = Field(4, description="Fresh reference images (published: one).")
    gap_samples: Annotated[int, Field(ge=10)] = Field(
        200, description="Samples of each type and network at most (published: 2048)."
    )


class Latent(Section):
    """fig5b: spectra of a latent diffusion model, from a local checkpoint. Skipped without one."""

    checkpoint: str | None = Field(
        None,
        description=(
            "Folder of a Stable Diffusion pipeline as diffusers saves it (model_index.json, unet, "
            "vae, ...); needs the extra `latent`."
        ),
    )
    prompts: dict[str, Literal["memorised", "spurious", "generalised", "unknown"]] = Field(
        {}, description="Prompts, and what their images are thought to be."
    )
    images: Draws = Field(4, description="Images generated from each prompt.")
    generation_steps: Count = Field(50, description="Steps of DDIM.")
    guidance: Annotated[float, Field(ge=1)] = Field(7.5, description="Guidance while generating.")
    jacobian_step: Annotated[int, Field(ge=0, le=999)] = Field(
        10, description="Step of the spectrum, of the conditional score."
    )
    lanczos_steps: Count = Field(60, description="Steps of the Lanczos method.")
    lanczos_starts: Draws = Field(4, description="Random starts for the ordered spectrum.")
    latent_device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where to run it.")

    @model_validator(mode="after")
    def _it_can_be_run(self) -> "Latent":
        if self.checkpoint is not None:
            if not (Path(self.checkpoint) / "model_index.json").is_file():
                raise ValueError(
                    f"checkpoint = {self.checkpoint!r} must be a folder with model_index.json, as "
                    "diffusers' save_pretrained writes it."
                )
            if not self.prompts:
                raise ValueError("prompts is empty: give one prompt or more, with its kind.")
        return self


class SpuriousImages(Section):
    """Image sets: fig1b, fig3 to fig5b, app_b1 to app_e1."""

    data: ImageData = ImageData()
    training: ImageNetworks = ImageNetworks()
    types: SampleTypes = SampleTypes()
    basins: Basins = Basins()
    curvature: Curvature = Curvature()
    energy_gap: EnergyGap = EnergyGap()
    latent: Latent = Latent()

    @model_validator(mode="after")
    def _there_are_enough_images(self) -> "SpuriousImages":
        largest, least = self.training.K[-1], 4 * self.energy_gap.references
        for name, count in (("digits", DIGITS), ("blobs", self.data.blob_count)):
            if name in self.data.sets and largest + least > count:
                raise ValueError(
                    f"training.K = {self.training.K}: {name} are {count}, of which {least} must "
                    f"remain fresh; the last K can be {count - least} at most."
                )
        return self
