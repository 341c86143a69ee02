"""A reverse trajectory seen from the training point that it ends on."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from jaxtyping import Float, Int
from scipy.spatial.distance import cdist
from scipy.special import softmax

from memgen.diffusion.arrays import as_numpy
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.samplers import reverse_diffusion
from memgen.measures.samples.neighbours import nearest


@dataclass(frozen=True)
class Trajectories:
    """Reverse trajectories of the exact empirical score.

    Attributes
    ----------
    times : (kept,)
        Falling variances t at which they were kept.
    path : (kept, batch, N)
        x_t.
    final : (batch,)
        Number of the training point that is nearest at the end.
    nearest_ratio : (batch,)
        d1 / d2 at the end, distances to the nearest and to the next training point.
    """

    times: Float[np.ndarray, " kept"]
    path: Float[np.ndarray, "kept batch N"]
    final: Int[np.ndarray, " batch"]
    nearest_ratio: Float[np.ndarray, " batch"]


def follow_back(
    empirical: EmpiricalScore,
    x: Any,
    times: Float[np.ndarray, " times"],
    every: int,
    rng: np.random.Generator,
) -> Trajectories:
    """Run the reverse SDE from x at times[0], and keep x at every `every`-th time.

    Parameters
    ----------
    empirical : EmpiricalScore
        The training points' score.
    x : (batch, N)
        Samples at variance times[0].
    times : (times,)
        Falling variances; the last one is kept in any case.
    every : int
        Steps between two that are kept, at least 1.
    rng : numpy.random.Generator
        Source of the noise.
    """
    kept = [*range(0, len(times) - 1, every), len(times) - 1]
    path = [as_numpy(x, "x", empirical.dimension)]
    for start, stop in pairwise(kept):
        path.append(reverse_diffusion(empirical.score, path[-1], times[start : stop + 1], rng))
    near = nearest(path[-1], empirical.points, 2)
    return Trajectories(np.asarray(times)[kept], np.array(path), near.index[:, 0], near.ratio)


@dataclass(frozen=True)
class Seen:
    """What a trajectory sees of the training points on its way.

    Attributes
    ----------
    weight : (kept, batch)
        Weight of the point that it ends on. Its mean is that of the own pattern's weight in the
        forward process: the exact reverse process passes through the same pairs of x_t and end.
    participation : (kept, batch)
        Y2 = sum w^2.
    excess : (kept, batch)
        (|x_t - xi_final|^2 - |x_t - xi_nearest|^2) / N: 0 once the nearest point is the final one.
    """

    weight: Float[np.ndarray, "kept batch"]
    participation: Float[np.ndarray, "kept batch"]
    excess: Float[np.ndarray, "kept batch"]


def seen_on_the_way(trajectories: Trajectories, points: Any) -> Seen:
    """Return weights and distances along trajectories of the exact empirical score.

    Raises
    ------
    ValueError, TypeError
        If `memgen.diffusion.arrays.as_numpy` refuses the points (P, N).
    """
    points = as_numpy(points, "points", trajectories.path.shape[2])
    rows, N = np.arange(trajectories.path.shape[1]), points.shape[1]
    seen = []
    for t, x in zip(trajectories.times, trajectories.path, strict=True):
        distance = cdist(x, points, "sqeuclidean")
        weight = softmax(-distance / (2 * t), axis=1)
        final = distance[rows, trajectories.final]
        excess = (final - distance.min(axis=1)) / N
        seen.append((weight[rows, trajectories.final], (weight**2).sum(axis=1), excess))
    return Seen(*np.moveaxis(np.array(seen), 1, 0))
