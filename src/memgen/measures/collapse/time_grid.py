"""A grid of t that runs through the collapse of given points, found from the points themselves.

A probe is at x_t = xi^1 + sqrt(t) w. Relative to its own point the log-weight of another one, at
the distance r, is l = -a^2 / 2 - a z with a = r / sqrt(t) and z ~ N(0, 1), so that two lengths say
where its own weight W = 1 / (1 + sum e^l) must be large, and where it must be small.

*Below.* All P - 1 others are at r_1 or farther, r_1 the distance of the nearest. The sum is below
1/9 if no l exceeds -L, L = log 9(P - 1), and one does with probability at most
(P - 1) exp(-(a_1/2 - L/a_1)^2 / 2). At

    t_low = (r_1 / a_1)^2,   a_1 = s + (s^2 + 2L)^(1/2),   s = [2 log 10(P - 1)]^(1/2),

that is 1/10, and W > 9/10 otherwise.

*Above.* By Jensen's inequality log sum e^l >= log(P - 1) - b^2/2 - b g, b = m / sqrt(t), with m^2
the mean squared distance of the others and g normal of variance 1 or less. With g < 1.29,
probability 9/10, the sum exceeds 5/3 and W < 3/8 at

    t_high = (m / b)^2,   b = -1.29 + [1.29^2 + 2 log 3(P - 1)/5]^(1/2),   P >= 3.

With the lower decile of r_1 and the upper one of m over the points, the mean of W over points and
noise is above .9^3 at t_low and below .8 * 3/8 + .2 = 1/2 at t_high: t_c lies between them whatever
the points are. Both are squares of lengths: translations and rotations leave them, and scales
multiply them. Two points never collapse: W tends to 1/2 from above.

memgen's derivation; the weights are those of arXiv:2502.09578.
"""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.measures.collapse._distances import point_blocks
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.measures.samples.neighbours import nearest

LEVEL = 0.5
TAIL = 1.29  # of a normal variable, beyond which is less than 1/10
FIRST = 16  # probes that bracket
COARSE = 24  # times in a bracket
FLAT = 0.95, 0.05  # mean weight before and after the fall
STEEP = 0.7, 0.3  # about its middle
MARGIN = 1.5  # beyond these, for what other probes see
CLOSE = 1.5  # factor between two t at the middle

Blocks = Callable[[], Iterable[Any]]
"""Gives all the points anew, in blocks and always in the same order."""


def time_bounds(
    nearest_distance: Float[np.ndarray, " probes"],
    mean_square: Float[np.ndarray, " probes"],
    P: int,
) -> tuple[float, float]:
    """Return t_low and t_high, between which the mean own weight of P points falls through 1/2.

    Parameters
    ----------
    nearest_distance, mean_square : (probes,)
        r_1 and m^2 of some of the points.
    P : int
        Number of points.

    Raises
    ------
    ValueError
        If there are fewer than 3 points, or more than a tenth of them coincide with another one.
    """
    if P < 3:
        raise ValueError(
            f"{P} points do not collapse: the weight of one of two never falls below 1/2. Give "
            "three or more."
        )
    near = float(np.quantile(nearest_distance, 0.1, method="lower"))
    if not near > 0:
        raise ValueError(
            "points coincide, and none of two equal ones ever has more than half of the weight: "
            "leave each once."
        )
    largest = np.log(9 * (P - 1))
    s = np.sqrt(2 * np.log(10 * (P - 1)))
    a = s + np.sqrt(s**2 + 2 * largest)
    b = -TAIL + np.sqrt(TAIL**2 + 2 * np.log(0.6 * (P - 1)))
    far = float(np.quantile(mean_square, 0.9, method="higher"))
    return (near / a) ** 2, far / b**2


def lengths_seen(
    probes: Probes, blocks: Blocks
) -> tuple[Float[np.ndarray, " probes"], Float[np.ndarray, " probes"], int]:
    """Return r_1 and m^2 of the probes' own points among all points, and P.

    Raises
    ------
    ValueError, TypeError
        If a block is refused by `memgen.diffusion.arrays.check_points`.
    """
    own, index = probes.own, probes.index
    closest = np.full(len(own), np.inf)
    square, count = np.zeros(len(own)), 0
    centre = own.mean(axis=0)
    offset = own - centre
    for given in blocks():
        for block in point_blocks(given, len(own)):
            found = nearest(own, block, min(2, len(block)))
            distance = np.where(found.index + count == index[:, None], np.inf, found.distance)
            closest = np.minimum(closest, distance.min(axis=1))
            others = block - centre
            square += len(block) * (offset**2).sum(axis=1) + (others**2).sum()
            square -= 2 * offset @ others.sum(axis=0)
            count += len(block)
    return closest, np.maximum(square, 0) / max(count - 1, 1), count


def collapse_grid(probes: Probes, blocks: Blocks, times: int) -> Float[np.ndarray, " times"]:
    """Return t, ascending, half along the fall of the mean weight and half about its middle.

    Nested grids: the first one runs from t_low to t_high; while two t next to 1/2 are more than a
    factor `CLOSE` apart, one more runs from the t before them to the t after. Then the fall, from
    weight .95 to .05, and its middle, from .7 to .3, both with a margin for other probes.

    Parameters
    ----------
    probes : Probes
        At different points; the first 16 are used.
    blocks : callable
        Gives the points.
    times : int
        Number of t, 8 or more; two that coincide count once.

    Raises
    ------
    ValueError
        If `time_bounds` refuses the points.
    """
    some = Probes(probes.own[:FIRST], probes.noise[:FIRST], probes.index[:FIRST])
    low, high = time_bounds(*lengths_seen(some, blocks))
    t, weight = np.empty(0), np.empty(0)
    while True:
        new = np.geomspace(low, high, COARSE)
        curve = collapse_curves(some, blocks(), new).own_weight.mean(axis=0)
        order = np.argsort(np.concatenate([t, new]))
        t = np.concatenate([t, new])[order]
        weight = np.concatenate([weight, curve])[order]
        falling = _falling(weight[None])[0]
        after = int((falling > LEVEL).sum())
        if after == len(t):
            low, high = t[-1], 10 * t[-1]  # few probes, far out
        elif after == 0:
            low, high = t[0] / 10, t[0]
        elif t[after] > CLOSE * t[after - 1]:
            low, high = t[max(after - 2, 0)], t[min(after + 1, len(t) - 1)]
        else:
            break
    whole = np.geomspace(*_span(t, falling, FLAT), times // 2)
    middle = np.geomspace(*_span(t, falling, STEEP), times - times // 2 + 2)
    return np.unique(np.concatenate([whole, middle[1:-1]]))


def _span(
    t: Float[np.ndarray, " times"],
    falling: Float[np.ndarray, " times"],
    levels: tuple[float, float],
) -> tuple[float, float]:
    first = max(int((falling > levels[0]).sum()) - 1, 0)
    last = min(int((falling > levels[1]).sum()), len(t) - 1)
    return float(t[first] / MARGIN), float(t[last] * MARGIN)


def falling_crossing(t: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"]) -> float:
    """Return where one curve falls below 1/2 for good, see `falling_crossings`."""
    return float(falling_crossings(t, curve[None])[0])


def falling_crossings(
    t: Float[np.ndarray, " times"], curves: Float[np.ndarray, "curves times"]
) -> Float[np.ndarray, " curves"]:
    """Return where each curve falls below 1/2 for good, its noise made monotone.

    Between two times it is straight in log t. Where it falls before the grid begins or after it
    ends, the grid's end is returned.
    """
    falling = _falling(curves)
    above = (falling > LEVEL).sum(axis=1)
    inner = np.clip(above, 1, len(t) - 1)
    row = np.arange(len(curves))
    before, after = falling[row, inner - 1], falling[row, inner]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (before - LEVEL) / (before - after)
    share = np.where(above == 0, 0.0, np.where(above == len(t), 1.0, share))
    logs = np.log(t)
    return np.exp((1 - share) * logs[inner - 1] + share * logs[inner])


def _falling(curves: Float[np.ndarray, "curves times"]) -> Float[np.ndarray, "curves times"]:
    """Return the largest of what follows: curves that fall."""
    return np.maximum.accumulate(curves[:, ::-1], axis=1)[:, ::-1]
