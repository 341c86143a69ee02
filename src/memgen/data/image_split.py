"""Which images of a set networks were trained on, and which they never saw.

Every network has an order of the images of its own. Its training set of K images is the first K of
that order, so that training sets are nested in K; all others are held out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.data.image_sets import ImageSet
from memgen.data.nested_split import nested_split


@dataclass(frozen=True)
class ImageSplit:
    """The training sets of several networks on one set of images.

    Attributes
    ----------
    images : ImageSet
        All images.
    training : (networks, K)
        Which of them each network was trained on.
    held_out : (networks, rest)
        All others, in the network's order.
    """

    images: ImageSet
    training: Int[np.ndarray, "networks K"]
    held_out: Int[np.ndarray, "networks rest"]

    @property
    def networks(self) -> int:
        """How many networks there are."""
        return len(self.training)

    @property
    def training_sets(self) -> list[Float[np.ndarray, "K N"]]:
        """The training images of each network."""
        return [self.images.cloud.points[index] for index in self.training]

    def fresh(self, count: int) -> list[Float[np.ndarray, "_ N"]]:
        """Return for each network the last `count` images of its order that it never saw.

        Fewer where there are fewer. Taken from the end they are the same for all K that leave
        enough of them.
        """
        start = max(0, self.held_out.shape[1] - count)
        return [self.images.cloud.points[index[start:]] for index in self.held_out]


def split_images(images: ImageSet, K: int, generators: Sequence[np.random.Generator]) -> ImageSplit:
    """Return a split for as many networks as there are generators, each the source of an order.

    Raises
    ------
    ValueError
        If there are fewer than K images.
    """
    training, held_out = nested_split(len(images.cloud.points), K, generators)
    return ImageSplit(images, training, held_out)
