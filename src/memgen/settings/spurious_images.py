"""Settings of the image part of the source `spurious_states` (arXiv:2505.21777)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, FilePath, PositiveFloat, Section, sized
from memgen.settings.training import DeviceName, Training

SetName = Literal["digits", "blobs", "mnist_5k", "mnist", "fashion_mnist", "cifar10", "folder"]
Step = Annotated[int, Field(ge=1, le=1000)]
TrainingImages = Annotated[int, Field(ge=2)]
Width = Annotated[int, Field(ge=8)]
Probability = Annotated[float, Field(gt=0, le=1)]

BUNDLED = ("digits", "blobs", "mnist_5k")  # sets that need no files


class Blobs(Section):
    """The image set `blobs`: drawn, with five latent dimensions."""

    count: Annotated[int, Field(ge=100)] = sized(
        20000, "Blobs that are drawn.", tiny=1000, paper=100000
    )


class ImageFiles(Section):
    """Files of the other image sets, where image_sets names one of them."""

    directory: FilePath | None = Field(
        default=None,
        description="Where the files are, or are downloaded to (MNIST, FashionMNIST, CIFAR10).",
    )
    size: Annotated[int, Field(ge=4)] | None = Field(
        default=None,
        description="Height and width to which the images of the set `folder` are brought.",
    )
    grey: bool = Field(default=False, description="One channel instead of three.")

    def named_files(self) -> list[str]:
        """Return the folder of images of one's own; downloads are checked by their checksums."""
        own = self.directory is not None and self.size is not None
        return [str(self.directory)] if own else []


class Architecture(Section):
    """What the networks are."""

    network: Literal["mlp", "unet"] = Field(default="mlp", description="Perceptron or U-Net.")
    blocks: Count = sized(2, "The perceptron's residual blocks.", tiny=1)
    multipliers: tuple[Count, ...] = Field(
        default=(1, 2), description="The U-Net's channels at each level, in widths."
    )


class ImageStack(Section):
    """The networks: one stack of them for each image set, width and number K of training images.

    Published: 400 thousand steps or more.
    """

    K: list[TrainingImages] = sized(
        [16, 32, 64, 128, 256, 512],
        "Training images, rising.",
        tiny=[2, 32],
        paper=[2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1700],
        min_length=2,
    )
    architecture: Architecture = Architecture()
    width: Width = sized(128, "Width of the networks.", tiny=16, paper=256)
    networks: Draws = sized(
        3, "Networks for each K, on training sets of their own.", tiny=2, paper=10
    )
    other_widths: list[Width] = sized(
        [32, 64], "Further widths, for app_b2 and app_c2.", tiny=[8], paper=[64, 128, 192]
    )
    width_K: list[TrainingImages] = sized(
        [32, 64, 128],
        "K of the further widths, rising.",
        tiny=[2, 32],
        paper=[8, 16, 32, 64, 128, 256, 512],
        min_length=2,
    )
    width_networks: Draws = sized(2, "Networks for each further width and K.", tiny=2, paper=5)
    training: Training = sized(
        Training(steps=4500, batch=64, learning_rate=8e-3),
        "How the networks are trained.",
        tiny={"steps": 100, "batch": 16, "learning_rate": 0.01},
        paper={"steps": 100000, "batch": 128, "learning_rate": 0.001},
    )

    @model_validator(mode="after")
    def _ladders_are_ladders(self) -> "ImageStack":
        for name in ("K", "width_K"):
            if sorted(getattr(self, name)) != getattr(self, name):
                raise ValueError(f"{name} = {getattr(self, name)} must be numbers that rise.")
        if not set(self.width_K) <= set(self.K) or self.width in self.other_widths:
            raise ValueError(
                f"width_K = {self.width_K} must be among K = {self.K}, and width = {self.width} "
                f"not among other_widths = {self.other_widths}."
            )
        widths = [self.width, *self.other_widths]
        if self.architecture.network == "unet" and any(width % 8 for width in widths):
            raise ValueError(f"widths = {widths} of a U-Net must be multiples of 8.")
        return self


class ImageSamples(Section):
    """Samples of the networks, by deterministic DDIM."""

    samples: Annotated[int, Field(ge=20)] = sized(
        2000,
        "|S'|, samples of each network, the same for every K (published: 51200).",
        tiny=120,
        paper=20000,
    )
    steps: Count = sized(50, "Steps of DDIM that generate them.", tiny=10, paper=200)


class ImageDistance(Section):
    """The distance between images by which samples have their types and come back."""

    name: Literal["l2", "lpips"] = Field(
        default="l2", description="Euclidean, or LPIPS (published), which needs two files."
    )
    backbone: FilePath | None = Field(
        default=None, description="LPIPS: file with the weights of an AlexNet trained on ImageNet."
    )
    heads: FilePath | None = Field(
        default=None, description="LPIPS: file with its linear heads for AlexNet."
    )

    def named_files(self) -> list[str]:
        """Return the files of LPIPS, where that is the distance."""
        return [str(self.backbone), str(self.heads)] if self.name == "lpips" else []

    @model_validator(mode="after")
    def _weights_are_there(self) -> "ImageDistance":
        if self.name == "lpips":
            for name in ("backbone", "heads"):
                path = getattr(self, name)
                if path is None or not Path(path).is_file():
                    raise ValueError(
                        f"name = 'lpips' needs {name} = {path!r} to be a file: the weights of "
                        "an AlexNet trained on ImageNet (backbone: features.0.weight, ...) and of "
                        "LPIPS's linear heads for it (heads: lin0.model.1.weight, ...)."
                    )
        return self


class ImageTypes(Section):
    """fig3, fig4a, app_b1, app_b2, app_b4: types of generated samples."""

    least_contrast: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.2, description="Contrast below which a histogram has no valley."
    )
    false_rate: Annotated[float, Field(gt=0, lt=0.5)] = Field(
        default=0.01,
        description="Thresholds leave at most this fraction of real images below them.",
    )
    synthetic_sizes: list[Annotated[int, Field(ge=10)]] = sized(
        [125, 250, 500, 1000, 2000],
        "|S'| of app_b4, rising, up to image_samples.samples.",
        tiny=[30, 60, 120],
        paper=[250, 500, 1000, 2000, 5000, 10000, 20000],
    )
    scales: list[PositiveFloat] = Field(
        default=[0.8, 1.0, 1.25],
        description="Factors of both thresholds: how much depends on where they lie.",
    )
    bins: Annotated[int, Field(ge=10)] = Field(default=60, description="Bins of the histograms.")

    @model_validator(mode="after")
    def _sizes_rise(self) -> "ImageTypes":
        if self.synthetic_sizes != sorted(self.synthetic_sizes):
            raise ValueError(f"synthetic_sizes = {self.synthetic_sizes} must rise.")
        if 1.0 not in self.scales:
            raise ValueError(f"scales = {self.scales} must hold 1, the thresholds themselves.")
        return self


class ImageExamples(Section):
    """fig1b, app_b3: samples of each type with their neighbours."""

    shown: Count = sized(4, "Samples of each type in the sample grids.", tiny=2, paper=8)
    neighbours: Count = Field(default=4, description="Neighbours shown beside each.")


class ImageBasins(Section):
    """fig4b, app_c1, app_c2: noise that samples come back from."""

    probes: Annotated[int, Field(ge=4)] = sized(
        30,
        "Samples of each type and network, drawn at random among those there are.",
        tiny=4,
        paper=200,
    )
    trials: Count = sized(10, "Noisy copies at each step.", tiny=4)
    p: Probability = Field(default=0.9, description="Recovery rate that a step has to reach.")
    fine: Annotated[int, Field(ge=1, le=25)] = sized(
        5, "Stride of the steps up to 26; from there on it is `stride`.", tiny=10, paper=1
    )
    stride: Annotated[int, Field(ge=1, le=200)] = sized(
        25, "Stride of the steps from 26 to 1000 (published: 25).", tiny=200
    )
    back_steps: Count = sized(20, "Steps of DDIM back (published: 20).", tiny=4)
    prediction_draws: Count = sized(100, "Noises of the exact prediction.", tiny=10, paper=1000)


class ImageCurvature(Section):
    """fig5a, app_d1: spectra of the score's Jacobian."""

    step: Step = sized(
        100,
        "Step of the spectra: the least noise that the networks resolve. Shortly trained ones "
        "have the same spectrum everywhere at less.",
        paper=10,
    )
    samples: Annotated[int, Field(ge=4)] = sized(
        40,
        "Samples of each type and network, drawn at random among those there are.",
        tiny=4,
        paper=256,
    )
    ranks: Annotated[int, Field(ge=2)] = Field(
        default=128, description="Ranks of a spectrum, evenly spaced, at most."
    )


class ImageEnergyGap(Section):
    """app_e1: relative energy along a path to a reference image."""

    step: Step = Field(default=1, description="Step of the energy (published: the first).")
    path_points: Annotated[int, Field(ge=5)] = sized(
        20, "Points of the path (published: 20).", tiny=8, paper=40
    )
    references: Draws = sized(4, "Fresh reference images (published: one).", tiny=2, paper=16)
    samples: Annotated[int, Field(ge=10)] = sized(
        200, "Samples of each type and network at most (published: 2048).", tiny=10, paper=2048
    )


class LatentSpectra(Section):
    """fig5b: spectra of a latent diffusion model, from a local checkpoint. Skipped without one."""

    checkpoint: FilePath | None = Field(
        default=None,
        description=(
            "Folder of a Stable Diffusion pipeline as diffusers saves it (model_index.json, unet, "
            "vae, ...); needs the extra `latent`."
        ),
    )
    prompts: dict[str, Literal["memorised", "spurious", "generalised", "unknown"]] = Field(
        default={}, description="Prompts, and what their images are thought to be."
    )
    images: Draws = sized(4, "Images generated from each prompt.", paper=16)
    generation_steps: Count = Field(default=50, description="Steps of DDIM.")
    guidance: Annotated[float, Field(ge=1)] = Field(
        default=7.5, description="Guidance while generating."
    )
    jacobian_step: Annotated[int, Field(ge=0, le=999)] = Field(
        default=10, description="Step of the spectrum, of the conditional score."
    )
    lanczos_steps: Count = sized(60, "Steps of the Lanczos method.", paper=200)
    lanczos_starts: Draws = sized(4, "Random starts for the ordered spectrum.", paper=8)
    device: DeviceName = Field(default="auto", description="Where to run it.")

    def named_files(self) -> list[str]:
        """Return the checkpoint's folder."""
        return [] if self.checkpoint is None else [self.checkpoint]

    @model_validator(mode="after")
    def _it_can_be_run(self) -> "LatentSpectra":
        if self.checkpoint is not None:
            if not (Path(self.checkpoint) / "model_index.json").is_file():
                raise ValueError(
                    f"checkpoint = {self.checkpoint!r} must be a folder with model_index.json, as "
                    "diffusers' save_pretrained writes it."
                )
            if not self.prompts:
                raise ValueError("prompts is empty: give one prompt or more, with its kind.")
        return self
