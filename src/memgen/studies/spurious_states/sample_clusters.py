"""Clusters of generated samples of the circle, and what a threshold for them can be read from."""

from collections.abc import Callable, Iterator

import numpy as np
from jaxtyping import Float
from scipy.ndimage import gaussian_filter1d

from memgen.measures.samples.clusters import (
    PUBLISHED_SAMPLES,
    WardTree,
    first_valley,
    pair_distance_density,
)
from memgen.measures.samples.neighbours import nearest
from memgen.tables.rows import Point, Row, curve_rows, row

HEIGHTS = (0.05, 100.0, 61)  # thresholds at which clusters are counted, at 10000 samples
BATCHES, EDGES = 5, 251  # of samples, of the density of their distances
WIDEST = 2.5  # distance that the density reaches at least


def centroid_rows(
    tree: WardTree,
    height: float,
    points: Float[np.ndarray, "K 2"],
    energy: Callable[[np.ndarray], np.ndarray],
    point: Point,
) -> Iterator[Row]:
    """Yield the energy of each cluster's centroid and its distance to the nearest of the points."""
    centroids, sizes = tree.centroids(height)
    energies = energy(centroids)
    distance = nearest(centroids, points).distance[:, 0]
    for k, (x, size) in enumerate(zip(centroids, sizes, strict=True)):
        place: Point = {"cluster": k, "x1": float(x[0]), "x2": float(x[1]), "size": int(size)}
        yield row("centroid_energy", "simulation", energies[k], None, 1, **point, **place)
        yield row("centroid_nearest", "simulation", distance[k], None, 1, **point, **place)


def threshold_rows(tree: WardTree, height: float, K: int) -> Iterator[Row]:
    """Yield the threshold and the number of clusters against it."""
    yield row("threshold", "theory", height, K=K)
    # Heights grow as the root of the number of samples.
    for h in np.geomspace(*HEIGHTS) * np.sqrt(len(tree.samples) / PUBLISHED_SAMPLES):
        yield row("clusters", "simulation", tree.count(h), None, 1, K=K, height=float(h))


def distance_rows(samples: Float[np.ndarray, "n 2"], pairs: int, K: int) -> Iterator[Row]:
    """Yield the density of the distances of the first `pairs` samples, and its first valley."""
    reach = 2 * float(np.linalg.norm(samples, axis=1).max())
    edges = np.linspace(0, max(WIDEST, reach), EDGES)
    centres = (edges[1:] + edges[:-1]) / 2
    parts = np.array_split(samples[:pairs], BATCHES)
    density = np.array([pair_distance_density(part, edges) for part in parts])
    yield from curve_rows("pair_density", density, {"distance": centres}, K=K)
    valley = first_valley(centres, density.mean(axis=0))
    if np.isfinite(valley):
        yield row("first_valley", "simulation", valley, None, 1, K=K)


def circle_rows(samples: int) -> Iterator[Row]:
    """Yield the density of the distance of two points of the whole circle, smoothed alike.

    Its kernel is Scott's for as many pairs as a batch of the samples has, and for the circle's
    standard deviation sqrt(2 - 16 / pi^2) of the distance.
    """
    edges = np.linspace(0, WIDEST, EDGES)
    below = 2 / np.pi * np.arcsin(np.minimum(edges / 2, 1))
    width = edges[1] - edges[0]
    batch = max(samples // BATCHES, 2)
    kernel = np.sqrt(2 - 16 / np.pi**2) * (batch * (batch - 1) / 2) ** -0.2
    smooth = gaussian_filter1d(np.diff(below) / width, kernel / width, mode="reflect")
    for distance, value in zip((edges[1:] + edges[:-1]) / 2, smooth, strict=True):
        yield row("circle_pair_density", "theory", float(value), distance=float(distance))
