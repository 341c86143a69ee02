"""Nearest neighbours of samples in a set of points, with distances that survive rounding."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.arrays import check_points, check_samples

BLOCK = 2**21  # numbers in a block of distances


@dataclass(frozen=True)
class Neighbours:
    """The nearest points of each sample, the nearest first.

    Attributes
    ----------
    distance : (batch, count)
        Euclidean; infinite where the set has no further point.
    index : (batch, count)
        Their rows; -1 where there is none.
    """

    distance: Float[np.ndarray, "batch count"]
    index: Int[np.ndarray, "batch count"]


def nearest(
    samples: Float[np.ndarray, "batch N"],
    points: Float[np.ndarray, "P N"],
    count: int = 1,
    exclude_self: bool = False,
) -> Neighbours:
    """Return the `count` nearest points of each sample.

    Parameters
    ----------
    samples : (batch, N)
        Where to look from.
    points : (P, N)
        Where to look.
    count : int
        How many neighbours.
    exclude_self : bool
        Leave out one point that equals the sample, if there is one: the sample itself, in a set
        that holds it. A second copy of it is a neighbour at distance 0.

    Raises
    ------
    ValueError, TypeError
        If an array is not finite or does not fit, or `count` is below 1.
    """
    points = check_points(points)
    samples = np.asarray(check_samples(samples, points.shape[1], "samples"), dtype=float)
    if count < 1:
        raise ValueError(f"count={count} must be at least 1.")
    # The product of matrices would lose small distances far from the origin: it only names
    # candidates, a few more than asked for, whose distances come from differences.
    centre = points.mean(axis=0)
    inner = points - centre
    square = np.einsum("pn,pn->p", inner, inner)
    wanted = min(len(points), count + exclude_self)
    held = min(len(points), wanted + 4)
    distance = np.full((len(samples), count), np.inf)
    index = np.full((len(samples), count), -1)
    step = max(1, BLOCK // len(points))
    for start in range(0, len(samples), step):
        block = samples[start : start + step]
        near = np.argpartition(square - 2 * (block - centre) @ inner.T, held - 1, axis=1)[:, :held]
        found = np.linalg.norm(block[:, None] - points[near], axis=2)
        order = np.lexsort((near, found), axis=1)
        near, found = np.take_along_axis(near, order, 1), np.take_along_axis(found, order, 1)
        # a point at distance 0 is the nearest: it is shifted out
        shift = ((found[:, 0] == 0) & exclude_self).astype(int)
        taken = shift[:, None] + np.arange(count)
        there = taken < held
        rows = slice(start, start + len(block))
        taken = np.minimum(taken, held - 1)
        distance[rows] = np.where(there, np.take_along_axis(found, taken, 1), np.inf)
        index[rows] = np.where(there, np.take_along_axis(near, taken, 1), -1)
    return Neighbours(distance, index)
