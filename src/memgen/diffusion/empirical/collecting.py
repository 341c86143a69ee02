"""The compiled loop that collects the points a product in few coordinates cannot rule out.

A block holds s = phi(x).phi(xi) - |phi(xi)|^2 / 2 from one product of matrices. Log-weights l are
counted from a likely point y; a point is left out where its bound

    (s + (|x - y|^2 - |phi(x)|^2) / 2) / t  <  log Z + log(tolerance / P),

Z the sum of what has been collected: whatever is left out is below the tolerance together. The
others' log-weights come from differences, in float64.
"""

from typing import no_type_check

import numpy as np
from numba import njit

from memgen.diffusion.empirical.visiting import add_weighted, logit_from

# Points in a strip of a row that is searched at once.
STRIP = 64


@njit(fastmath=True, cache=True)
@no_type_check
def _largest(row):
    top = row[0]
    for j in range(row.size):
        top = max(top, row[j])
    return top


@njit(cache=True)
@no_type_check
def collect_block(
    block,
    start,
    alive,
    x,
    t,
    points,
    most,
    tolerance,
    y,
    offset,
    sums,
    moments,
    hints,
    visited,
):
    """Add what can matter of a block of points.

    Parameters
    ----------
    block, start : (alive, points), int
        s, in float32, of the points from that number on.
    alive, x, t, points : (alive,), (batch, N), (batch,), (P, N)
        Numbers of the block's queries; all queries, variances and points, in float64.
    most, tolerance : float
        Points beyond which a query is given up, with visited = -1; tolerance / P.
    y, offset : (batch, N), (batch,)
        The point that l is counted from, and what is added to s for the bound of t l.
    sums, moments : (batch, 2), (batch, N)
        The state: the largest l and the sum of weights e^(l - largest); of weights times xi - y.
    hints, visited : (batch,), (batch,)
        The state: the number of the likeliest point, and how many were visited.
    """
    for n in range(alive.size):
        i = alive[n]
        if visited[i] < 0:
            continue
        # The likeliest point met so far, y at first, is in the sum or will be.
        mass = max(sums[i, 1], 1.0)
        bound = t[i] * (sums[i, 0] + np.log(mass) + np.log(tolerance)) - offset[i]
        threshold = np.float32(bound - 1e-6 * abs(bound))
        row = block[n]
        for first in range(0, row.size, STRIP):
            last = min(first + STRIP, row.size)
            if _largest(row[first:last]) < threshold:
                continue
            for j in range(first, last):
                if row[j] < threshold:
                    continue
                visited[i] += 1
                point = points[start + j]
                logit = logit_from(x[i], y[i], point, t[i])
                if logit > sums[i, 0]:
                    factor = np.exp(sums[i, 0] - logit)
                    sums[i, 1] *= factor
                    for k in range(moments.shape[1]):
                        moments[i, k] *= factor
                    sums[i, 0] = logit
                    hints[i] = start + j
                if logit > sums[i, 0] - 60.0:
                    weight = np.exp(logit - sums[i, 0])
                    sums[i, 1] += weight
                    add_weighted(weight, y[i], point, moments[i])
            if visited[i] > most:
                visited[i] = -1
                break
