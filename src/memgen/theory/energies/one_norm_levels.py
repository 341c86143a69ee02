"""Points of one norm, z = y / |y| of Gaussian y, seen from the centre: the law of one coordinate.

At +-sqrt(t) e_j the weights are exp(+-z_j / sqrt(t)), so that the density of z_j is all one needs.
With R the sum of the squares of the other coordinates of y, which is y_j^2 (1 - z^2) / z^2,

    f(z) = E_R[ sqrt(R) (1 - z^2)^{-3/2} phi(z sqrt(R / (1 - z^2)) / s_j) / s_j ]

and E sqrt(R) e^{-aR} = pi^{-1/2} int_0^inf du u^{-1/2} [-M'(a + u)], M(q) = E e^{-qR} =
prod_k (1 + 2 q s_k^2)^{-1/2}: one quadrature, for few directions as for many.

The score's symmetrised response to the steps has on its diagonal, for P to infinity,

    t J_jj = -1 + m_j / sqrt(t),     m_j = E z e^{z / sqrt(t)} / E e^{z / sqrt(t)},

as large as that of a direction without data, in size, where m_j = 2 sqrt(t): about t = E z_j^2 / 2.
No point has more than 1/P of the weight there: nothing condenses. memgen's derivation.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked

Directions = Float[np.ndarray, " N"]

LEAST_NODES = 1000  # of z
FINEST = 0.3  # largest step of z / sqrt(t), for no two points to be at one node
LOG_U = np.linspace(-30.0, 30.0, 201)  # of u times the sum of the other variances
BLOCK = 500  # nodes of z at once
STEP = 0.4  # of log s: the integrand varies over 1
ROWS = 200  # values of log s at once
SCAN = 200  # of them, in search of those that count
NOTHING = 1e-9  # of the integrand
MOST = 300.0  # of log (s v)


@dataclass(frozen=True)
class Levels:
    """Nodes of z_j in (-1, 1), and their probabilities."""

    z: Float[np.ndarray, " nodes"]
    mass: Float[np.ndarray, " nodes"]


@checked
def one_norm_density(
    z: Float[np.ndarray, " nodes"], variances: Directions, j: int
) -> Float[np.ndarray, " nodes"]:
    """Return the density f of z_j = y_j / |y| at z in (-1, 1).

    Parameters
    ----------
    z : (nodes,)
        Where.
    variances : (N,)
        Of y; three positive ones or more.
    j : int
        A direction of positive variance.

    Raises
    ------
    ValueError
        If the positive variances are fewer than three, or that of j is 0.
    """
    s2 = np.asarray(variances, dtype=float)
    if not (s2[j] > 0 and (s2 > 0).sum() >= 3):
        raise ValueError(
            f"variances={variances}, j={j}: give three positive ones or more, that of j among them."
        )
    others = np.delete(s2, j)
    level, count = np.unique(others[others > 0], return_counts=True)
    u = np.exp(LOG_U) / others.sum()
    found = np.empty(z.size)
    for start in range(0, z.size, BLOCK):
        part = z[start : start + BLOCK]
        a = part**2 / (1 - part**2) / (2 * s2[j])
        width = 1 + 2 * np.multiply.outer(a[:, None] + u, level)
        slope = ((level / width) @ count) * np.exp(-0.5 * np.log(width) @ count)
        found[start : start + BLOCK] = np.trapezoid(np.sqrt(u) * slope, LOG_U, axis=1)
    return found * (1 - z**2) ** -1.5 / (np.pi * np.sqrt(2 * s2[j]))


@checked
def one_norm_levels(variances: Directions, j: int, t: float) -> Levels:
    """Return nodes that resolve exp(z_j / sqrt(t)); parameters as of `one_norm_participation`."""
    positive(t=t)
    count = max(LEAST_NODES, int(np.ceil(np.pi / (FINEST * np.sqrt(t)))))
    # equal angles: dense at the ends, where the extreme points lie
    angle = (np.arange(count) + 0.5) * np.pi / count
    z = -np.cos(angle)
    mass = one_norm_density(z, variances, j) * np.sin(angle)
    return Levels(z, mass / mass.sum())


@checked
def one_norm_participation(t: float, variances: Directions, j: int, P: float) -> float:
    """Return E sum w^2 of P points y / |y| at sqrt(t) e_j.

    Parameters
    ----------
    t : float
        Noise variance, positive.
    variances : (N,)
        Of y; three positive ones or more.
    j : int
        A direction of positive variance.
    P : float
        Number of points, 2 or more.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    return levels_participation(one_norm_levels(variances, j, t), t, P)


@checked
def levels_participation(levels: Levels, t: float, P: float) -> float:
    """Return E sum w^2 of P independent weights w ~ v = exp(z / sqrt(t)) of these levels.

    P int d log s  E[(s v)^2 e^{-s v}] (1 - q)^{P - 1},  q = E(1 - e^{-s v}), over the log s where
    the sum is neither empty nor spent.
    """
    positive(t=t)
    height = levels.z / np.sqrt(t)

    def terms(log_s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return log (1 - q)^{P - 1} and P E[(s v)^2 e^{-s v}]."""
        left, square = np.empty(log_s.size), np.empty(log_s.size)
        for start in range(0, log_s.size, ROWS):
            rows = slice(start, start + ROWS)
            v = np.exp(np.minimum(log_s[rows, None] + height, MOST))
            empty = np.exp(-v)
            q = -np.expm1(-v) @ levels.mass
            left[rows] = (P - 1) * np.log1p(-np.minimum(q, 1 - 1e-15))
            square[rows] = P * ((v**2 * empty) @ levels.mass)
        return left, square

    ends = -height.max() - MOST / 10, -height.min() + MOST / 10
    coarse = np.linspace(*ends, SCAN)
    left, square = terms(coarse)
    counted = np.flatnonzero(np.exp(left) * square > NOTHING)
    low, high = coarse[max(counted[0] - 1, 0)], coarse[min(counted[-1] + 1, SCAN - 1)]
    log_s = np.arange(low, high, STEP)
    left, square = terms(log_s)
    return float(STEP * np.sum(np.exp(left) * square))


@checked
def population_response(t: float, levels: Levels) -> float:
    """Return t J_jj = -1 + m_j / sqrt(t) of infinitely many points, steps of sqrt(t)."""
    positive(t=t)
    exponents = levels.z / np.sqrt(t)
    tilted = levels.mass * np.exp(exponents - exponents.max())
    return float(tilted @ levels.z / tilted.sum() / np.sqrt(t) - 1)


@checked
def population_loss_time(variances: Directions, j: int) -> float:
    """Return the t below which |t J_jj| exceeds that of a direction without data, 1: for any P."""
    levels = one_norm_levels(variances, j, 1.0)
    spread = float(levels.mass @ levels.z**2)
    return float(
        brentq(lambda t: population_response(t, levels) - 1, spread / 20, spread, xtol=1e-12)
    )


@checked
def participation_time(variances: Directions, j: int, P: float, level: float) -> float:
    """Return the t at which Y2 of P points is `level` at sqrt(t) e_j.

    Parameters
    ----------
    variances, j, P
        As of `one_norm_participation`.
    level : float
        Between 1/P and 1.

    Raises
    ------
    ValueError
        If the level is no participation that occurs.
    """
    if not 1 / P < level < 1:
        raise ValueError(f"level={level} must be between 1/P = {1 / P:.3g} and 1.")

    high, step = np.log(variances[j] / variances.sum()), 2.5

    def missing(log_t: float, levels: Levels) -> float:
        return levels_participation(levels, float(np.exp(log_t)), P) - level

    # from where nothing condenses down
    while True:
        levels = one_norm_levels(variances, j, float(np.exp(high - step)))
        if missing(high - step, levels) >= 0:
            break
        high -= step
    return float(np.exp(brentq(missing, high - step, high, args=(levels,), xtol=2e-4)))
