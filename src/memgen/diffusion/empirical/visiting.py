"""The compiled loop that visits the leaves that can matter to a query.

A first leaf (the one that mattered most at the last step of a trajectory, or the nearest box) gives
a weight Z that the whole sum exceeds. Then a leaf of n points at distance d is left out where

    n exp(-d^2 / 2t) < tolerance Z n / P,

so that what is left out of the normalised weight is below the tolerance. Log-weights come from
differences, in float64 and counted from the likeliest point met so far.
"""

from typing import no_type_check

import numpy as np
from numba import njit


@njit(fastmath=True, cache=True)
@no_type_check
def _squared_distances(image, low, high, out):
    for k in range(out.size):
        out[k] = 0.0
    for c in range(image.size):
        at = image[c]
        for k in range(out.size):
            d = max(max(low[c, k] - at, at - high[c, k]), 0.0)
            out[k] += d * d
    # Rounding must not bring a box further away.
    for k in range(out.size):
        out[k] *= 1 - 1e-11


@njit(fastmath=True, cache=True)
@no_type_check
def logit_from(x, y, point, t):
    """Return the log-weight of a point, counted from that of y."""
    total = 0.0
    for k in range(x.size):
        total += (point[k] - y[k]) * ((x[k] - point[k]) + (x[k] - y[k]))
    return total / (2 * t)


@njit(fastmath=True, cache=True)
@no_type_check
def squared_distance(x, y):
    """Return |x - y|^2."""
    total = 0.0
    for k in range(x.size):
        total += (x[k] - y[k]) * (x[k] - y[k])
    return total


@njit(fastmath=True, cache=True)
@no_type_check
def add_weighted(weight, y, point, moment):
    """Add weight (xi - y) to the moment."""
    for k in range(y.size):
        moment[k] += weight * (point[k] - y[k])


@njit(cache=True)
@no_type_check
def _visit(x, t, points, y, sums, moment):
    """Add `points` to sums = (largest log-weight from y, mass) and to the moment."""
    for j in range(points.shape[0]):
        logit = logit_from(x, y, points[j], t)
        if logit > sums[0]:
            factor = np.exp(sums[0] - logit)
            sums[1] *= factor
            for k in range(moment.size):
                moment[k] *= factor
            sums[0] = logit
        if logit > sums[0] - 60.0:
            weight = np.exp(logit - sums[0])
            sums[1] += weight
            add_weighted(weight, y, points[j], moment)


@njit(cache=True)
@no_type_check
def visit_leaves(
    x, t, image, low, high, starts, points, hints, share, tolerance, score, dropped, visited
):
    """Write score, dropped weight and number of visited points of each query.

    `visited` is -1 where more than a `share` of the points can matter: nothing is written then.
    `hints` are the leaves to begin with, -1 for none; they become those that mattered most.
    """
    leaves, P = low.shape[1], points.shape[0]
    squared, sums, moment = np.empty(leaves), np.empty(2), np.empty(x.shape[1])
    y = np.empty(x.shape[1])
    for i in range(x.shape[0]):
        _squared_distances(image[i], low, high, squared)
        first = hints[i]
        if first < 0:
            first = np.argmin(squared)
        own = points[starts[first] : starts[first + 1]]
        nearest = np.inf
        for j in range(own.shape[0]):
            distance = squared_distance(x[i], own[j])
            if distance < nearest:
                nearest = distance
                for k in range(y.size):
                    y[k] = own[j, k]
        sums[0], sums[1] = -np.inf, 0.0
        moment[:] = 0.0
        _visit(x[i], t[i], own, y, sums, moment)
        # Log-weights of boxes are counted from y too; rounding of |x - y|^2 is on the safe side.
        origin = nearest * (1 + 1e-12) / (2 * t[i])
        lowest = sums[0] + np.log(sums[1]) + np.log(tolerance / P)
        reach = max(0.0, 2 * t[i] * (origin - lowest)) * (1 + 1e-12)
        chosen = 0
        for k in range(leaves):
            if squared[k] <= reach and k != first:
                chosen += starts[k + 1] - starts[k]
        if chosen > share * P:
            visited[i] = -1
            continue
        left, count, best, heaviest = 0.0, own.shape[0], first, sums[0]
        for k in range(leaves):
            if k == first:
                continue
            inside = starts[k + 1] - starts[k]
            if squared[k] > reach:
                left += inside * np.exp(origin - squared[k] / (2 * t[i]) - lowest)
                continue
            before = sums[0]
            _visit(x[i], t[i], points[starts[k] : starts[k + 1]], y, sums, moment)
            count += inside
            if sums[0] > before and sums[0] > heaviest:
                best, heaviest = k, sums[0]
        # left is in units of tolerance / P times the first leaf's weight, which the sum exceeds.
        dropped[i] = left * tolerance / P
        visited[i] = count
        hints[i] = best
        for k in range(y.size):
            score[i, k] = ((y[k] - x[i, k]) + moment[k] / sums[1]) / t[i]
