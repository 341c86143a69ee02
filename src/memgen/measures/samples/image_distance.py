"""Which distance between images is meant: Euclidean between points, or LPIPS."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.data.image_sets import ImageSet

DistanceName = Literal["l2", "lpips"]


@dataclass(frozen=True)
class ImageDistance:
    """A distance that is Euclidean between features.

    Attributes
    ----------
    features : callable
        From points (batch, N) to features (batch, F).
    power : int
        The distance is this power of the Euclidean one: 1 for "l2", 2 for "lpips".
    """

    features: Callable[[np.ndarray], np.ndarray]
    power: int

    def between(
        self, x: Float[np.ndarray, "batch N"], y: Float[np.ndarray, "batch N"]
    ) -> Float[np.ndarray, " batch"]:
        """Return the distance of each x from its y."""
        gap = self.features(x) - self.features(y)
        return np.linalg.norm(gap, axis=1) ** self.power


def image_distance(
    name: DistanceName,
    images: ImageSet,
    backbone: str | Path | None = None,
    heads: str | Path | None = None,
) -> ImageDistance:
    """Return a distance between the points of an image set.

    Parameters
    ----------
    name : str
        "l2", between the points as they stand, or "lpips", between images with the pixels brought
        to [0, 1] by the set's extremes, and clipped.
    images : ImageSet
        Turns points into images.
    backbone, heads : str or Path, optional
        LPIPS's weights, see `memgen.measures.samples.lpips`.

    Raises
    ------
    ValueError
        If "lpips" has no weights.
    FileNotFoundError
        If one of its files is missing.
    """
    if name == "l2":
        return ImageDistance(lambda x: np.asarray(x, dtype=float), 1)
    if backbone is None or heads is None:
        raise ValueError(f"distance 'lpips' needs backbone={backbone!r} and heads={heads!r}.")
    from memgen.measures.samples.lpips import load_lpips

    network = load_lpips(backbone, heads)

    def features(x: np.ndarray) -> np.ndarray:
        return network.features(images.as_pixels(np.asarray(x, dtype=float)))

    return ImageDistance(features, 2)
