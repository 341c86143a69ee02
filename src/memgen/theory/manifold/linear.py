"""Memorization on the linear hidden manifold, exactly.

xi = F z with F of variance 1/D and z ~ N(0, I_D). Every threshold is an equation in the mutual
information I(t) and its derivatives g and v (`memgen.theory.manifold.linear_information`), solved
by Newton's method in log t, so that times down to 1e-300 are right to ten digits.

Source: arXiv:2502.09578 for the model, the criteria and the dictionary to the random energy
model; the thresholds of the linear manifold in closed form are memgen's derivation.
"""

from collections.abc import Callable
from typing import overload

import numpy as np

from memgen.errors import ConvergenceError
from memgen.numerics.domain import non_negative, plain, positive, represented_time
from memgen.numerics.doors import checked
from memgen.numerics.types import Real
from memgen.theory.energies.rem import Cumulant
from memgen.theory.manifold._results import Condensation
from memgen.theory.manifold.linear_information import linear_channel, tilted_variance


@overload
def linear_energy_cumulant(lam: float, t: float, R: float, alpha_D: float) -> float: ...
@overload
def linear_energy_cumulant(lam: Real, t: Real, R: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def linear_energy_cumulant(lam: Real, t: Real, R: Real, alpha_D: Real) -> float | np.ndarray:
    """Return zeta_{t,R}(lambda) of the energies -|x - xi|^2 / (2 t), x = xi^1 + sqrt(R) omega.

    zeta = -1/2 int log(1 + lambda a/t) - 1/2 int (a + R) / (a + t/lambda)
         = -I(s) - g(s)/2 - (R / 2s)(1 - g(s)),     s = t / lambda

    Parameters
    ----------
    lam, t, R, alpha_D : float or np.ndarray
        Inverse temperature >= 0, noise variance > 0, variance per coordinate of the displacement
        >= 0, and D / N > 0, broadcast together.

    Returns
    -------
    float or np.ndarray
        Nats per coordinate; a float for scalar input.

    Raises
    ------
    ValueError
        Outside this domain.

    Notes
    -----
    zeta is defined in arXiv:2502.09578 ("Emergence of attractors" in the slides); its linear form
    is memgen's derivation.
    """
    t, alpha_D = positive(t=t, alpha_D=alpha_D)
    lam, R = non_negative(lam=lam, R=R)
    tilt = np.where(lam > 0, lam, 1.0)
    return plain(np.where(lam > 0, _zeta(tilt, t, R, alpha_D), 0.0))


@checked
def linear_cumulant(t: float, R: float, alpha_D: float) -> Cumulant:
    """Return zeta_{t,R} with its derivative, for `memgen.theory.energies.rem`.

    zeta' = -(g + v) / (2 lambda) - (R / 2t)(1 - g - v) at s = t / lambda; zeta is finite for
    lambda > -t / a_max, a_max = (1 + sqrt(alpha_D))^2 / alpha_D.

    Raises
    ------
    ValueError
        Unless t > 0, R >= 0, alpha_D > 0.
    """
    time, aspect = positive(t=t, alpha_D=alpha_D)
    (radius,) = non_negative(R=R)

    def value(lam: Real) -> Real:
        tilt = np.where(lam == 0, 1.0, lam)
        return np.where(lam == 0, 0.0, _zeta(tilt, time, radius, aspect))

    def slope(lam: Real) -> Real:
        tilt = np.where(lam == 0, 1.0, lam)
        _, g, v = linear_channel(time / tilt, aspect)
        tilted = -(g + v) / (2 * tilt) - radius / (2 * time) * (1 - g - v)
        return np.where(lam == 0, -(1 + radius / 2) / time, tilted)

    lowest = -t * alpha_D / (1 + np.sqrt(alpha_D)) ** 2
    return Cumulant(value, slope, domain=(float(lowest), np.inf))


def _zeta(lam: Real, t: Real, R: Real, alpha_D: Real) -> Real:
    information, g, _ = linear_channel(t / lam, alpha_D)
    return -information - g / 2 - lam * R / (2 * t) * (1 - g)


@overload
def linear_collapse_time(alpha: float, alpha_D: float) -> float: ...
@overload
def linear_collapse_time(alpha: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def linear_collapse_time(alpha: Real, alpha_D: Real) -> float | np.ndarray:
    """Return t_c, where alpha = I(t): the weight moves onto the trajectory's own pattern.

    Parameters
    ----------
    alpha, alpha_D : float or np.ndarray
        log P / N and D / N, positive, broadcast together.

    Returns
    -------
    float or np.ndarray
        Noise variance; a float for scalar input.

    Raises
    ------
    ValueError
        Outside the domain, or where t_c < 1e-300 (alpha / alpha_D above about 345).
    ConvergenceError
        If Newton's method stalls.

    Notes
    -----
    arXiv:2502.09578: condensation of the random energy model at R = t. By the Nishimori identity
    zeta'_{t,t}(1) = -1/2, so that condensation and equality of signal and noise coincide.
    """
    alpha, alpha_D = positive(alpha=alpha, alpha_D=alpha_D)
    return plain(np.exp(_log_collapse(alpha, alpha_D)))


@checked
def linear_collapse_width(alpha: float, alpha_D: float) -> float:
    """Return the width of the collapse at finite N, as a standard deviation of sqrt(N) log t.

    The own weight is 1 where the information density i = log p(x|xi^1)/p(x) exceeds log P, and 0
    where it does not. For the Gaussian channel i has the mean N I(t) and the variance
    sum_k a_k / (a_k + t) = N g(t), and dI / dlog t = -g / 2, so that for large N

        E w_1 = Phi(-sqrt(N) log(t / t_c) / width),     width = 2 / sqrt(g(t_c)).

    All N cross 1/2 at t_c.

    Parameters
    ----------
    alpha, alpha_D : float
        log P / N and D / N, positive.

    Raises
    ------
    ValueError, ConvergenceError
        As in `linear_collapse_time`.

    Notes
    -----
    memgen's derivation, for the model of arXiv:2502.09578.
    """
    _, g, _ = linear_channel(linear_collapse_time(alpha, alpha_D), alpha_D)
    return float(2 / np.sqrt(g))


@overload
def linear_onset_time(alpha: float, alpha_D: float) -> float: ...
@overload
def linear_onset_time(alpha: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def linear_onset_time(alpha: Real, alpha_D: Real) -> float | np.ndarray:
    """Return t_o, where alpha + zeta_{t,0}(1) = 0, that is alpha = I(t) + g(t)/2.

    Below it every pattern has a basin of attraction. Parameters, returns and errors as in
    `linear_collapse_time`. Source: R = 0 of zeta_{t,R} in arXiv:2502.09578, slide "Emergence of
    attractors"; the closed form is memgen's derivation.
    """
    alpha, alpha_D = positive(alpha=alpha, alpha_D=alpha_D)

    def equation(t: Real) -> tuple[Real, Real]:
        information, g, v = linear_channel(t, alpha_D)
        return information + g / 2 - alpha, -(g + v) / 2

    start = _log_collapse(alpha, alpha_D) + 1
    return plain(np.exp(_root(equation, start, "onset time of the linear manifold")))


@overload
def linear_condensation(alpha: float, alpha_D: float) -> Condensation[float]: ...
@overload
def linear_condensation(alpha: Real, alpha_D: Real) -> Condensation[np.ndarray]: ...
@checked
def linear_condensation(alpha: Real, alpha_D: Real) -> Condensation:
    """Return t_cond0 and d_min, from alpha + zeta_{t,0}(1) - zeta'_{t,0}(1) = 0.

    alpha = I(t) - v(t)/2,    d_min = -2t zeta'_{t,0}(1) = t [g(t) + v(t)]    at t = t_cond0

    Parameters and errors as in `linear_collapse_time`. Source: arXiv:2502.09578 for the free
    entropy of the random energy model; the closed form is memgen's derivation.
    """
    alpha, alpha_D = positive(alpha=alpha, alpha_D=alpha_D)

    def equation(t: Real) -> tuple[Real, Real]:
        information, _, v = linear_channel(t, alpha_D)
        return information - v / 2 - alpha, -tilted_variance(t, alpha_D)

    t = np.exp(_root(equation, _log_collapse(alpha, alpha_D), "condensation time"))
    _, g, v = linear_channel(t, alpha_D)
    return Condensation(plain(t), plain(t * (g + v)))


@overload
def linear_basin_radius(t: float, alpha: float, alpha_D: float) -> float: ...
@overload
def linear_basin_radius(t: Real, alpha: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def linear_basin_radius(t: Real, alpha: Real, alpha_D: Real) -> float | np.ndarray:
    """Return R(t), the variance per coordinate up to which a displaced pattern is recovered.

    R = 0 above t_o;  t [1 - 2 (alpha - I(t)) / g(t)] between t_c and t_o;  t_c below t_c,
    where the boundary is that of the Voronoi cell.

    Parameters
    ----------
    t, alpha, alpha_D : float or np.ndarray
        Noise variance, log P / N and D / N, positive, broadcast together.

    Returns
    -------
    float or np.ndarray
        R; a float for scalar input. R(t_c) = t_c: a trajectory at x_t sits on the boundary.

    Raises
    ------
    ValueError, ConvergenceError
        As `linear_collapse_time`.

    Notes
    -----
    Boundary alpha + zeta_{t,R}(1) + R/(2t) = 0, arXiv:2502.09578; closed form and the condensed
    side are memgen's derivation.
    """
    t, alpha, alpha_D = positive(t=t, alpha=alpha, alpha_D=alpha_D)
    t_c = np.exp(_log_collapse(alpha, alpha_D))
    information, g, _ = linear_channel(t, alpha_D)
    uncondensed = np.maximum(t * (1 - 2 * (alpha - information) / g), 0.0)
    return plain(np.where(t > t_c, uncondensed, t_c))


@overload
def linear_cross_entropy(t: float, alpha: float, alpha_D: float) -> float: ...
@overload
def linear_cross_entropy(t: Real, alpha: Real, alpha_D: Real) -> np.ndarray: ...
@checked
def linear_cross_entropy(t: Real, alpha: Real, alpha_D: Real) -> float | np.ndarray:
    """Return Phi_t = -lim (1/N) E log p_t^emp(x) over x ~ p_0 fresh, KL(p_0 || p_t^emp) up to t.

    Phi_t = 1/2 log(2 pi t) + I(t) + g(t)/2            above t_cond0 (as with infinite data)
          = 1/2 log(2 pi t) + alpha + d_min / (2t)     below, with its minimum at t_g = d_min

    Parameters
    ----------
    t, alpha, alpha_D : float or np.ndarray
        Noise variance, log P / N and D / N, positive, broadcast together.

    Returns
    -------
    float or np.ndarray
        Nats per coordinate; a float for scalar input.

    Raises
    ------
    ValueError, ConvergenceError
        As `linear_collapse_time`.

    Notes
    -----
    arXiv:2502.09578 for the criterion; the closed forms are memgen's derivation.
    """
    t, alpha, alpha_D = positive(t=t, alpha=alpha, alpha_D=alpha_D)
    fresh = linear_condensation(alpha, alpha_D)
    information, g, _ = linear_channel(t, alpha_D)
    excess = np.where(t > fresh.t_cond0, information + g / 2, alpha + fresh.d_min / (2 * t))
    return plain(np.log(2 * np.pi * t) / 2 + excess)


@overload
def collapse_time_isotropic(alpha: float, alpha_D: float, variance: float) -> float: ...
@overload
def collapse_time_isotropic(alpha: Real, alpha_D: Real, variance: Real) -> np.ndarray: ...
@checked
def collapse_time_isotropic(alpha: Real, alpha_D: Real, variance: Real) -> float | np.ndarray:
    """Return t_c = variance / (P^{2/D} - 1), P^{2/D} = exp(2 alpha / alpha_D).

    All D directions of the manifold have the same `variance` (orthonormal columns of F). In
    Ornstein-Uhlenbeck time, t = e^{2s} - 1, this is the collapse time of arXiv:2502.04339.
    All arguments are positive and broadcast; ValueError otherwise.
    """
    alpha, alpha_D, variance = positive(alpha=alpha, alpha_D=alpha_D, variance=variance)
    ratio = 2 * alpha / alpha_D
    return plain(variance * np.exp(-ratio) / -np.expm1(-ratio))


@overload
def collapse_time_small_alpha_D(
    alpha: float, alpha_D: float, mean_squared_slope: float = 1.0
) -> float: ...
@overload
def collapse_time_small_alpha_D(
    alpha: Real, alpha_D: Real, mean_squared_slope: Real = 1.0
) -> np.ndarray: ...
@checked
def collapse_time_small_alpha_D(  # noqa: N802
    alpha: Real, alpha_D: Real, mean_squared_slope: Real = 1.0
) -> float | np.ndarray:
    """Return t_c for D << N: (E[sigma'(g)^2] / alpha_D) / (P^{2/D} - 1), g ~ N(0, 1).

    The columns of F are nearly orthogonal, so that the manifold is isotropic with variance
    1/alpha_D, and sigma shrinks its tangent vectors by E[sigma'^2] on average
    (`memgen.activations.Activation.mean_squared_slope`; 1 when linear). An upper bound on the
    linear t_c for alpha_D <= 1.

    Source: t_c = O(exp(-2 log P / D)) in arXiv:2502.09578; the prefactor is memgen's derivation,
    for non-linear sigma by an argument that is not exact (8 per cent at alpha_D = 0.1).
    All arguments are positive and broadcast; ValueError otherwise.
    """
    alpha, alpha_D, slope = positive(
        alpha=alpha, alpha_D=alpha_D, mean_squared_slope=mean_squared_slope
    )
    return collapse_time_isotropic(alpha, alpha_D, slope / alpha_D)


def _log_collapse(alpha: Real, alpha_D: Real) -> Real:
    # By Jensen's inequality I lies below that of the isotropic manifold with the same trace
    rank = np.minimum(alpha_D, 1.0)
    ratio = 2 * alpha / rank
    start = -np.log(rank) - ratio - np.log(-np.expm1(-ratio))
    represented_time(start)

    def equation(t: Real) -> tuple[Real, Real]:
        information, g, _ = linear_channel(t, alpha_D)
        return information - alpha, -g / 2

    return _root(equation, start, "collapse time of the linear manifold")


def _root(equation: Callable[[Real], tuple[Real, Real]], start: Real, what: str) -> Real:
    """Return log t where a convex decreasing function of log t vanishes, by Newton's method.

    On a convex function the iterates come from the left after at most one overshoot.
    """
    tolerance = 1e-9  # of the last step: the error left is of the order of its square
    log_t = start
    for _ in range(200):
        value, slope = equation(np.exp(log_t))
        step = np.clip(-value / slope, -20, 20)
        log_t = log_t + step
        largest = float(np.max(np.abs(step) / np.maximum(1, np.abs(log_t)), initial=0.0))
        if largest < tolerance:
            represented_time(log_t)
            return log_t
    raise ConvergenceError(what, largest, tolerance)
