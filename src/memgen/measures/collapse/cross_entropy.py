"""Cross-entropy of the true distribution and the empirical one: how well p_t^emp generalises.

    Phi_t = -1/N E_{x ~ p_0} log p_t^emp(x)

is KL(p_0 || p_t^emp) / N up to a constant in t. At small t it is 1/2 log(2 pi t) + alpha
+ d_min / 2t, with d_min = min_mu |x - xi^mu|^2 / N, whose minimum t_g = d_min lies inside the
memorization phase (arXiv:2502.09578).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion import softmax
from memgen.diffusion.arrays import as_numpy
from memgen.diffusion.softmax import NEGLIGIBLE
from memgen.measures.collapse._distances import (
    check_times,
    coarse_times,
    point_blocks,
    squared_distances,
)


@dataclass(frozen=True)
class MeasuredCrossEntropy:
    """What each fresh sample sees of the empirical density at each t.

    Attributes
    ----------
    times : (times,)
    log_density : (batch, times)
        log p_t^emp(x) in nats.
    participation : (batch, times)
        Y2 = sum w^2 of the points' weights.
    nearest : (batch,)
        d_min = min_mu |x - xi^mu|^2 / N.
    dimension : int
        N.
    """

    times: Float[np.ndarray, " times"]
    log_density: Float[np.ndarray, "batch times"]
    participation: Float[np.ndarray, "batch times"]
    nearest: Float[np.ndarray, " batch"]
    dimension: int

    @property
    def per_coordinate(self) -> Float[np.ndarray, " times"]:
        """Phi_t in nats per coordinate, the mean over the samples."""
        return -self.log_density.mean(axis=0) / self.dimension


def measured_cross_entropy(
    x: Any,
    points: Any,
    times: Float[np.ndarray, " times"],
) -> MeasuredCrossEntropy:
    """Return log p_t^emp at fresh samples `x` of the true distribution, for all `times` at once.

    Parameters
    ----------
    x : (batch, N)
        Samples of p_0 that are not among the points: an array, a tensor, a list or a data frame.
    points : (P, N), or an iterator of (points, N)
        The training points, an array, a tensor or a data frame.
    times : (times,)
        Noise variances t.

    Raises
    ------
    ValueError, TypeError
        If samples, points or times are refused by `as_numpy`, `check_points` or `check_times`, or
        there are no points.
    """
    times = check_times(times)
    x = as_numpy(x, "x")
    centre, count = x.mean(axis=0), 0
    nearest = np.full(len(x), np.inf)
    sums = [softmax.init(x) for _ in times]
    for block in point_blocks(points, len(x)):
        count += len(block)
        distances, error = squared_distances(x, block, centre)
        smallest = coarse_times(times, error, x.shape[1]).max(initial=0.0)
        # Differences for the nearest point always, and for all that count where t is small.
        reach = distances.min(axis=1) + 2 * smallest * NEGLIGIBLE + 2 * error
        row, column = np.nonzero(distances <= reach[:, None])
        for one in np.array_split(np.arange(len(row)), 1 + len(row) * x.shape[1] // 2**20):
            difference = x[row[one]] - block[column[one]]
            distances[row[one], column[one]] = np.einsum("pn,pn->p", difference, difference)
        nearest = np.minimum(nearest, distances.min(axis=1))
        sums = [
            softmax.update(known, distances * (-0.5 / t))
            for t, known in zip(times, sums, strict=True)
        ]
    if count == 0:
        raise ValueError("points holds no point; give at least one.")
    N = x.shape[1]
    log_sum = np.stack([known.log_sum for known in sums], axis=1)
    return MeasuredCrossEntropy(
        times=times,
        log_density=log_sum - 0.5 * N * np.log(2 * np.pi * times) - np.log(count),
        participation=np.stack([known.participation for known in sums], axis=1),
        nearest=nearest / N,
        dimension=N,
    )
