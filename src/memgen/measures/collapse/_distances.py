"""Squared distances between probes and blocks of points, for sums of exp(-distance^2 / 2t).

They come from one product of matrices; the few that decide the sums at small t, where its rounding
would show, are computed again from differences.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import check_points
from memgen.diffusion.kernel import ROUNDING

# Numbers in a block of distances: a few such blocks should stay in a processor's cache.
BLOCK_NUMBERS = 2**17


def point_blocks(
    points: Float[np.ndarray, "P N"] | Iterable[Float[np.ndarray, "_ N"]], probes: int
) -> Iterator[Float[np.ndarray, "_ N"]]:
    """Yield the points of an array, or of an iterator of arrays, in blocks that fit a cache.

    Raises
    ------
    ValueError
        If a block is no matrix (points, N) or is not finite.
    """
    step = max(64, BLOCK_NUMBERS // max(probes, 1))
    for given in [points] if isinstance(points, np.ndarray) else points:
        given = check_points(given)
        for start in range(0, len(given), step):
            yield given[start : start + step]


def squared_distances(
    x: Float[np.ndarray, "batch N"],
    block: Float[np.ndarray, "points N"],
    centre: Float[np.ndarray, " N"],
) -> tuple[Float[np.ndarray, "batch points"], Float[np.ndarray, " batch"]]:
    """Return |x - xi|^2 from a product of matrices, and a bound of its rounding error.

    The smaller of the distances may come out negative, by less than that error.
    """
    x, points = x - centre, block - centre
    x_square = np.einsum("bn,bn->b", x, x)
    point_square = np.einsum("pn,pn->p", points, points)
    left = np.concatenate((-2 * x, np.ones((len(x), 1))), axis=1)
    distances = left @ np.concatenate((points, point_square[:, None]), axis=1).T
    distances += x_square[:, None]
    scale = np.sqrt(x_square) + np.sqrt(point_square.max())
    return distances, 0.5 * np.finfo(float).eps * scale**2


def coarse_times(
    times: Float[np.ndarray, " times"], error: Float[np.ndarray, " batch"]
) -> Float[np.ndarray, " coarse"]:
    """Return the `times` at which an `error` of a squared distance shows in exp(-d^2 / 2t)."""
    return times[error.max() / (2 * times) > ROUNDING * np.finfo(float).eps]


def check_times(times: Any) -> Float[np.ndarray, " times"]:
    """Return `times` as an array of positive, finite variances.

    Raises
    ------
    ValueError
        If they are none, or one of them is not positive and finite.
    """
    times = np.asarray(times, dtype=float)
    if times.ndim != 1 or not len(times) or not ((times > 0) & np.isfinite(times)).all():
        raise ValueError(f"times={times} must be a list of positive, finite variances.")
    return times
