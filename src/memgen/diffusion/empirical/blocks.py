"""The exact pass on a processor: two products of matrices and one compiled loop a block.

Blocks are small enough for the cache, so that log-weights never go to memory:

    s = X Y^T;   w = 2^(s - r |xi|^2 / 2 - top) in place;   moments += w Y

(the online softmax of arXiv:1805.02867, with the unit `top` raised in whole bits and seldom).
Queries whose largest log-weight in a block is negligible skip exponential and second product; those
whose rounding error eps |x| |xi| / t would show are repaired from differences (`weighing.repair`).
The products run in the queries' dtype, the sums over blocks in float64.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.empirical.sums import Sums, merge

BITS = np.log2(np.e)
# Queries at once; log-weights and coordinates in a block; points that share a bound of the rounding
# error.
QUERIES, NUMBERS, COORDINATES, GRAIN = 256, 2**17, 2**20, 512
# By dtype: rounding error that a log-weight may carry (nats), and log-weights that are negligible
# beside the largest (bits).
ROUNDING = {np.dtype(np.float32): 2e-5, np.dtype(np.float64): 1e-12}
NEGLIGIBLE = {np.dtype(np.float32): 55.0, np.dtype(np.float64): 87.0}
# Share of the pairs to repair from which on products in float64 are faster.
REPAIRED = 0.15


@dataclass(frozen=True)
class Centred:
    """Points in the dtype of the products, counted from their centre.

    Attributes
    ----------
    points : (P, N)
        As given, in float32 or float64: differences are taken from these.
    centre : (N,)
        c, in float64; 0 where the points are spread about the origin.
    shifted : (P, N)
        xi - c, rounded to the dtype: `points` itself where nothing changes.
    half_square : (P,)
        |xi - c|^2 / 2.
    largest : (grains,)
        The largest |xi - c| of each GRAIN of points, in float64.
    """

    points: Float[np.ndarray, "P N"]
    centre: Float[np.ndarray, " N"]
    shifted: Float[np.ndarray, "P N"]
    half_square: Float[np.ndarray, " P"]
    largest: Float[np.ndarray, " grains"]

    @cached_property
    def wide(self) -> "Centred":
        """The points prepared for passes in float64."""
        return centred(self.points, np.float64)


def centred(points: Float[np.ndarray, "P N"], dtype: Any) -> Centred:
    """Return `points` prepared for passes in `dtype`."""
    centre = points.mean(0, dtype=np.float64)
    spread = np.einsum("pn,pn->", points, points, dtype=np.float64) / len(points)
    if (centre**2).sum() < 0.5 * spread:
        centre[:] = 0.0
    if not centre.any():
        shifted = np.ascontiguousarray(points, dtype=dtype)
    else:
        shifted = np.empty(points.shape, dtype)
        for start in range(0, len(points), 2**14):
            rows = slice(start, start + 2**14)
            shifted[rows] = points[rows] - centre
    half_square = 0.5 * np.einsum("pn,pn->p", shifted, shifted, dtype=np.float64)
    largest = np.sqrt(2 * np.maximum.reduceat(half_square, np.arange(0, len(points), GRAIN)))
    return Centred(points, centre, shifted, half_square.astype(dtype), largest)


def sums(
    data: Centred,
    x: Float[np.ndarray, "batch N"],
    t: Float[np.ndarray, " batch"],
    v: Float[np.ndarray, "batch N"] | None = None,
) -> Sums:
    """Return the sums over all points, and Sum w (xi - y)(xi - y).v where v is given."""
    x, t = x.astype(np.float64), t.astype(np.float64)
    v = np.zeros((len(x), 0)) if v is None else v.astype(np.float64)
    parts = [
        _some(data, x[rows], t[rows], v[rows])
        for rows in (slice(i, i + QUERIES) for i in range(0, max(len(x), 1), QUERIES))
    ]
    if len(parts) == 1:
        return parts[0]
    fields = ("x", "t", "reference", "log_sum", "mean", "participation", "second")
    joined = [np.concatenate([getattr(part, name) for part in parts]) for name in fields]
    return Sums(*joined, count=parts[0].count)


def _some(data: Centred, x: np.ndarray, t: np.ndarray, v: np.ndarray) -> Sums:
    # Compiled loops are imported with the first large pass: numba takes a while to start.
    from memgen.diffusion.empirical import weighing

    dtype = data.shifted.dtype
    weigh = weighing.weigh_single if dtype == np.float32 else weighing.weigh_double
    (B, N), P, columns = x.shape, len(data.points), x.shape[1] + v.shape[1]
    rate, shifted = BITS / t, x - data.centre
    scaled = (shifted * rate[:, None]).astype(dtype)
    step = GRAIN * max(1, NUMBERS // (GRAIN * max(B, 1)))
    step = min(step, 8 * GRAIN, GRAIN * max(1, COORDINATES // (GRAIN * N)))
    largest = np.maximum.reduceat(data.largest, np.arange(0, len(data.largest), step // GRAIN))
    norm = np.sqrt(np.einsum("bn,bn->b", shifted, shifted))
    unit = 0.5 * float(np.finfo(dtype).eps) * rate
    limit, cut = ROUNDING[dtype] * BITS, NEGLIGIBLE[dtype]

    top, mass, square = np.full(B, -np.inf), np.zeros(B), np.zeros(B)
    moments, live = np.zeros((B, columns)), np.empty(B, np.int64)
    reference, known = np.zeros((B, N)), np.zeros(B, dtype=bool)
    best, repaired = np.full(B, -np.inf), np.array([[-np.inf, 0.0, 0.0]]).repeat(B, 0)
    repaired_moments = np.zeros((B, columns))
    # No log-weight exceeds that of a point on the query itself.
    ceiling, lively = 0.5 * rate * norm**2 + 1, np.zeros(B, dtype=bool)
    narrow_rate, narrow_v = rate.astype(dtype), v.astype(dtype)
    pairs = 0
    buffer, product = np.empty(B * min(step, P), dtype), np.empty((B, N), dtype)

    for number, start in enumerate(range(0, P, step)):
        points = data.shifted[start : start + step]
        half = data.half_square[start : start + step]
        block = buffer[: B * len(points)].reshape(B, len(points))
        np.dot(scaled, points.T, out=block)
        error = unit * largest[number] * (norm + 0.5 * largest[number])
        serves = error <= limit
        if not serves.all():
            given = data.points[start : start + step]
            pairs += weighing.repair(
                block, half, narrow_rate, error, limit, cut, top, x, t, v, given,
                reference, known, best, repaired, repaired_moments,
            )  # fmt: skip
            if dtype == np.float32 and pairs > REPAIRED * B * (start + step) and 4 * start <= P:
                return _some(data.wide, x, t, v)
            if not serves.any():
                continue
        count = weigh(
            block, half, narrow_rate, serves, ceiling, lively, cut, top, mass, square, moments, live
        )
        if not count:
            continue
        weights = block[:count]
        np.dot(weights, points, out=product[:count])
        weighing.add_rows(moments, live, count, 0, product)
        if v.shape[1]:
            weights *= narrow_v[live[:count]] @ points.T
            np.dot(weights, points, out=product[:count])
            weighing.add_rows(moments, live, count, N, product)

    weighed = _read(
        x, t, np.broadcast_to(data.centre, x.shape), top / BITS, mass, square, moments, P
    )
    if not known.any():
        return weighed
    # two rows are unpacked, which no type tells
    rest = _read(x, t, reference, repaired[:, 0], *repaired[:, 1:].T, repaired_moments, P)  # pyright: ignore[reportCallIssue]
    return merge(weighed, rest, v)


def _read(x, t, reference, top, mass, square, moments, count) -> Sums:
    N = x.shape[1]
    some = np.where(mass > 0, mass, 1.0)
    log_sum = np.where(mass > 0, np.where(mass > 0, top, 0.0) + np.log(some), -np.inf)
    means = moments / some[:, None]
    return Sums(x, t, reference, log_sum, means[:, :N], square / some**2, means[:, N:], count)
