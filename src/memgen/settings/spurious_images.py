"""Settings of the image part of the source `spurious_states` (arXiv:2505.21777)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, FilePath, PositiveFloat, Section, sized
from memgen.settings.training import DeviceName, Training

SetName = Literal["digits", "blobs", "mnist_5k", "mnist", "fashion_mnist", "cifar10", "folder"]
Step = Annotated[int, Field(ge=1, le=1000)]
TrainingImages = Annotated[int, Field(ge=2)]
Ladder = Annotated[list[TrainingImages], Field(min_length=2)]
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

    network: Literal["recall", "mlp", "unet"] = Field(
        default="recall",
        description="A perceptron that recalls with convolutions that refine; perceptron; U-Net.",
    )
    blocks: Count = sized(3, "The perceptron's residual blocks.", tiny=1)
    channels: Annotated[int, Field(ge=8, multiple_of=8)] = sized(
        16, "Channels of the convolutions of the network `recall`.", tiny=8, paper=32
    )
    multipliers: tuple[Count, ...] = Field(
        default=(1, 2), description="The U-Net's channels at each level, in widths."
    )


class ImageStack(Section):
    """The networks: one stack of them for each image set, width and number K of training images.

    Published: 400 thousand steps or more.
    """

    K: Ladder = sized(
        [40, 50, 60, 70, 82, 98, 120, 160],
        "Training images, rising; around the K at which half of the samples are memorised.",
        tiny=[2, 32],
        paper=[64, 128, 256, 384, 512, 768, 1024, 1536, 2048, 3072],
        min_length=2,
    )
    architecture: Architecture = Architecture()
    width: Width = sized(64, "Width of the networks' perceptrons.", tiny=16, paper=512)
    networks: Count = sized(1, "Networks for each K, on training sets of their own.", paper=3)
    boundary_K: TrainingImages = sized(
        70, "The K, of the base width, with more networks.", tiny=32, paper=512
    )
    boundary_networks: Draws = sized(3, "Networks there.", tiny=2, paper=5)
    further_widths: list[Width] = sized(
        [32], "Further widths, for app_b2 and app_c2.", tiny=[8], paper=[128, 256]
    )
    width_K: tuple[Ladder, ...] = sized(
        ([30, 40, 52],),
        "K of each further width, rising; around the K at which half are memorised.",
        tiny=([2, 32],),
        paper=([32, 64, 128, 256, 512], [64, 128, 256, 512, 1024]),
    )
    width_networks: Count = sized(1, "Networks for each further width and K.", paper=3)
    training: Training = sized(
        Training(steps=8000, batch=64, learning_rate=8e-3, decay=0.995),
        "How the networks are trained.",
        tiny={"steps": 60, "batch": 16, "learning_rate": 0.01},
        paper={"steps": 100000, "batch": 128, "learning_rate": 0.001, "decay": 0.999},
    )

    @model_validator(mode="after")
    def _ladders_are_ladders(self) -> "ImageStack":
        ladders = {"K": self.K} | {f"width_K[{k}]": ladder for k, ladder in enumerate(self.width_K)}
        for name, ladder in ladders.items():
            if sorted(set(ladder)) != ladder:
                raise ValueError(f"{name} = {ladder} must be numbers that rise.")
        if len(self.further_widths) != len(self.width_K) or self.width in self.further_widths:
            raise ValueError(
                f"further_widths = {self.further_widths} need a ladder each, width_K = "
                f"{list(self.width_K)}, and must not hold width = {self.width}."
            )
        if self.boundary_networks < self.networks:
            raise ValueError(
                f"boundary_networks = {self.boundary_networks} must be networks = "
                f"{self.networks} or more."
            )
        widths = [self.width, *self.further_widths]
        if self.architecture.network == "unet" and any(width % 8 for width in widths):
            raise ValueError(f"widths = {widths} of a U-Net must be multiples of 8.")
        return self


class ImageSamples(Section):
    """Samples of the networks."""

    samples: Annotated[int, Field(ge=20)] = sized(
        2000,
        "|S'|, samples of each network, the same for every K (published: 51200).",
        tiny=120,
        paper=20000,
    )
    sampler: Literal["ancestral", "ddim"] = Field(
        default="ancestral",
        description="Ancestral sampling (published), which adds noise at each step, or DDIM.",
    )
    steps: Count = sized(60, "Steps that generate them (published: 1000).", tiny=10, paper=200)


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
        [62, 125, 250, 500, 1000, 2000],
        "|S'| of app_b4, rising, up to image_samples.samples.",
        tiny=[30, 60, 120],
        paper=[250, 500, 1000, 2000, 5000, 10000, 20000],
    )
    scales: list[PositiveFloat] = Field(
        default=[0.8, 1.0, 1.25],
        description="Factors of both thresholds: how much depends on where they lie.",
    )
    bins: Annotated[int, Field(ge=10)] = Field(default=48, description="Bins of the histograms.")
    resamples: Draws = sized(60, "Resamplings behind the contrasts' errors.", tiny=2)

    @model_validator(mode="after")
    def _sizes_rise(self) -> "ImageTypes":
        if self.synthetic_sizes != sorted(self.synthetic_sizes):
            raise ValueError(f"synthetic_sizes = {self.synthetic_sizes} must rise.")
        if 1.0 not in self.scales:
            raise ValueError(f"scales = {self.scales} must hold 1, the thresholds themselves.")
        return self


class ImageExamples(Section):
    """fig1b, fig3, app_b3: samples of each type with their neighbours."""

    shown: Count = sized(8, "Samples of each type and selection in the sample grids.", tiny=2)
    neighbours: Count = Field(default=4, description="Neighbours shown beside each.")


class ImageBasins(Section):
    """fig4b, app_c1, app_c2: noise that samples come back from."""

    probes: Annotated[int, Field(ge=4)] = sized(
        12,
        "Samples of each type and selection, and training points, of each network at most "
        "(published: 256).",
        tiny=4,
        paper=256,
    )
    delta: PositiveFloat = Field(
        default=0.25,
        description="Distance within which a sample counts as come back: root mean square over "
        "pixels, whose variance is 1; for LPIPS in its own unit (published: 0.1 there).",
    )
    trials: Count = sized(10, "Noisy copies at each step that is tried.", tiny=4)
    p: Probability = Field(default=0.9, description="Recovery rate that a step has to reach.")
    stride: Annotated[int, Field(ge=1, le=200)] = sized(
        25, "Stride of the steps 1, 26, ... that are tried (published: 25).", tiny=120
    )
    rungs: Annotated[int, Field(ge=3)] = sized(
        31, "How many steps there are: one less than a power of two bisects evenly.", tiny=7
    )
    back_steps: Count = sized(20, "Steps of DDIM back (published: 20).", tiny=4)
    prediction_draws: Count = sized(100, "Noises of the exact prediction.", tiny=10, paper=1000)
    rate_steps: list[Step] = sized(
        [50, 150, 250, 350, 450, 550, 700],
        "Steps of app_c1, rising.",
        tiny=[100, 500],
        min_length=2,
    )
    rate_trials: Count = sized(3, "Noisy copies at each of these steps.", tiny=2, paper=20)
    delta_scales: list[PositiveFloat] = sized(
        [0.5, 0.7, 1.0, 1.4, 2.0],
        "Factors of delta in app_c1: how much depends on it.",
        tiny=[0.5, 1.0, 2.0],
    )

    @model_validator(mode="after")
    def _steps_are_of_the_thousand(self) -> "ImageBasins":
        last = 1 + self.stride * (self.rungs - 1)
        if last > 1000:
            raise ValueError(
                f"stride = {self.stride} and rungs = {self.rungs} end at step {last}, of 1000."
            )
        if self.rate_steps != sorted(set(self.rate_steps)):
            raise ValueError(f"rate_steps = {self.rate_steps} must rise.")
        if 1.0 not in self.delta_scales:
            raise ValueError(f"delta_scales = {self.delta_scales} must hold 1, delta itself.")
        return self


class ImageCurvature(Section):
    """fig5a, app_d1: spectra of the score's Jacobian."""

    noise: PositiveFloat = Field(
        default=0.25,
        description="sqrt(t) of the spectra, in standard deviations of the pixels: that of "
        "image_basins.delta, so that the noise moves an image as far as one may come back.",
    )
    other_noise: list[PositiveFloat] = sized(
        [0.1, 0.6], "Further noise at which the types are compared.", tiny=[0.6]
    )
    samples: Annotated[int, Field(ge=4)] = sized(
        6,
        "Samples of each type and selection, and training points, of each network at most.",
        tiny=4,
        paper=256,
    )
    ranks: Annotated[int, Field(ge=2)] = Field(
        default=80, description="Ranks of a spectrum, evenly in the logarithm, at most."
    )


class ImageEnergyGap(Section):
    """app_e1: relative energy along a path to a reference image."""

    step: Step = Field(default=1, description="Step of the energy (published: the first).")
    path_points: Annotated[int, Field(ge=5)] = sized(
        20, "Points of the path (published: 20).", tiny=8, paper=40
    )
    references: Draws = sized(2, "Fresh reference images (published: one).", tiny=2, paper=16)
    samples: Annotated[int, Field(ge=4)] = sized(
        16,
        "Samples of each type and selection, and training points, of each network at most "
        "(published: 256).",
        tiny=4,
        paper=256,
    )
    rule_samples: Count = sized(2, "Samples with a path four times as fine.")


class BlobNetwork(Section):
    """app_d1: networks on images of one blob each, whose manifold has five dimensions."""

    K: list[TrainingImages] = sized(
        [8, 32, 128, 512, 2048], "Training images, rising.", tiny=[8, 32], min_length=2
    )
    count: Annotated[int, Field(ge=20)] = sized(4000, "Blobs that are drawn.", tiny=100)
    held_out: Annotated[int, Field(ge=10)] = sized(
        200, "The last of them, which no network sees.", tiny=10
    )
    width: Width = sized(128, "Width of the perceptrons.", tiny=16)
    blocks: Count = sized(2, "Their residual blocks.", tiny=1)
    training: Training = sized(
        Training(steps=4500, batch=64, learning_rate=8e-3),
        "How they are trained.",
        tiny={"steps": 40, "batch": 16, "learning_rate": 0.01},
        paper={"steps": 100000, "batch": 128, "learning_rate": 0.001},
    )

    @model_validator(mode="after")
    def _some_are_held_out(self) -> "BlobNetwork":
        if sorted(self.K) != self.K or self.K[-1] + self.held_out > self.count:
            raise ValueError(
                f"K = {self.K} must rise, and leave held_out = {self.held_out} of count = "
                f"{self.count} blobs."
            )
        return self


class BlobCurvature(Section):
    """app_d1: dimensions along which their energy is flat."""

    noise: PositiveFloat = Field(
        default=0.25, description="sqrt(t), in standard deviations of the pixels."
    )
    points: Draws = sized(40, "Training points, and fresh blobs, of each network.", tiny=4)
    posterior_draws: Annotated[int, Field(ge=100)] = sized(
        4000, "Draws of the exact posterior of each point.", tiny=400, paper=20000
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
