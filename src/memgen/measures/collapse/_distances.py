"""Squared distances between probes and blocks of points, for sums of exp(-distance^2 / 2t).

They come from one product of matrices; the few that decide the sums at small t, where its rounding
would show, are computed again from differences.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import as_real, check_points, like
from memgen.numerics.rounding import product_error

# Rounding that a log-weight may carry.
SHOWN = 1e-12
# Numbers in a block of distances: a few such blocks should stay in a processor's cache.
BLOCK_NUMBERS = 2**17


def point_blocks(points: Any, probes: int) -> Iterator[Float[np.ndarray, "_ N"]]:
    """Yield the points of an array (P, N), or of an iterator of them, in blocks that fit a cache.

    Raises
    ------
    ValueError, TypeError
        If `check_points` refuses a block.
    """
    step = max(64, BLOCK_NUMBERS // max(probes, 1))
    whole = hasattr(points, "shape") or hasattr(points, "toarray")
    for given in [points] if whole else points:
        given = like(check_points(given), np.empty(0))
        for start in range(0, len(given), step):
            yield given[start : start + step]


def squared_distances(
    x: Float[np.ndarray, "batch N"],
    block: Float[np.ndarray, "points N"],
    centre: Float[np.ndarray, " N"],
) -> tuple[Float[np.ndarray, "batch points"], Float[np.ndarray, " batch"]]:
    """Return |x - xi|^2 from a product of matrices, and a bound of its rounding error.

    The bound is kappa (|x - c| + max |xi - c|)^2, kappa of `memgen.numerics.rounding`. The smaller
    of the distances may come out negative, by less than that error.
    """
    x, points = x - centre, block - centre
    x_square = np.einsum("bn,bn->b", x, x)
    point_square = np.einsum("pn,pn->p", points, points)
    left = np.concatenate((-2 * x, np.ones((len(x), 1))), axis=1)
    distances = left @ np.concatenate((points, point_square[:, None]), axis=1).T
    distances += x_square[:, None]
    scale = np.sqrt(x_square) + np.sqrt(point_square.max())
    return distances, product_error(x.shape[1]) * scale**2


def coarse_times(
    times: Float[np.ndarray, " times"], error: Float[np.ndarray, " batch"], N: int
) -> Float[np.ndarray, " coarse"]:
    """Return the `times` at which rounding of a squared distance shows in exp(-d^2 / 2t).

    It shows with about half a unit in the last place of the largest sum, not with all that the
    bound allows for N additions of one sign.
    """
    shown = 0.5 * error.max() * np.finfo(float).eps / product_error(N)
    return times[shown / (2 * times) > SHOWN]


def check_times(times: Any) -> Float[np.ndarray, " times"]:
    """Return `times` as an array of positive, finite variances.

    Raises
    ------
    ValueError, TypeError
        If they are none, or one of them is no positive, finite real number.
    """
    times = as_real(times, "times")
    if times.ndim != 1 or not len(times) or not ((times > 0) & np.isfinite(times)).all():
        raise ValueError(f"times={times} must be a list of positive, finite variances.")
    return times
