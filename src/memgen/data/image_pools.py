"""Images to learn from and images never learnt, for the same set: nested training sets.

A pool holds the images of a set in one random order. A training set of K images is its first K,
so that larger ones contain smaller ones; the images that no training set holds come from its end.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.data.blobs import blob_images, draw_latents
from memgen.data.image_sets import ImageSet, load_image_set
from memgen.data.points import standardise

PoolName = Literal["digits", "blobs", "mnist", "fashion_mnist", "cifar10", "folder"]

BLOB_SIZE = 8


@dataclass(frozen=True)
class ImagePool:
    """Images in one random order.

    Attributes
    ----------
    images : ImageSet
        All of them, centred and scaled to unit mean variance per pixel.
    order : (P,)
        The order of the rows.
    """

    images: ImageSet
    order: np.ndarray

    @property
    def size(self) -> int:
        """P, the number of images."""
        return len(self.order)

    def training(self, K: int) -> Float[np.ndarray, "K N"]:
        """Return the first K images.

        Raises
        ------
        ValueError
            If there are fewer.
        """
        if not 1 <= K <= self.size:
            raise ValueError(f"K={K}: the pool holds {self.size} images.")
        return self.images.cloud.points[self.order[:K]]

    def fresh(self, K: int, count: int) -> Float[np.ndarray, "_ N"]:
        """Return the last `count` images, fewer where the first K leave fewer."""
        return self.images.cloud.points[self.order[max(K, self.size - count) :]]


def load_pool(
    name: PoolName,
    order_rng: np.random.Generator,
    blob_rng: np.random.Generator | None = None,
    blob_count: int = 20000,
    directory: str | Path | None = None,
    size: int | None = None,
    grey: bool = False,
) -> ImagePool:
    """Return a set's images in a random order.

    Parameters
    ----------
    name : str
        "blobs" (`memgen.data.blobs`), or a set of `memgen.data.image_sets`.
    order_rng : numpy.random.Generator
        Source of the order.
    blob_rng, blob_count
        Source and number of the blobs, which have no end.
    directory, size, grey
        As in `load_image_set`.

    Raises
    ------
    ValueError
        If blobs have no source, or `load_image_set` refuses.
    """
    if name != "blobs":
        images = load_image_set(name, directory, size, grey)
    elif blob_rng is None:
        raise ValueError("blobs need blob_rng, the source of their parameters.")
    else:
        raw = blob_images(draw_latents(blob_count, blob_rng), BLOB_SIZE)
        images = ImageSet(standardise(raw, "blobs"), (BLOB_SIZE, BLOB_SIZE, 1))
    return ImagePool(images, order_rng.permutation(len(images.cloud.points)))
