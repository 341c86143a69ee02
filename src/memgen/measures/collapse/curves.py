"""Collapse: when the diffused training point is its own pattern's, seen by all the other points.

A probe is a training point xi^1 with a noise w; it is followed over t at x_t = xi^1 + sqrt(t) w
with both held fixed. Relative to its own pattern the log-weight of another point is

    l_mu(t) = -(|xi^1 - xi^mu|^2 + 2 sqrt(t) w.(xi^1 - xi^mu)) / 2t,

so that two products of matrices for each block of points serve every t. With
Z = sum_{mu != 1} e^(l_mu) the own weight is W = 1 / (1 + Z). The excess entropy

    f_t = alpha - H(x_t) / N + 1/2 log(2 pi e t) = -1/N E log W

(H is the entropy of the empirical density) vanishes in the collapsed phase and is of order 1 above
it: arXiv:2502.09578 and arXiv:2402.18491. The points may come as an iterator of blocks.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion import softmax
from memgen.diffusion.arrays import as_numpy, check_points, like
from memgen.diffusion.softmax import NEGLIGIBLE, SoftmaxState
from memgen.measures.collapse._distances import (
    check_times,
    coarse_times,
    point_blocks,
    squared_distances,
)
from memgen.numerics.rounding import product_error


@dataclass(frozen=True)
class Probes:
    """Training points with a noise each.

    Attributes
    ----------
    own : (batch, N)
        The training points xi^1.
    noise : (batch, N)
        w ~ N(0, 1).
    index : (batch,)
        Where each own point stands among the points; -1 if it is not one of them, but held by
        the probe alone.
    """

    own: Float[Any, "batch N"]
    noise: Float[Any, "batch N"]
    index: Int[np.ndarray, " batch"]

    def at(self, t: float) -> Float[np.ndarray, "batch N"]:
        """Return x_t = xi^1 + sqrt(t) w."""
        return self.own + np.sqrt(t) * self.noise


def draw_probes(points: Any, n: int, rng: np.random.Generator) -> Probes:
    """Return probes at `n` different training points (P, N), which they copy.

    Raises
    ------
    ValueError, TypeError
        If n is not between 1 and the number of points, or `check_points` refuses these.
    """
    points = like(check_points(points), np.empty(0))
    if not 1 <= n <= len(points):
        raise ValueError(f"n={n} must be from 1 to the number of points, {len(points)}.")
    index = rng.choice(len(points), size=n, replace=False)
    return Probes(points[index], rng.standard_normal((n, points.shape[1])), index)


@dataclass(frozen=True)
class CollapseState:
    """The sums over the points seen so far.

    Attributes
    ----------
    probes : Probes
    times : (times,)
    sums : tuple of SoftmaxState
        For each t, of the log-weights l of the other points.
    count : int
        Number of points seen, own ones included.
    """

    probes: Probes
    times: Float[np.ndarray, " times"]
    sums: tuple[SoftmaxState, ...]
    count: int


@dataclass(frozen=True)
class CollapseCurves:
    """What each probe sees at each t.

    Attributes
    ----------
    times : (times,)
    log_own_weight : (batch, times)
        log W.
    participation : (batch, times)
        Y2 = sum_mu w_mu^2 over all points.
    participation_others : (batch, times)
        The same over all points but the own one, with weights that sum to 1 without it.
    nearest_other : (batch, times)
        min_{mu != 1} |x_t - xi^mu|^2 / N.
    dimension : int
        N.
    """

    times: Float[np.ndarray, " times"]
    log_own_weight: Float[np.ndarray, "batch times"]
    participation: Float[np.ndarray, "batch times"]
    participation_others: Float[np.ndarray, "batch times"]
    nearest_other: Float[np.ndarray, "batch times"]
    dimension: int

    @property
    def own_weight(self) -> Float[np.ndarray, "batch times"]:
        """W, each probe's weight on its own pattern."""
        return np.exp(self.log_own_weight)

    @property
    def excess_entropy(self) -> Float[np.ndarray, " times"]:
        """f_t = -1/N E log W in nats per coordinate, the mean over the probes."""
        return -self.log_own_weight.mean(axis=0) / self.dimension


def init(probes: Probes, times: Float[np.ndarray, " times"]) -> CollapseState:
    """Return the state before the first block.

    Raises
    ------
    ValueError, TypeError
        If a time is not positive and finite, or own points or noise are refused by `as_numpy`.
    """
    times = check_times(times)
    own = as_numpy(probes.own, "own")
    probes = Probes(own, as_numpy(probes.noise, "noise", own.shape[1]), probes.index)
    return CollapseState(probes, times, tuple(softmax.init(probes.own) for _ in times), count=0)


def update(state: CollapseState, block: Float[np.ndarray, "points N"]) -> CollapseState:
    """Return the state after a block of points, the next ones in the order of `probes.index`."""
    probes, times = state.probes, state.times
    centre = probes.own.mean(axis=0)
    distances, error = squared_distances(probes.own, block, centre)
    overlaps = np.einsum("bn,bn->b", probes.noise, probes.own - centre)[:, None] - (
        probes.noise @ (block - centre).T
    )
    place = probes.index - state.count
    inside = np.flatnonzero((place >= 0) & (place < len(block)) & (probes.index >= 0))
    distances[inside, place[inside]] = np.inf
    near = np.zeros(distances.shape, dtype=bool)
    # The overlaps are off by as much of |w| times a point's distance from the centre.
    length = np.linalg.norm(probes.noise, axis=1)
    unsure = np.sqrt(error * product_error(block.shape[1])) * length
    for t in coarse_times(times, error, block.shape[1]):
        logits = _logits(distances, overlaps, t)
        highest = logits.max(axis=1, keepdims=True)
        near |= logits > highest - NEGLIGIBLE - (error / t + 2 * unsure / np.sqrt(t))[:, None]
    row, column = np.nonzero(near)
    for one in np.array_split(np.arange(len(row)), 1 + len(row) * block.shape[1] // 2**20):
        difference = probes.own[row[one]] - block[column[one]]
        distances[row[one], column[one]] = np.einsum("pn,pn->p", difference, difference)
        overlaps[row[one], column[one]] = np.einsum("pn,pn->p", probes.noise[row[one]], difference)
    sums = tuple(
        softmax.update(known, _logits(distances, overlaps, t))
        for t, known in zip(times, state.sums, strict=True)
    )
    return replace(state, sums=sums, count=state.count + len(block))


def read_curves(state: CollapseState) -> CollapseCurves:
    """Return what the probes saw, once all the points have passed.

    Raises
    ------
    ValueError
        If an own point did not pass, or no other one.
    """
    missing = int((state.probes.index >= state.count).sum())
    if missing or state.count < 2:
        raise ValueError(
            f"{state.count} points passed and {missing} of the probes' own points were not among "
            f"them; give all the points, at least 2, in the order of probes.index."
        )
    times, N = state.times, state.probes.own.shape[1]
    maximum, log_others, square, mass = (
        np.stack(column, axis=1)
        for column in zip(
            *((s.maximum, s.log_sum, s.square, s.mass) for s in state.sums), strict=True
        )
    )
    log_own = -np.logaddexp(0.0, log_others)
    others = square / mass**2
    noise_square = np.einsum("bn,bn->b", state.probes.noise, state.probes.noise)[:, None]
    return CollapseCurves(
        times=times,
        log_own_weight=log_own,
        participation=np.exp(2 * log_own) + others * np.exp(2 * (log_others + log_own)),
        participation_others=others,
        nearest_other=times * (noise_square - 2 * maximum) / N,
        dimension=N,
    )


def collapse_curves(
    probes: Probes,
    points: Any,
    times: Float[np.ndarray, " times"],
) -> CollapseCurves:
    """Return own weight, participation and nearest distance of the probes over `times`.

    Parameters
    ----------
    probes : Probes
        See `draw_probes`.
    points : (P, N), or an iterator of (points, N)
        All the training points, in the order that `probes.index` refers to: an array, a tensor or
        a data frame.
    times : (times,)
        Noise variances t.

    Raises
    ------
    ValueError, TypeError
        If the points or times are refused by `check_points` or `check_times`, or the points are
        not the probes'.
    """
    state = init(probes, times)
    for block in point_blocks(points, len(probes.own)):
        state = update(state, block)
    return read_curves(state)


def _logits(
    distances: Float[np.ndarray, "batch points"], overlaps: Float[np.ndarray, "batch points"], t
) -> Float[np.ndarray, "batch points"]:
    logits = overlaps * (-1 / np.sqrt(t))
    logits += distances * (-0.5 / t)
    return logits
