"""Gaussian weights of points around queries, for points that arrive in blocks.

For a query x at noise variance t the weight of a point xi is exp(-|x - xi|^2 / 2t), normalised.
Measured from a reference y its logarithm is

    l = (|x - y|^2 - |x - xi|^2) / 2t = (xi - y).(2x - xi - y) / 2t.

Where t is not small, y is the centre of the points and l is one product of matrices. Its rounding
error, about eps |x| |xi| / t, matters at small t: there the product only finds the points that
can carry weight, y moves to the likeliest of them, and l is computed again from differences,
which lose nothing. The state is updated block by block, so the points need never be in memory
at once:

    state = init(x, t, centre)
    for points in blocks:
        state = update(state, prepare(points, centre))
    score(state)
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Bool, Float, Int

from memgen.diffusion import softmax
from memgen.diffusion.arrays import detach, epsilon, namespace
from memgen.diffusion.softmax import NEGLIGIBLE, SoftmaxState

# Rounding error that a log-weight may carry, in units of the dtype's epsilon: 1e-12 in float64,
# 2e-5 in float32.
ROUNDING, ROUNDING_SINGLE = 4500.0, 170.0
# Numbers in the list of differences that is held at once.
PAIR_BUDGET = 2**18


@dataclass(frozen=True)
class PointBlock:
    """Points with what every query asks of them.

    Attributes
    ----------
    points : (points, N)
    centred : (points, N)
        Points minus centre: the points themselves, not a copy, where the centre is 0.
    half_square : (points,)
        Half the squared norms of the centred points.
    largest : ()
        The largest of these norms.
    """

    points: Float[Any, "points N"]
    centred: Float[Any, "points N"]
    half_square: Float[Any, " points"]
    largest: Float[Any, ""]


@dataclass(frozen=True)
class KernelState:
    """The weights' sums over the points seen so far.

    Attributes
    ----------
    x : (batch, N)
        Queries.
    t : (batch,)
        Noise variances.
    centre : (N,)
        Where the products of matrices are centred; anything near the points does.
    reference : (batch, N)
        The y that log-weights and moments are counted from.
    refined : (batch,)
        Whether y has left the centre, so that only differences serve from here on.
    sums : SoftmaxState
        Of the log-weights l, with moments sum e^l (xi - y).
    count : int
        Number of points seen.
    """

    x: Float[Any, "batch N"]
    t: Float[Any, " batch"]
    centre: Float[Any, " N"]
    reference: Float[Any, "batch N"]
    refined: Bool[Any, " batch"]
    sums: SoftmaxState
    count: int


def prepare(points: Float[Any, "points N"], centre: Float[Any, " N"]) -> PointBlock:
    """Return `points` as a block for `update`."""
    xp = namespace(points)
    centred = points - centre if bool((centre != 0).any()) else points
    half_square = 0.5 * xp.einsum("pn,pn->p", centred, centred)
    return PointBlock(points, centred, half_square, xp.sqrt(2 * half_square.max()))


def init(
    x: Float[Any, "batch N"], t: Float[Any, " batch"], centre: Float[Any, " N"]
) -> KernelState:
    """Return the state before the first block."""
    xp = namespace(x)
    return KernelState(
        x=x,
        t=t,
        centre=centre,
        reference=xp.broadcast_to(centre, x.shape),
        refined=t < 0,
        sums=softmax.init(x, x.shape[1]),
        count=0,
    )


def update(state: KernelState, block: PointBlock) -> KernelState:
    """Return the state after a block of points."""
    xp = namespace(block.points)
    logits, error = central_logits(state.x, state.t, state.centre, block)
    spacing = epsilon(logits)
    limit = spacing * (ROUNDING if spacing < 1e-10 else ROUNDING_SINGLE)
    refined = state.refined | (error > limit)
    state = replace(state, refined=refined, count=state.count + len(block.points))
    if not bool(refined.any()):
        return replace(state, sums=softmax.update(state.sums, logits, block.centred))
    nothing = xp.full_like(logits, -np.inf)
    coarse = xp.where(refined[:, None], logits, nothing)
    after = _update_refined(state, block.points, coarse, error)
    if bool(refined.all()):
        return after
    rest = xp.where(refined[:, None], nothing, logits)
    return replace(after, sums=softmax.update(after.sums, rest, block.centred))


def denoise(state: KernelState) -> Float[Any, "batch N"]:
    """Return the weighted mean of the points, sum w xi."""
    return state.reference + state.sums.mean


def score(state: KernelState) -> Float[Any, "batch N"]:
    """Return sum w (xi - x) / t."""
    return ((state.reference - state.x) + state.sums.mean) / state.t[:, None]


def log_density(state: KernelState) -> Float[Any, " batch"]:
    """Return log [1/P sum_mu N(x; xi^mu, t)]."""
    xp = namespace(state.x)
    squared = ((state.x - state.reference) ** 2).sum(1)
    normalisation = 0.5 * state.x.shape[1] * xp.log(2 * np.pi * state.t) + np.log(state.count)
    return (state.sums.log_sum - squared / (2 * state.t)) - normalisation


def central_logits(
    x: Float[Any, "batch N"],
    t: Float[Any, " batch"],
    centre: Float[Any, " N"],
    block: PointBlock,
) -> tuple[Float[Any, "batch points"], Float[Any, " batch"]]:
    """Return the log-weights from one product of matrices, and a bound of their rounding error.

    l = [(x - c).(xi - c) - |xi - c|^2 / 2] / t.
    """
    xp = namespace(x)
    x = x - centre
    logits = (x / t[:, None]) @ block.centred.T - block.half_square / t[:, None]
    norm = xp.sqrt(xp.einsum("bn,bn->b", x, x))
    error = 0.5 * epsilon(logits) * block.largest * (norm + 0.5 * block.largest) / t
    return logits, detach(error)


def pair_logits(
    x: Float[Any, "pairs N"],
    t: Float[Any, " pairs"],
    reference: Float[Any, "pairs N"],
    points: Float[Any, "pairs N"],
) -> Float[Any, " pairs"]:
    """Return l = (xi - y).(2x - xi - y) / 2t from differences, for pairs of a query and a point."""
    xp = namespace(points)
    return xp.einsum("pn,pn->p", points - reference, (x - points) + (x - reference)) / (2 * t)


def _update_refined(state: KernelState, block: Any, logits: Any, error: Any) -> KernelState:
    """Update the queries whose product of matrices is too coarse; the others' logits are -inf."""
    xp = namespace(block)
    logits, x, t = detach(logits), state.x, state.t
    # The product of matrices counts from the centre: bring the running maximum there.
    origin = detach(pair_logits(x, t, xp.broadcast_to(state.centre, x.shape), state.reference))
    seen = origin + detach(state.sums.maximum)
    best = logits.argmax(1)
    highest = xp.amax(logits, 1)
    better = highest > seen
    reference = xp.where(better[:, None], block[best], state.reference)
    sums = softmax.shift_origin(
        state.sums, pair_logits(x, t, state.reference, reference), reference - state.reference
    )
    threshold = xp.maximum(seen, highest) - NEGLIGIBLE - 4 * error
    threshold = xp.where(xp.isfinite(highest), threshold, xp.full_like(threshold, np.inf))
    rows, columns = candidates(logits, threshold)
    step = max(1, PAIR_BUDGET // block.shape[1])
    for start in range(0, len(rows), step):
        row, points = rows[start : start + step], block[columns[start : start + step]]
        sums = softmax.update_pairs(
            sums, row, pair_logits(x[row], t[row], reference[row], points), points - reference[row]
        )
    return replace(state, reference=reference, sums=sums)


def candidates(
    logits: Float[Any, "batch points"], threshold: Float[Any, " batch"]
) -> tuple[Int[Any, " pairs"], Int[Any, " pairs"]]:
    """Return the pairs (query, point) above the queries' thresholds, in order of the query."""
    above = logits > threshold[:, None]
    if namespace(logits) is np:
        rows, columns = np.nonzero(above)
        return rows, columns
    return above.nonzero(as_tuple=True)


def weights(
    state: KernelState, block: PointBlock
) -> Iterator[tuple[int, Int[Any, " chosen"], Float[Any, " chosen"]]]:
    """Yield, for each query of a finished state, the points of `block` with weight, and theirs.

    Yields
    ------
    row, index, weight
        Number of the query; places in the block; normalised weights sum_{all blocks} w = 1.
    """
    xp = namespace(block.points)
    logits, error = central_logits(state.x, state.t, state.centre, block)
    start = xp.broadcast_to(state.centre, state.x.shape)
    origin = pair_logits(state.x, state.t, start, state.reference)
    log_sum = state.sums.log_sum
    for row in range(len(state.x)):
        if not bool(state.refined[row]):
            weight = xp.exp(logits[row] - log_sum[row])
            index = (weight > np.exp(-NEGLIGIBLE)).nonzero()
        else:
            lowest = origin[row] + log_sum[row] - NEGLIGIBLE - 4 * error[row]
            index = (logits[row] > lowest).nonzero()
        index = index[0] if xp is np else index[:, 0]
        if not bool(state.refined[row]):
            yield row, index, weight[index]
            continue
        points = block.points[index]
        here = [xp.broadcast_to(a, points.shape) for a in (state.x[row], state.reference[row])]
        t = xp.broadcast_to(state.t[row], points.shape[:1])
        yield row, index, xp.exp(pair_logits(here[0], t, here[1], points) - log_sum[row])
