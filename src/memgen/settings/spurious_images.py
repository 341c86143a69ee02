"""Settings of the image part of the source `spurious_states` (arXiv:2505.21777)."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, Draws, PositiveFloat, Section, sized

SetName = Literal["digits", "blobs", "mnist", "fashion_mnist", "cifar10", "folder"]
Step = Annotated[int, Field(ge=1, le=1000)]
Training = Annotated[int, Field(ge=2)]
Probability = Annotated[float, Field(gt=0, le=1)]

DIGITS = 1797


class ImageData(Section):
    """The image sets."""

    sets: list[SetName] = sized(
        ["digits", "blobs"],
        "Digits come with scikit-learn, blobs are drawn (five latent dimensions); the others "
        "need a directory.",
        paper=["digits", "blobs"],
    )
    directory: str | None = Field(
        None,
        description="Where the files are, or are downloaded to (MNIST, FashionMNIST, CIFAR10).",
    )
    size: Annotated[int, Field(ge=4)] | None = Field(
        None, description="Height and width to which the images of a folder are brought."
    )
    grey: bool = Field(False, description="One channel instead of three.")
    blob_count: Annotated[int, Field(ge=100)] = sized(
        20000, "Blobs that are drawn.", tiny=1000, paper=100000
    )

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

    K: list[Training] = sized(
        [16, 32, 64, 128, 256, 512],
        "Training images, rising.",
        tiny=[2, 32],
        paper=[2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1700],
    )
    network: Literal["mlp", "unet"] = Field("mlp", description="Perceptron or U-Net.")
    width: Annotated[int, Field(ge=8)] = sized(128, "Its width.", tiny=16, paper=256)
    blocks: Count = sized(2, "The perceptron's residual blocks.", tiny=1)
    multipliers: tuple[Count, ...] = Field(
        (1, 2), description="The U-Net's channels at each level, in widths."
    )
    networks: Draws = sized(
        3, "Networks for each K, on training sets of their own.", tiny=2, paper=10
    )
    other_widths: list[Annotated[int, Field(ge=8)]] = sized(
        [32, 64], "Further widths, for app_b2 and app_c2.", tiny=[8], paper=[64, 128, 192]
    )
    width_K: list[Training] = sized(
        [32, 64, 128],
        "K of the further widths.",
        tiny=[2, 32],
        paper=[8, 16, 32, 64, 128, 256, 512],
    )
    width_networks: Draws = sized(2, "Networks for each of them.", tiny=2, paper=5)
    steps: Count = sized(
        4500, "Training steps (published: 400 thousand or more).", tiny=300, paper=100000
    )
    batch: Count = sized(64, "Images in each.", tiny=16, paper=128)
    learning_rate: PositiveFloat = sized(8e-3, "Largest learning rate.", tiny=0.01, paper=0.001)
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

    samples: Annotated[int, Field(ge=20)] = sized(
        2000,
        "|S'|, samples of each network, the same for every K (published: 51200).",
        tiny=120,
        paper=20000,
    )
    sample_steps: Count = sized(50, "Steps of DDIM that generate them.", tiny=10, paper=200)
    synthetic_sizes: list[Annotated[int, Field(ge=10)]] = sized(
        [125, 250, 500, 1000, 2000],
        "|S'| of app_b4, up to `samples`.",
        tiny=[30, 60, 120],
        paper=[250, 500, 1000, 2000, 5000, 10000, 20000],
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
    shown: Count = sized(4, "Samples of each type in the sample grids.", tiny=2, paper=8)
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

    probes: Annotated[int, Field(ge=4)] = sized(
        30,
        "Samples of each type and network, drawn at random among those there are.",
        tiny=4,
        paper=200,
    )
    trials: Count = sized(10, "Noisy copies at each step.", tiny=4)
    p: Probability = Field(0.9, description="Recovery rate that a step has to reach.")
    fine: Annotated[int, Field(ge=1, le=25)] = sized(
        5, "Stride of the steps up to 26; from there on it is `stride`.", tiny=10, paper=1
    )
    stride: Annotated[int, Field(ge=1, le=200)] = sized(25, "Stride (published: 25).", tiny=200)
    back_steps: Count = sized(20, "Steps of DDIM back (published: 20).", tiny=4)
    prediction_draws: Count = sized(100, "Noises of the exact prediction.", tiny=10, paper=1000)


class Curvature(Section):
    """fig5a, app_d1: spectra of the score's Jacobian."""

    at_step: Step = sized(
        100,
        "Step of the spectra: the least noise that the networks resolve. Shortly trained ones "
        "have the same spectrum everywhere at less.",
        paper=10,
    )
    spectra: Annotated[int, Field(ge=4)] = sized(
        40,
        "Samples of each type and network, drawn at random among those there are.",
        tiny=4,
        paper=256,
    )


class EnergyGap(Section):
    """app_e1: relative energy along a path to a reference image."""

    gap_step: Step = Field(1, description="Step of the energy (published: the first).")
    path_points: Annotated[int, Field(ge=5)] = sized(
        20, "Points of the path (published: 20).", tiny=8, paper=40
    )
    references: Draws = sized(4, "Fresh reference images (published: one).", tiny=2, paper=16)
    gap_samples: Annotated[int, Field(ge=10)] = sized(
        200, "Samples of each type and network at most (published: 2048).", tiny=10, paper=2048
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
    images: Draws = sized(4, "Images generated from each prompt.", paper=16)
    generation_steps: Count = Field(50, description="Steps of DDIM.")
    guidance: Annotated[float, Field(ge=1)] = Field(7.5, description="Guidance while generating.")
    jacobian_step: Annotated[int, Field(ge=0, le=999)] = Field(
        10, description="Step of the spectrum, of the conditional score."
    )
    lanczos_steps: Count = sized(60, "Steps of the Lanczos method.", paper=200)
    lanczos_starts: Draws = sized(4, "Random starts for the ordered spectrum.", paper=8)
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
