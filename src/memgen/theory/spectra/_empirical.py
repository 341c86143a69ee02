"""The empirical score's Jacobian at the centre of P points: law of its entries, and thresholds.

For the smoothed Jacobian J_ij = [score_i(sqrt(t) e_j) - score_i(0)] / sqrt(t), with w and w' the
weights of the points y at 0 and at sqrt(t) e_j,

    J_ij = t^{-3/2} sum (w' - w) y_i - delta_ij / t
    Var J_ij = t^{-3} E sum (w' - w)^2 y_i^2                        (i other than j)

as y_i -> -y_i leaves the weights as they are: exactly. The weights enter squared. Under w^2 the
points are those of inverse temperature 2/t, not 1/t, and a random energy model cannot be colder
than its condensation, so that for y ~ N(0, diag(s_i^2))

    E sum (w' - w)^2 y_i^2 = v_i E sum (w' - w)^2,     v_i = s_i^2 / (1 + min(2/t, 1/t_c) s_i^2)
    E J_jj = -(1/t) / (1 + min(1/t, 1/t_c) s_j^2).

There are two thresholds: the second moment freezes at 2 t_c and the first at t_c. Above 2 t_c the
entries are Gaussian fluctuations of sums over many points, between the two they are carried by rare
near points and vanish with P by another power, below t_c a few points carry all. The sum of
(w' - w)^2 is Y2 + Y2' less twice the overlap of the weights at the two ends, which is exact here at
finite P (`memgen.theory.energies.step_weights`).

On the diagonal w' depends on y_j itself. With X(a) = E sum w w' for a step a sqrt(t) and
m(beta) = beta s_j^2 sqrt(t) / (1 + beta s_j^2), m_1 and m_2 at min(1/t, 1/t_c) and min(2/t, 1/t_c),

    t^3 Var J_jj = v_j [E sum (w' - w)^2 - 2 dX/da] + Y2' (m_2 - m_1)^2,

from Gaussian integration by parts below t_c and from independent points above 2 t_c: there twice
the variance of J_ij when t is large.

memgen's derivation; the law of E. Ventura's slides and arXiv:2410.08727, equations 18 and 19, is
`slide_jacobian_law`.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.energies.step_weights import gaussian_levels_participation, step_weights

Directions = Float[np.ndarray, " N"]
Entries = Float[np.ndarray, "N N"]

MOST_STEPS = 8  # distinct variances whose overlap is computed; of more it is interpolated
SLOPE = 0.1  # half the interval of a over which dX/da is taken
COLDEST = 1e-2  # t / t_c below which the overlap is continued


@dataclass(frozen=True)
class JacobianLaw:
    """Mean and variance of each entry, and the singular values that follow.

    Attributes
    ----------
    mean, variance : (N, N)
        Row i is the score's component, column j the direction of the step.
    singular_values : (N,)
        sqrt(E |J e_j|^2), the norms of the columns, in the order of the directions.
    """

    mean: Entries
    variance: Entries
    singular_values: Directions


@checked
def condensation_time(variances: Directions, P: float) -> float:
    """Return t_c of P Gaussian points seen from their centre, at finite P.

    Where one point is expected beyond the level that dominates the sum of weights,

        log P = 1/2 sum_i [log(1 + s_i^2 / t) - r_i] + log(theta sqrt(2 pi)),
        theta^2 = 1/2 sum_i r_i^2,     r_i = s_i^2 / (t + s_i^2):

    the exact random energy model with the prefactor of Bahadur and Rao. 2 t_c is where the sum of
    squared weights freezes.

    Parameters
    ----------
    variances : (N,)
        s_i^2 >= 0, not all 0.
    P : float
        Number of points, above 2.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    s2 = _checked(variances, P)
    s2 = s2[s2 > 0]

    def missing(log_t: float) -> float:
        r = s2 / (np.exp(log_t) + s2)
        entropy = 0.5 * np.sum(np.log1p(s2 / np.exp(log_t)) - r)
        return float(entropy + 0.5 * np.log(np.pi * np.sum(r**2)) - np.log(P))

    low = np.log(s2.max()) - min(2 * np.log(P) + 10, 600)
    return float(np.exp(brentq(missing, low, np.log(s2.sum()) + 10, xtol=1e-13)))


@checked
def squared_weight_variances(t: float, variances: Directions, P: float) -> Directions:
    """Return v_i = s_i^2 / (1 + min(2/t, 1/t_c) s_i^2), the variance of y_i under squared weights.

    Parameters and errors as in `empirical_jacobian_law`.
    """
    positive(t=t)
    s2 = _checked(variances, P)
    return s2 / (1 + min(2 / t, 1 / condensation_time(s2, P)) * s2)


@checked
def mean_diagonal(t: float, variances: Directions, P: float) -> Directions:
    """Return E J_jj = -(1/t) / (1 + min(1/t, 1/t_c) s_j^2).

    Parameters and errors as in `empirical_jacobian_law`.
    """
    positive(t=t)
    s2 = _checked(variances, P)
    return -1 / t / (1 + min(1 / t, 1 / condensation_time(s2, P)) * s2)


@checked
def empirical_jacobian_law(t: float, variances: Directions, P: float) -> JacobianLaw:
    """Return the law for P points y ~ N(0, diag(variances)) at noise variance t.

    Parameters
    ----------
    t : float
        Noise variance, positive.
    variances : (N,)
        s_i^2 >= 0, one per direction, not all 0. A direction of variance 0 has the row and the
        column of the normal: -1/t on the diagonal, nothing fluctuates.
    P : float
        Number of points, above 2, up to 1e300.

    Returns
    -------
    JacobianLaw
        Of the equations above, in units of 1 / length^2.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(t=t)
    s2 = _checked(variances, P)
    t_c = condensation_time(s2, P)
    first, second = min(1 / t, 1 / t_c), min(2 / t, 1 / t_c)
    v = squared_weight_variances(t, s2, P)
    apart, end, slope = _step_sums(t, s2, P, t_c)
    m_1, m_2 = (beta * s2 * np.sqrt(t) / (1 + beta * s2) for beta in (first, second))
    variance = np.outer(v, apart)
    diagonal = v * (apart - 2 * slope) + end * (m_2 - m_1) ** 2
    np.fill_diagonal(variance, diagonal)
    return _law(mean_diagonal(t, s2, P), variance / t**3)


@checked
def one_norm_jacobian_law(t: float, variances: Directions, P: float) -> JacobianLaw:
    """Return the law for P points of one norm in many directions, at the centre of their sphere.

    There all points are equally far and the weights are 1/P; at sqrt(t) e_j they are
    exp(y_j / sqrt(t)), a random energy model of Gaussian levels, which condenses at

        t_j = s_j^2 / l^2,     l^2 / 2 + log(l sqrt(2 pi)) = log P,

    s_j^2 / (2 log P) for large P.

    The argument is that of Gaussian points; but y_i, i other than j, is independent of the weights:

        v_i = s_i^2,     E sum (w' - w)^2 = Y2' - 1/P
        E J_jj = -1/t + s_j^2 / t^2 min(1, sqrt(t / t_j))

    The mean passes 0 at t = s_j^2 and |J_jj| exceeds 1/t below s_j^2 / 2, for any number of points
    and before anything condenses.

    Parameters
    ----------
    t : float
        Noise variance, positive.
    variances : (N,)
        E y_i^2 of the points, not all 0; their sum is the squared norm.
    P : float
        Number of points, above 2, up to 1e300.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(t=t)
    s2 = _checked(variances, P)
    frozen = _gaussian_edge(P) * np.sqrt(t / np.maximum(s2, 1e-300))
    levels, back = np.unique(s2, return_inverse=True)
    end = np.array([gaussian_levels_participation(level / t, P) for level in levels])[back]
    m_1, m_2 = (s2 / np.sqrt(t) * np.minimum(order, frozen) for order in (1, 2))
    variance = np.outer(s2, end - 1 / P)
    np.fill_diagonal(variance, np.diag(variance) + end * (m_2 - m_1) ** 2)
    return _law(-1 / t + m_1 / t**1.5, variance / t**3)


@checked
def one_norm_loss_times(variances: Directions, P: float) -> Directions:
    """Return t_j = s_j^2 / l^2 of `one_norm_jacobian_law`: the larger variance is lost first.

    Parameters and errors as there; 0 for a direction of variance 0.
    """
    s2 = _checked(variances, P)
    return s2 / _gaussian_edge(P) ** 2


def _gaussian_edge(P: float) -> float:
    """Return l with P phi(l) / l = 1: one of P unit Gaussian levels is expected beyond it."""

    def missing(level: float) -> float:
        return level**2 / 2 + np.log(level * np.sqrt(2 * np.pi)) - np.log(P)

    return float(brentq(missing, 1e-3, 2 + np.sqrt(2 * np.log(P))))


@checked
def slide_jacobian_law(
    t: float, variances: Directions, P: float, unit_norm: bool = False
) -> JacobianLaw:
    """Return the published law, for comparison.

        E J_ij = -delta_ij / (t + s_i^2)
        Var J_ij = s_i^2 / (t (t + s_i^2)) [phi(t, 0) + phi(t, sqrt(t) e_j)]
        phi(t, x) = max(1/P, 1/t - 1/t_c(x)),   t_c^2 = [sum s^4 / 2 + sum x_i^2 s_i^2] / (2 log P)

    t s^2 / (t + s^2) is the variance of y_i under w and not under w^2; the two ends are taken for
    independent; t_c is that of Gaussian levels; the floor 1/P, of Y2/t, lacks a 1/t. Both ends of
    Gaussian points have the same near points at any t. So the limit in which it holds is that of
    points of one norm in many directions, where the centre has no near points: log P far above
    1 and t below t_c(x), where Y2 = 1 - t/t_c(x), and far above s_i^2. The singular values are
    those of the released notebook, SV_j^2 = 1 / (t + s_j^2)^2 + [sum_i Var J_ij / t]^2, whose terms
    differ in dimension.
    (E. Ventura's slides; arXiv:2410.08727, equations 18 and 19.)

    Parameters
    ----------
    t, variances, P
        As in `empirical_jacobian_law`.
    unit_norm : bool
        Points of one norm: without the s^4 term of t_c.

    Raises
    ------
    ValueError
        Outside the domain.
    """
    positive(t=t)
    s2 = _checked(variances, P)
    fixed = 0.0 if unit_norm else np.sum(s2**2) / 2
    t_c = np.sqrt(np.append(fixed, fixed + t * s2) / (2 * np.log(P)))
    with np.errstate(divide="ignore"):
        phi = np.maximum(1 / P, np.where(t < t_c, 1 / t - 1 / t_c, 0.0))
    variance = np.outer(s2 / (t * (t + s2)), phi[0] + phi[1:])
    noise = variance.sum(axis=0) / t
    mean = -1 / (t + s2)
    return JacobianLaw(np.diag(mean), variance, np.sqrt(mean**2 + noise**2))


def _law(diagonal: Directions, variance: Entries) -> JacobianLaw:
    singular = np.sqrt(diagonal**2 + variance.sum(axis=0))
    return JacobianLaw(np.diag(diagonal), variance, singular)


def _step_sums(
    t: float, s2: Directions, P: float, t_c: float
) -> tuple[Directions, Directions, Directions]:
    """Return E sum (w' - w)^2, E sum w'^2 and dX/da for each direction of the step."""
    # deep below t_c each end has one point, and the chance of two grows as the step, sqrt(t)
    cold = max(t, COLDEST * t_c)
    level = s2 / (max(cold, t_c) + s2)
    _, first, back = np.unique(level, return_index=True, return_inverse=True)
    kept = first
    if first.size > MOST_STEPS:
        nodes = 0.5 - 0.5 * np.cos(np.pi * np.arange(MOST_STEPS) / (MOST_STEPS - 1))
        wanted = level[first[0]] + nodes * (level[first[-1]] - level[first[0]])
        kept = first[np.unique(np.abs(level[first][:, None] - wanted).argmin(axis=0))]
    sums = []
    for j in kept:
        short, step, long = (
            step_weights(cold, s2, int(j), P, length=a) for a in (1 - SLOPE, 1.0, 1 + SLOPE)
        )
        slope = (long.shared[0] - short.shared[0]) / (2 * SLOPE)
        sums.append((step.apart[0], step.end[0], slope))
    apart, end, slope = (_everywhere(level, kept, first, part)[back] for part in np.transpose(sums))
    return apart * np.sqrt(t / cold), end, slope * np.sqrt(t / cold)


def _everywhere(
    level: Directions, kept: np.ndarray, first: np.ndarray, values: np.ndarray
) -> Float[np.ndarray, " distinct"]:
    """Return what is known at the kept directions at all distinct ones."""
    if kept.size == first.size:
        return values
    return CubicSpline(level[kept], values)(level[first])


def _checked(variances: Directions, P: float) -> Directions:
    s2 = np.asarray(variances, dtype=float)
    if not (s2.ndim == 1 and s2.size and (s2 >= 0).all() and s2.max() > 0 and 2 < P <= 1e300):
        raise ValueError(
            f"variances={variances}, P={P}: give one variance for each direction, none negative, "
            "not all 0, and P above 2, up to 1e300."
        )
    return s2
