"""A softmax over points that arrive in blocks, in the memory of one block.

The state holds, for each query, the largest log-weight l so far and the sums

    mass = sum e^(l - max),   square = sum e^(2 (l - max)),   moment = sum e^(l - max) v

over the points seen. A new block rescales them to the new maximum, as in online softmax
(arXiv:1805.02867) and FlashAttention (arXiv:2205.14135): nothing overflows, and what underflows
is below the rounding of the sum. The log-weights may come from anywhere; a product of matrices
plus an offset for each point covers the Gaussian kernel of a diffusion (l = x.xi / t - |xi|^2 / 2t)
and the energy of a dense associative memory (l = lambda x.xi).
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from memgen.diffusion.arrays import detach, namespace

# A point whose log-weight is this far below the largest adds less than 1e-26 to the sum.
NEGLIGIBLE = 60.0


@dataclass(frozen=True)
class SoftmaxState:
    """What is known of the softmax after the points seen so far.

    Attributes
    ----------
    maximum : (batch,)
        Largest log-weight; -inf before the first point.
    mass, square : (batch,)
        Sums of the weights and of their squares, in units where the largest weight is 1.
    moment : (batch, dim)
        Sum of weight times value, in the same units.
    """

    maximum: Float[Any, " batch"]
    mass: Float[Any, " batch"]
    square: Float[Any, " batch"]
    moment: Float[Any, "batch dim"]

    @property
    def log_sum(self) -> Float[Any, " batch"]:
        """Logarithm of the sum of e^l."""
        return self.maximum + namespace(self.mass).log(self.mass)

    @property
    def mean(self) -> Float[Any, "batch dim"]:
        """Weighted mean of the values, sum w v with w = softmax(l)."""
        return self.moment / self.mass[:, None]

    @property
    def participation(self) -> Float[Any, " batch"]:
        """Y2 = sum w^2, in [1/P, 1]."""
        return self.square / self.mass**2


def init(template: Float[Any, "batch _"], dim: int = 0) -> SoftmaxState:
    """Return the state before the first point, one row for each row of `template`.

    Parameters
    ----------
    template : (batch, anything)
        Gives the batch, the library, the dtype and the device.
    dim : int
        Length of the values whose weighted mean is asked for; 0 for none.
    """
    xp = namespace(template)
    zero = xp.zeros_like(template[:, 0])
    return SoftmaxState(
        zero - np.inf, zero, zero, xp.broadcast_to(zero[:, None], (*zero.shape, dim))
    )


def update(
    state: SoftmaxState,
    logits: Float[Any, "batch points"],
    values: Float[Any, "points dim"] | None = None,
) -> SoftmaxState:
    """Return the state after a block of points.

    Parameters
    ----------
    state : SoftmaxState
        The state before it.
    logits : (batch, points)
        Log-weights of the block's points; -inf for none. A numpy array is overwritten.
    values : (points, dim), optional
        What the points contribute to the moment.
    """
    xp = namespace(logits)
    top = detach(xp.maximum(state.maximum, xp.amax(logits, axis=1)))
    base = _finite(top)
    keep = xp.exp(state.maximum - base)
    weights = _exponential(logits, base)
    moment = state.moment * keep[:, None]
    return SoftmaxState(
        maximum=top,
        mass=state.mass * keep + weights.sum(1),
        square=state.square * keep**2 + xp.einsum("bp,bp->b", weights, weights),
        moment=moment if values is None else moment + weights @ values,
    )


def update_pairs(
    state: SoftmaxState,
    rows: Int[Any, " pairs"],
    logits: Float[Any, " pairs"],
    values: Float[Any, "pairs dim"],
) -> SoftmaxState:
    """Return the state after a list of pairs, each of a query (`rows`, ascending) and a point."""
    xp = namespace(logits)
    top = detach(_segment_maximum(state.maximum, rows, logits))
    keep = xp.exp(state.maximum - _finite(top))
    weights = xp.exp(logits - top[rows])
    columns = xp.concatenate((xp.stack((weights, weights**2), 1), weights[:, None] * values), 1)
    sums = _segment_sum(columns, rows, top.shape[0])
    return SoftmaxState(
        maximum=top,
        mass=state.mass * keep + sums[:, 0],
        square=state.square * keep**2 + sums[:, 1],
        moment=state.moment * keep[:, None] + sums[:, 2:],
    )


def shift_origin(
    state: SoftmaxState, logit: Float[Any, " batch"], value: Float[Any, "batch dim"]
) -> SoftmaxState:
    """Return the state with log-weights counted from `logit` and values from `value`."""
    return replace(
        state,
        maximum=state.maximum - logit,
        moment=state.moment - state.mass[:, None] * value,
    )


def _finite(top: Any) -> Any:
    # A query without any point yet has the maximum -inf, from which nothing can be subtracted.
    xp = namespace(top)
    return xp.where(xp.isfinite(top), top, xp.zeros_like(top))


def _exponential(logits: Any, top: Any) -> Any:
    xp = namespace(logits)
    if xp is not np:
        # Smaller weights, and their squares, would not be normal numbers.
        floor = 0.5 * float(np.log(xp.finfo(logits.dtype).tiny))
        return xp.exp((logits - top[:, None]).clamp(min=floor))
    logits = np.ascontiguousarray(logits)
    logits -= top[:, None]
    flat = logits.reshape(-1)
    live = np.flatnonzero(flat > -NEGLIGIBLE)
    if 2 * len(live) > len(flat):
        np.maximum(flat, -2 * NEGLIGIBLE, out=flat)
        np.exp(flat, out=flat)
    else:
        weights = np.exp(flat[live])
        flat.fill(0.0)
        flat[live] = weights
    return logits


def _segment_maximum(start: Any, rows: Any, values: Any) -> Any:
    if namespace(values) is np:
        top = start.copy()
        np.maximum.at(top, rows, values)
        return top
    return start.scatter_reduce(0, rows, values, "amax")


def _segment_sum(values: Any, rows: Any, count: int) -> Any:
    xp = namespace(values)
    if xp is np:
        sums = np.zeros((count, values.shape[1]), dtype=values.dtype)
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        if starts.size:
            sums[rows[starts]] = np.add.reduceat(values, starts, axis=0)
        return sums
    return xp.zeros((count, values.shape[1]), dtype=values.dtype, device=values.device).index_add(
        0, rows, values
    )
