"""The random energy model, from the cumulant of its levels.

exp(alpha N) levels eps are drawn independently; their law is known through
zeta(lambda) = lim (1/N) log E exp(lambda N eps), convex with zeta(0) = 0. Everything follows
from one Legendre transform:

    Sigma(eps) = alpha - sup_lambda [lambda eps - zeta(lambda)]        entropy of the levels
    Sigma(lambda) = alpha + zeta(lambda) - lambda zeta'(lambda)        where eps = zeta'(lambda)
    Sigma(lambda_*) = 0                                                condensation
    phi(lambda) = lim (1/N) log sum_mu exp(lambda N eps^mu)            free entropy

Diffusion, Hopfield networks and the Gaussian model differ only in their zeta.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import overload

import numpy as np
from scipy.optimize import brentq

from memgen.numerics.domain import plain, positive
from memgen.numerics.doors import checked
from memgen.numerics.types import Real


@dataclass(frozen=True)
class Cumulant:
    """Scaled cumulant of the levels, with its derivative.

    Attributes
    ----------
    value, slope : callable
        zeta(lambda) and zeta'(lambda), elementwise on numpy arrays.
    domain : (float, float)
        Open interval of lambda where zeta is finite and `value` may be called; its upper end
        lies above 0. Where only lambda > 0 is known, (0, inf).
    """

    value: Callable[[Real], Real]
    slope: Callable[[Real], Real]
    domain: tuple[float, float] = (-np.inf, np.inf)


@checked
def gaussian(variance: float) -> Cumulant:
    """Return zeta = variance lambda^2 / 2, Derrida's model.

    In closed form: lambda_* = sqrt(2 alpha / variance), Sigma(eps) = alpha - eps^2 / (2 variance),
    phi = alpha + variance lambda^2 / 2 below lambda_*, lambda sqrt(2 alpha variance) above.

    Raises
    ------
    ValueError
        Unless variance > 0.
    """
    positive(variance=variance)
    return Cumulant(lambda lam: variance * lam**2 / 2, lambda lam: variance * lam)


@overload
def canonical_entropy(cumulant: Cumulant, alpha: float, lam: float) -> float: ...
@overload
def canonical_entropy(cumulant: Cumulant, alpha: float, lam: Real) -> np.ndarray: ...
@checked
def canonical_entropy(cumulant: Cumulant, alpha: float, lam: Real) -> float | np.ndarray:
    """Return Sigma(lambda) = alpha + zeta(lambda) - lambda zeta'(lambda), decreasing in lambda > 0.

    Parameters
    ----------
    cumulant : Cumulant
        zeta and zeta'.
    alpha : float
        log(number of levels) / N, positive.
    lam : float or np.ndarray
        Inverse temperatures within the cumulant's domain.

    Returns
    -------
    float or np.ndarray
        Entropy in nats per coordinate, shaped like `lam`; a float for scalar input.
    """
    _require_levels(alpha)
    lam = np.asarray(lam, dtype=float)
    return plain(alpha + cumulant.value(lam) - lam * cumulant.slope(lam))


@checked
def condensation(cumulant: Cumulant, alpha: float) -> float:
    """Return lambda_* > 0, where alpha + zeta - lambda zeta' = 0.

    Above it the sum over levels is carried by the few largest ones.

    Raises
    ------
    ValueError
        If alpha <= 0, or if the entropy never vanishes: then the levels are bounded and so many
        sit at the bound that none stands out, and the message names the largest alpha allowed.
    """
    _require_levels(alpha)

    def entropy_at(log_lam: float) -> float:
        return float(canonical_entropy(cumulant, alpha, np.exp(log_lam)))

    low, high = _bracket(cumulant, alpha)
    return float(np.exp(brentq(entropy_at, np.log(low), np.log(high), xtol=1e-14, rtol=1e-15)))


@checked
def level_edge(cumulant: Cumulant, alpha: float) -> float:
    """Return eps_* = zeta'(lambda_*), the highest occupied level.

    Raises
    ------
    ValueError
        As `condensation`.
    """
    return float(cumulant.slope(np.asarray(condensation(cumulant, alpha))))


@overload
def entropy(cumulant: Cumulant, alpha: float, level: float) -> float: ...
@overload
def entropy(cumulant: Cumulant, alpha: float, level: Real) -> np.ndarray: ...
@checked
def entropy(cumulant: Cumulant, alpha: float, level: Real) -> float | np.ndarray:
    """Return Sigma(eps) = alpha - sup_lambda [lambda eps - zeta(lambda)].

    exp(N Sigma) levels lie at eps; a negative value means that there is typically none.

    Parameters
    ----------
    cumulant : Cumulant
        zeta and zeta'.
    alpha : float
        log(number of levels) / N, positive.
    level : float or np.ndarray
        eps, any shape.

    Returns
    -------
    float or np.ndarray
        Entropy in nats per coordinate, shaped like `level`; a float for scalar input.

    Raises
    ------
    ValueError
        If alpha <= 0, or if no lambda of the cumulant's domain has zeta'(lambda) = eps.
    """
    _require_levels(alpha)
    levels = np.asarray(level, dtype=float)
    tilts = np.array([_tilt(cumulant, eps) for eps in levels.ravel()]).reshape(levels.shape)
    return plain(alpha + cumulant.value(tilts) - tilts * levels)


@overload
def free_entropy(cumulant: Cumulant, alpha: float, lam: float) -> float: ...
@overload
def free_entropy(cumulant: Cumulant, alpha: float, lam: Real) -> np.ndarray: ...
@checked
def free_entropy(cumulant: Cumulant, alpha: float, lam: Real) -> float | np.ndarray:
    """Return phi(lambda) = alpha + zeta(lambda), or lambda zeta'(lambda_*) once condensed.

    Parameters
    ----------
    cumulant : Cumulant
        zeta and zeta'.
    alpha : float
        log(number of levels) / N, positive.
    lam : float or np.ndarray
        Positive inverse temperatures, any shape.

    Returns
    -------
    float or np.ndarray
        lim (1/N) log sum_mu exp(lambda N eps^mu), shaped like `lam`; a float for scalar input.

    Raises
    ------
    ValueError
        Unless alpha > 0 and lam > 0.
    """
    (lam,) = positive(lam=lam)
    condensed = np.asarray(canonical_entropy(cumulant, alpha, lam) < 0)
    uncondensed = alpha + cumulant.value(lam)
    if not condensed.any():
        return plain(uncondensed)
    return plain(np.where(condensed, lam * level_edge(cumulant, alpha), uncondensed))


@overload
def participation(cumulant: Cumulant, alpha: float, lam: float) -> float: ...
@overload
def participation(cumulant: Cumulant, alpha: float, lam: Real) -> np.ndarray: ...
@checked
def participation(cumulant: Cumulant, alpha: float, lam: Real) -> float | np.ndarray:
    """Return the mean participation Y2 = E sum_mu w_mu^2 = max(0, 1 - lambda_* / lambda).

    In the condensed phase the largest Boltzmann factors are a Poisson process of density
    proportional to y^{-1-m}, m = lambda_* / lambda, since e^{N Sigma} grows as
    exp(-lambda_* N eps) below the edge. Their normalised weights are the Poisson-Dirichlet
    law of parameter m, for which E sum w^2 = 1 - m.

    Parameters, shapes and errors as in `free_entropy`.
    """
    (lam,) = positive(lam=lam)
    condensed = np.asarray(canonical_entropy(cumulant, alpha, lam) < 0)
    if not condensed.any():
        return plain(np.zeros_like(lam))
    return plain(np.where(condensed, 1 - condensation(cumulant, alpha) / lam, 0.0))


def _bracket(cumulant: Cumulant, alpha: float) -> tuple[float, float]:
    """Return low < high with Sigma(low) > 0 >= Sigma(high)."""
    upper = cumulant.domain[1]
    low = high = 1.0 if upper > 1 else upper / 2
    while canonical_entropy(cumulant, alpha, low) <= 0:
        low /= 2
    while (sigma := float(canonical_entropy(cumulant, alpha, high))) > 0:
        terms = abs(cumulant.value(np.asarray(high))) + abs(high * cumulant.slope(np.asarray(high)))
        # beyond this point the entropy is a difference of large terms and its sign is noise
        if np.finfo(float).eps * terms > 1e-6 * alpha or high > 1e100:
            raise ValueError(
                f"alpha={alpha} leaves an entropy of {sigma:.4g} up to lambda={high:.2g}: it never "
                f"vanishes, so there is no condensation. alpha must lie below {alpha - sigma:.6g}."
            )
        low, high = high, (2 * high if np.isinf(upper) else (high + upper) / 2)
        if high in (low, upper):
            raise ValueError(
                f"alpha={alpha} leaves an entropy of {sigma:.4g} up to the end of the cumulant's "
                f"domain, lambda={upper}: it never vanishes there. "
                f"alpha must lie below {alpha - sigma:.6g}."
            )
    return low, high


def _tilt(cumulant: Cumulant, level: float) -> float:
    """Return the lambda of the cumulant's domain with zeta'(lambda) = level."""
    lower, upper = cumulant.domain

    def excess(lam: float) -> float:
        return float(cumulant.slope(np.asarray(lam))) - level

    inside = 0.0 if lower < 0 else (1.0 if upper > 1 else upper / 2)
    step = 1.0 if excess(inside) < 0 else -1.0
    end = upper if step > 0 else lower
    previous, current = inside, inside
    for _ in range(200):
        if np.isinf(end):
            current += step
            step *= 2
        else:
            current = (current + end) / 2
        if current in (previous, end) or not np.isfinite(excess(current)):
            break
        if (excess(current) < 0) != (excess(inside) < 0):
            return float(brentq(excess, previous, current, xtol=1e-14, rtol=1e-14))
        previous = current
    raise ValueError(
        f"level={level} lies outside the slopes of the cumulant: zeta' only reaches "
        f"{float(cumulant.slope(np.asarray(previous))):.6g} on lambda in ({lower}, {upper})."
    )


def _require_levels(alpha: float) -> None:
    if not alpha > 0:
        raise ValueError(f"alpha={alpha} must be positive: there are exp(alpha N) levels.")
