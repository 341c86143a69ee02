"""The highest of e^{alpha N} independent levels, drawn without drawing the others.

The upper-tail probabilities u = P(e > y) of M independent levels are uniform, so that the highest
ones are a Poisson process: u_(k) = G_k / G_{M+1}, G_k the sum of k unit exponentials, exactly at
any M. Through the inverse of the tail they become levels; what lies below the last of them is
summed as a whole, by its mean and variance. Log M alone enters: N = 10^4 is as easy as N = 20.

(Derrida, Phys. Rev. B 24, 2613 (1981); the Poisson process of the condensed phase.)
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.interpolate import CubicSpline
from scipy.special import erfcx, log_ndtr, ndtr, ndtri_exp

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked

Levels = Float[np.ndarray, " levels"]
HEIGHT_NODES = 30


@dataclass(frozen=True)
class LevelLaw:
    """The law of one level e.

    Attributes
    ----------
    quantile : callable
        From log P(e > y) to y, falling; elementwise on arrays.
    log_mean_below : callable
        From (beta, y) to log E[exp(beta e); e < y], beta > 0.
    """

    quantile: Callable[[Levels], Levels]
    log_mean_below: Callable[[float, float], float]


@dataclass(frozen=True)
class Partition:
    """The sum S = sum exp(beta e) over all levels.

    Attributes
    ----------
    log_sum : float
        log S.
    participation : float
        Y2 = sum exp(2 beta e) / S^2.
    """

    log_sum: float
    participation: float


@checked
def gaussian_law(variance: float) -> LevelLaw:
    """Return levels e ~ N(0, variance): Derrida's model with variance = N.

    Raises
    ------
    ValueError
        Unless variance > 0.
    """
    positive(variance=variance)
    deviation = np.sqrt(variance)

    def quantile(log_tail: Levels) -> Levels:
        return -deviation * ndtri_exp(log_tail)

    def log_mean_below(beta: float, y: float) -> float:
        return float(beta**2 * variance / 2 + log_ndtr(y / deviation - beta * deviation))

    return LevelLaw(quantile, log_mean_below)


def saddle_law(
    tilts: Float[np.ndarray, " tilts"],
    values: Float[np.ndarray, " tilts"],
    slopes: Float[np.ndarray, " tilts"],
    curvatures: Float[np.ndarray, " tilts"],
) -> LevelLaw:
    """Return the law of a cumulant K known on a grid of tilts, by Lugannani and Rice's formula.

    With y = K'(lambda), w = sqrt(2 (lambda y - K)) and u = lambda sqrt(K''),

        P(e > y) = Phi(-w) + phi(w) (1/u - 1/w),

    with a relative error of order 1/N, uniform in y (Adv. Appl. Prob. 12, 475 (1980)).

    Parameters
    ----------
    tilts : (tilts,)
        Ascending positive lambda, dense enough to interpolate in; the first reaches down to tails
        that hold more levels than will be drawn, the last past every level that exists.
    values, slopes, curvatures : (tilts,)
        K, K' and K'' there.

    Raises
    ------
    ValueError
        If the tilts are not positive and ascending.
    """
    if not (tilts[0] > 0 and (np.diff(tilts) > 0).all()):
        raise ValueError(f"tilts={tilts} must be positive and ascend.")
    log_tails = _log_tail(tilts * slopes - values, tilts * np.sqrt(curvatures))
    level_at = CubicSpline(-log_tails, slopes)
    value_at = CubicSpline(tilts, values)
    third = CubicSpline(tilts, curvatures).derivative()
    of_level = CubicSpline(slopes, np.stack([tilts, values, np.sqrt(curvatures)], axis=1))

    def quantile(log_tail: Levels) -> Levels:
        if np.max(log_tail) > log_tails[0] or np.min(log_tail) < log_tails[-1]:
            raise ValueError(
                f"log_tail from {np.min(log_tail):.4g} to {np.max(log_tail):.4g} exceeds the "
                f"grid of tilts, {log_tails[-1]:.4g} to {log_tails[0]:.4g}."
            )
        return level_at(-log_tail)

    def log_mean_below(beta: float, y: float) -> float:
        if not tilts[0] <= beta <= tilts[-1]:
            raise ValueError(f"beta={beta} lies outside the tilts, {tilts[0]} to {tilts[-1]}.")
        # The tilted law exp(beta e - K(beta)) has the cumulant K(beta + .) - K(beta).
        at_beta = float(value_at(beta))
        lam, value, deviation = of_level(y)
        delta = lam - beta
        half_square = delta * y - value + at_beta
        if half_square < 0.02:
            # 1/w - 1/u is a difference of large numbers here; its limit is K''' / (6 K''^{3/2})
            w = np.sign(delta) * np.sqrt(2 * max(half_square, 0.0))
            skewness = float(third(lam)) / deviation**3
            normal = np.exp(-(w**2) / 2) / np.sqrt(2 * np.pi)
            return float(at_beta + np.log(ndtr(w) + normal * skewness / 6))
        below = _log_tail(np.array([half_square]), np.array([abs(delta) * deviation]))[0]
        return float(at_beta + (np.log1p(-np.exp(below)) if delta > 0 else below))

    return LevelLaw(quantile, log_mean_below)


@checked
def highest_levels(law: LevelLaw, log_M: float, count: int, rng: np.random.Generator) -> Levels:
    """Return the `count` highest of M levels, in falling order.

    Parameters
    ----------
    law : LevelLaw
        The law of one level.
    log_M : float
        Logarithm of the number of levels.
    count : int
        How many to draw, below M.
    rng : numpy.random.Generator
        Their source.

    Raises
    ------
    ValueError
        If count is not between 1 and M - 1.
    """
    if not count >= 1 or not np.log(count) < log_M:
        raise ValueError(f"count={count} must be at least 1 and below M = exp({log_M:.4g}).")
    arrivals = np.cumsum(rng.standard_exponential(count))
    # Beyond 1e15 levels the total is M to double precision.
    log_total = log_M
    if log_M < 34:
        log_total = np.log(arrivals[-1] + rng.standard_gamma(np.exp(log_M) + 1 - count))
    return law.quantile(np.log(arrivals) - log_total)


@checked
def partition(
    levels: Levels, law: LevelLaw, log_M: float, beta: float, rng: np.random.Generator
) -> Partition:
    """Return log S and Y2 at inverse temperature beta, from the highest levels and the rest.

    The M - K levels below the last one drawn enter by their mean and a normal deviation of their
    variance: each is small beside the K drawn ones together, or they are so many that they do not
    fluctuate.

    Parameters
    ----------
    levels : (levels,)
        Highest levels, falling, from `highest_levels`.
    law, log_M
        Of all levels.
    beta : float
        Inverse temperature > 0.
    rng : numpy.random.Generator
        Source of the rest's deviation.
    """
    last = float(levels[-1])
    # M - K levels of the law below the last one: (M - K) / P(e < last) is M up to M^{-1/2}.
    log_first = log_M + law.log_mean_below(beta, last)
    log_second = log_M + law.log_mean_below(2 * beta, last)
    top = beta * float(levels[0])
    scale = max(top, log_first)
    mean, square = np.exp(log_first - scale), np.exp(log_second - 2 * scale)
    # a positive sum: the normal deviation is cut where it would take off nine tenths
    rest = max(mean + np.sqrt(square) * rng.standard_normal(), 0.1 * mean)
    drawn = np.exp(beta * levels - scale)
    total = drawn.sum() + rest
    return Partition(float(scale + np.log(total)), float(((drawn**2).sum() + square) / total**2))


@checked
def edge_exponent(levels: Levels, count: int) -> float:
    """Return Hill's estimate of lambda_* from the `count` highest levels.

    Near the edge the levels have the density exp(-lambda_* e), and the mean of their heights above
    the next one below them is 1 / lambda_*: a sum at inverse temperature beta is condensed if
    beta > lambda_*. One is taken off the count, which makes the estimate unbiased.
    """
    if not 2 <= count < levels.size:
        raise ValueError(f"count={count} must be from 2 to below {levels.size} levels.")
    heights = levels[:count] - levels[count]
    return float((count - 1) / heights.sum())


@checked
def expected_exponent(law: LevelLaw, log_M: float, count: int) -> float:
    """Return what `edge_exponent` tends to over many draws at finite M.

    Below the (count + 1)-th arrival g the others are uniform: their mean height above it is

        h = int_0^1 du [y(log(g u / M)) - y(log(g / M))],    y the quantile,

    and the exponent 1/h, here at the mean g = count + 1: it is that of the levels a little below
    the edge, and tends to lambda_* as log(count) / log M. Its error is of order 1/count.
    """
    u = (np.arange(HEIGHT_NODES) + 0.5) ** 2 / HEIGHT_NODES**2
    weight = 2 * (np.arange(HEIGHT_NODES) + 0.5) / HEIGHT_NODES**2
    log_last = np.log(count + 1) - log_M
    height = weight @ law.quantile(log_last + np.log(u)) - law.quantile(np.array([log_last]))[0]
    return float(1 / height)


def _log_tail(
    half_square: Float[np.ndarray, " n"], u: Float[np.ndarray, " n"]
) -> Float[np.ndarray, " n"]:
    """Return log [Phi(-w) + phi(w) (1/u - 1/w)] at w = sqrt(2 half_square) > 0, u > 0."""
    w = np.sqrt(2 * half_square)
    mills = np.sqrt(np.pi / 2) * erfcx(w / np.sqrt(2))  # Phi(-w) / phi(w)
    return -half_square - 0.5 * np.log(2 * np.pi) + np.log(mills + 1 / u - 1 / w)
