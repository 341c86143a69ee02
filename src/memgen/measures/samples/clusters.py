"""Clusters of generated samples, and what a threshold for them can be read from."""

from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from jaxtyping import Float, Int
from scipy.cluster.hierarchy import fcluster, ward
from scipy.ndimage import gaussian_filter1d
from scipy.spatial.distance import pdist

from memgen.diffusion.arrays import check_points, like
from memgen.numerics.domain import plain
from memgen.numerics.types import Real

PUBLISHED_SAMPLES = 10000


@dataclass(frozen=True)
class WardTree:
    """Ward's agglomeration: the pair is merged whose union adds least to the sum of squares.

    Attributes
    ----------
    samples : (n, N)
    links : (n - 1, 4)
        As of scipy's `ward`; the third column holds the heights
        sqrt(2 a b / (a + b)) |centroid - centroid| of clusters of a and b samples.
    """

    samples: Float[np.ndarray, "n N"]
    links: Float[np.ndarray, "links 4"]

    def count(self, threshold: float) -> int:
        """Return the number of clusters whose merging costs more than the threshold."""
        return 1 + int((self.links[:, 2] > threshold).sum())

    def centroids(
        self, threshold: float
    ) -> tuple[Float[np.ndarray, "clusters N"], Int[np.ndarray, " clusters"]]:
        """Return the centroids of the clusters at a threshold, the largest first, and sizes."""
        label = fcluster(self.links, threshold, criterion="distance") - 1
        size = np.bincount(label)
        sums = np.stack([np.bincount(label, column) for column in self.samples.T], axis=1)
        order = np.argsort(-size, kind="stable")
        return (sums / size[:, None])[order], size[order]


def ward_tree(samples: Any) -> WardTree:
    """Return Ward's tree of the samples (n, N), two or more, of which it keeps a copy.

    It holds their n^2/2 distances while it is made.

    Raises
    ------
    ValueError, TypeError
        If `check_points` refuses the samples, or there are fewer than two.
    """
    samples = _several(samples, copy=True)
    return WardTree(samples, ward(samples))


def scaled_threshold(threshold: float, samples: int) -> float:
    """Return a threshold, chosen for 10000 samples, for another number of them.

    The height at which two clusters merge grows as the root of their sizes, so that the threshold
    does with the number of samples.
    """
    return threshold * float(np.sqrt(samples / PUBLISHED_SAMPLES))


def pair_distance_density(
    samples: Any, edges: Float[np.ndarray, " edges"]
) -> Float[np.ndarray, " bins"]:
    """Return the density of the distances of all pairs, by Gaussian kernels of Scott's width.

    Parameters
    ----------
    samples : (n, N)
        Samples, two or more.
    edges : (edges,)
        Even edges of bins, much narrower than the kernel, from 0 to beyond the largest distance.

    Raises
    ------
    ValueError
        If a distance lies beyond the last edge, or the samples are refused as by `ward_tree`.
    """
    distances = pdist(_several(samples))
    if distances.max() > edges[-1]:
        raise ValueError(f"a pair is {distances.max():.3g} apart; extend the edges, {edges[-1]}.")
    density, _ = np.histogram(distances, edges, density=True)
    kernel = distances.std() * distances.size**-0.2
    # reflected at 0, beyond which there is no distance
    return gaussian_filter1d(density, kernel / (edges[1] - edges[0]), mode="reflect")


def _several(samples: Any, copy: bool = False) -> Float[np.ndarray, "n N"]:
    samples = like(check_points(samples, "samples", copy), np.empty(0))
    if len(samples) < 2:
        raise ValueError("samples holds 1 point; give two or more.")
    return samples


def first_valley(x: Float[np.ndarray, " bins"], density: Float[np.ndarray, " bins"]) -> float:
    """Return the first x at which a density has a local minimum, nan if it has none."""
    inner = density[1:-1]
    lowest = np.flatnonzero((inner < density[:-2]) & (inner <= density[2:]))
    return float(x[lowest[0] + 1]) if lowest.size else float("nan")


@overload
def circle_pair_density(d: float) -> float: ...
@overload
def circle_pair_density(d: Real) -> np.ndarray: ...
def circle_pair_density(d: Real) -> float | np.ndarray:
    """Return 2 / (pi sqrt(4 - d^2)), the law of the distance of two points of the unit circle."""
    d = np.asarray(d, dtype=float)
    return plain(np.where(d < 2, 2 / (np.pi * np.sqrt(np.maximum(4 - d**2, 1e-300))), 0.0))
