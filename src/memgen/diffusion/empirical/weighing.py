"""The compiled loops over a block of log-weights.

A block holds s = x'.xi' log2(e) / t from one product of matrices, with x' and xi' counted from the
centre c; the log-weight in bits is

    l = s - r |xi'|^2 / 2,     r = log2(e) / t.

`weigh` turns the rows whose rounding error is small into weights 2^(l - top), in place and packed,
for the second product; a row whose largest weight is negligible is left out. `repair` takes the
other rows: it finds the points that can matter, and counts their log-weights anew from differences
to the likeliest point y,

    l = (xi - y).(2x - xi - y) / 2t   (nats),

which lose nothing, in float64.
"""

from typing import no_type_check

import numpy as np
from numba import njit

from memgen.diffusion.empirical.exponential import exp2_double, exp2_single

# Points in a strip of a row that is searched at once.
STRIP = 64
# Weights below are rounded up to it (bits): normal numbers, and nothing beside the largest.
FLOOR_SINGLE = np.float32(-60.0)
FLOOR_DOUBLE = -180.0
# Bits by which a weight may exceed the unit.
HEADROOM = 40.0


@njit(fastmath=True, cache=True)
@no_type_check
def _largest(row, half, rate):
    # Four maxima side by side: one alone waits for itself.
    quarter = row.size // 4
    top = row[0] - rate * half[0]
    second, third, fourth = top, top, top
    for j in range(quarter):
        b, c, d = j + quarter, j + 2 * quarter, j + 3 * quarter
        top = max(top, row[j] - rate * half[j])
        second = max(second, row[b] - rate * half[b])
        third = max(third, row[c] - rate * half[c])
        fourth = max(fourth, row[d] - rate * half[d])
    for j in range(4 * quarter, row.size):
        top = max(top, row[j] - rate * half[j])
    return max(max(top, second), max(third, fourth))


@njit(fastmath=True, cache=True)
@no_type_check
def _exponential_single(row, half, rate, top):
    mass, square = np.float32(0), np.float32(0)
    for j in range(row.size):
        w = exp2_single(max(row[j] - rate * half[j] - top, FLOOR_SINGLE))
        row[j] = w
        mass += w
        square += w * w
    return mass, square


@njit(fastmath=True, cache=True)
@no_type_check
def _exponential_double(row, half, rate, top):
    mass, square = 0.0, 0.0
    for j in range(row.size):
        w = exp2_double(max(row[j] - rate * half[j] - top, FLOOR_DOUBLE))
        row[j] = w
        mass += w
        square += w * w
    return mass, square


@njit(cache=True)
@no_type_check
def weigh_single(block, half, rate, serves, ceiling, lively, cut, top, mass, square, moments, live):
    """Overwrite the first rows of `block` (float32) by weights and return how many they are.

    Parameters
    ----------
    block : (batch, points)
        s; afterwards weights, in rows that `live` numbers.
    half, rate, serves : (points,), (batch,), (batch,)
        |xi'|^2 / 2; r; whether a row is exact enough.
    ceiling, lively : (batch,), (batch,)
        r |x'|^2 / 2, which no l exceeds; state: whether a row may go without a search for its
        largest l, because the last block mattered and none can be too large a number.
    cut : float
        Bits below the largest weight that are negligible.
    top, mass, square, moments : (batch,), (batch,), (batch,), (batch, columns)
        The state: unit of the weights in bits, their sum, their squares' and the moments.
    live : (batch,)
        Receives the numbers of the rows with weight.
    """
    count = 0
    for i in range(block.shape[0]):
        if not serves[i]:
            continue
        if not lively[i]:
            largest = _largest(block[i], half, rate[i])
            _raise(i, np.float64(largest), top, mass, square, moments)
            if largest < top[i] - cut:
                continue
        m, q = _exponential_single(block[i], half, rate[i], np.float32(top[i]))
        alive = m > block.shape[1] * 2.0**-cut
        lively[i] = alive and ceiling[i] - top[i] < HEADROOM
        if not alive:
            continue
        if count < i:
            block[count] = block[i]
        mass[i] += m
        square[i] += q
        live[count] = i
        count += 1
    return count


@njit(cache=True)
@no_type_check
def weigh_double(block, half, rate, serves, ceiling, lively, cut, top, mass, square, moments, live):
    """Do what `weigh_single` does, in float64."""
    count = 0
    for i in range(block.shape[0]):
        if not serves[i]:
            continue
        if not lively[i]:
            largest = _largest(block[i], half, rate[i])
            _raise(i, np.float64(largest), top, mass, square, moments)
            if largest < top[i] - cut:
                continue
        m, q = _exponential_double(block[i], half, rate[i], np.float64(top[i]))
        alive = m > block.shape[1] * 2.0**-cut
        lively[i] = alive and ceiling[i] - top[i] < HEADROOM
        if not alive:
            continue
        if count < i:
            block[count] = block[i]
        mass[i] += m
        square[i] += q
        live[count] = i
        count += 1
    return count


@njit(cache=True)
@no_type_check
def _raise(i, largest, top, mass, square, moments):
    # In whole bits, and rarely: factors of 2 are exact.
    if largest > top[i]:
        unit = np.ceil(largest) + 2
        if mass[i] > 0:
            factor = 2.0 ** (top[i] - unit)
            mass[i] *= factor
            square[i] *= factor * factor
            for k in range(moments.shape[1]):
                moments[i, k] *= factor
        top[i] = unit


@njit(fastmath=True, cache=True)
@no_type_check
def add_rows(moments, live, count, first, product):
    """Add the first `count` rows of `product` to the rows `live` of moments[:, first:]."""
    for n in range(count):
        i = live[n]
        for k in range(product.shape[1]):
            moments[i, first + k] += product[n, k]


@njit(fastmath=True, cache=True)
@no_type_check
def _pair_logit(x, y, point, t):
    total = 0.0
    for k in range(x.size):
        xi = np.float64(point[k])
        total += (xi - y[k]) * ((x[k] - xi) + (x[k] - y[k]))
    return total / (2 * t)


@njit(fastmath=True, cache=True)
@no_type_check
def _along(v, y, point):
    total = 0.0
    for k in range(v.size):
        total += v[k] * (np.float64(point[k]) - y[k])
    return total


@njit(fastmath=True, cache=True)
@no_type_check
def _add_pair(weight, y, point, moments, first):
    for k in range(y.size):
        moments[first + k] += weight * (np.float64(point[k]) - y[k])


@njit(cache=True)
@no_type_check
def _move_reference(i, x, t, v, point, reference, known, sums, moments):
    """Count row i from another point: log-weights less l(y'), values less y' - y."""
    N = x.shape[1]
    if known[i]:
        y = reference[i]
        sums[i, 0] -= _pair_logit(x[i], y, point, t[i])
        mass = sums[i, 1]
        if v.shape[1] > 0:
            # sum w (z - s)(z - s).v = sum w z z.v - s (m.v) - (m - mass s)(s.v), s = y' - y.
            s_v = _along(v[i], y, point)
            m_v = 0.0
            for k in range(N):
                m_v += moments[i, k] * v[i, k]
            for k in range(N):
                s = np.float64(point[k]) - y[k]
                moments[i, N + k] -= s * m_v + (moments[i, k] - mass * s) * s_v
        for k in range(N):
            moments[i, k] -= mass * (np.float64(point[k]) - y[k])
    known[i] = True
    for k in range(N):
        reference[i, k] = np.float64(point[k])


@njit(cache=True)
@no_type_check
def repair(
    block,
    half,
    rate,
    error,
    limit,
    cut,
    top,
    x,
    t,
    v,
    points,
    reference,
    known,
    best,
    sums,
    moments,
):
    """Add the points that can matter to rows whose `error` is above `limit`; return how many.

    Parameters
    ----------
    block, half, rate : (batch, points), (points,), (batch,)
        s, |xi'|^2 / 2 and r.
    error, limit, cut : (batch,), float, float
        Bounds of the rounding errors of l, what is small enough, and what is negligible, in bits.
    top : (batch,)
        The unit of `weigh`: the largest l of its blocks is above top - 3.
    x, t, v : (batch, N), (batch,), (batch, N or 0)
        Queries, variances, and the vectors that the covariance acts on, in float64.
    points : (points, N)
        The block's points as they were given.
    reference, known, best : (batch, N), (batch,), (batch,)
        The state: y, whether there is one, and the l in bits that made it so.
    sums, moments : (batch, 3), (batch, N or 2 N)
        The state: the largest log-weight (nats, from y), sums of weights and of their squares; of
        weights times xi - y, and times (xi - y)(xi - y).v.
    """
    N, pairs = x.shape[1], 0
    for i in range(block.shape[0]):
        if error[i] <= limit:
            continue
        row = block[i]
        largest = np.float64(_largest(row, half, rate[i]))
        slack = cut + 4 * error[i]
        if largest < max(best[i], top[i] - 3) - slack:
            continue
        if largest > best[i]:
            place = 0
            highest = -np.inf
            for j in range(row.size):
                logit = np.float64(row[j] - rate[i] * half[j])
                if logit > highest:
                    highest, place = logit, j
            _move_reference(i, x, t, v, points[place], reference, known, sums, moments)
            best[i] = largest
        threshold = max(best[i], top[i] - 3) - slack
        for start in range(0, row.size, STRIP):
            stop = min(start + STRIP, row.size)
            if _largest(row[start:stop], half[start:stop], rate[i]) < threshold:
                continue
            for j in range(start, stop):
                if row[j] - rate[i] * half[j] < threshold:
                    continue
                pairs += 1
                logit = _pair_logit(x[i], reference[i], points[j], t[i])
                if logit > sums[i, 0]:
                    factor = np.exp(sums[i, 0] - logit)
                    sums[i, 1] *= factor
                    sums[i, 2] *= factor * factor
                    for k in range(moments.shape[1]):
                        moments[i, k] *= factor
                    sums[i, 0] = logit
                w = np.exp(logit - sums[i, 0])
                sums[i, 1] += w
                sums[i, 2] += w * w
                _add_pair(w, reference[i], points[j], moments[i], 0)
                if v.shape[1] > 0:
                    along = _along(v[i], reference[i], points[j])
                    _add_pair(w * along, reference[i], points[j], moments[i], N)
    return pairs
