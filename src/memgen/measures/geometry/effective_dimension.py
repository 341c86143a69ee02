"""The dimension of data, from how their collapse time falls with their number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq, minimize_scalar

SMALLEST, LARGEST = 0.2, 1e4


@dataclass(frozen=True)
class EffectiveDimension:
    """The fit of t_c = variance / (P^(2/D) - 1).

    Attributes
    ----------
    dimension, stderr : float
        D, and its error by the jackknife over the sizes P.
    variance : float
        Variance per direction of the isotropic manifold that collapses alike.
    """

    dimension: float
    stderr: float
    variance: float

    def collapse_time(self, P: Float[np.ndarray, " sizes"]) -> Float[np.ndarray, " sizes"]:
        """Return the fitted collapse time at each number of points."""
        return np.exp(np.log(self.variance) - _log_excess(P, self.dimension))


def effective_dimension(
    P: Float[np.ndarray, " sizes"], t_c: Float[np.ndarray, " sizes"]
) -> EffectiveDimension:
    """Return D and the variance of the isotropic manifold with the measured collapse times.

    An isotropic D-dimensional manifold of variance v collapses at t_c = v / (P^(2/D) - 1)
    (memgen's derivation; the small-alpha_D law of arXiv:2502.09578). For P^(2/D) >> 1 it is a
    straight line of slope -2/D in log t_c against log P; at the P of real data sets it is not, and
    a straight line would put D too low. Fitted by least squares in log t_c.

    Parameters
    ----------
    P : (sizes,)
        Numbers of points, at least 3 different ones, each at least 2.
    t_c : (sizes,)
        Collapse times, positive.

    Raises
    ------
    ValueError
        If there are fewer than 3 sizes, a number is out of range, or t_c does not fall with P.
    """
    P, t_c = np.asarray(P, dtype=float), np.asarray(t_c, dtype=float)
    if len(P) != len(t_c) or len(np.unique(P)) < 3:
        raise ValueError(
            f"P and t_c hold {len(P)} and {len(t_c)} numbers; give as many of each, at 3 "
            f"different P or more."
        )
    if not ((P >= 2) & np.isfinite(P)).all() or not ((t_c > 0) & np.isfinite(t_c)).all():
        raise ValueError(f"P={P} must be at least 2, and t_c={t_c} positive and finite.")
    if np.polyfit(np.log(P), np.log(t_c), 1)[0] >= 0:
        raise ValueError(f"t_c={t_c} does not fall with P={P}: there is no dimension to tell.")
    dimension, log_variance = _fit(P, t_c)
    others = ~np.eye(len(P), dtype=bool)
    left_out = np.array([_fit(P[keep], t_c[keep])[0] for keep in others])
    stderr = np.sqrt((len(P) - 1) * left_out.var())
    return EffectiveDimension(dimension, float(stderr), float(np.exp(log_variance)))


def error_of_fit(
    P: Float[np.ndarray, " sizes"],
    t_c: Float[np.ndarray, " sizes"],
    log_stderr: Float[np.ndarray, " sizes"],
    read: Callable[[EffectiveDimension], Any],
) -> Any:
    """Return the error of what is read off a fit: the jackknife's, or that of t_c if larger.

    The latter adds up in squares the changes by one standard error of each log t_c in turn;
    infinite where such a t_c does not fall with P any more.

    Parameters
    ----------
    P, t_c : (sizes,)
        As of `effective_dimension`, which refuses what cannot be fitted.
    log_stderr : (sizes,)
        Standard errors of log t_c.
    read : callable
        From the fit to a number, or an array of them, of one sign: e.g. its dimension.
    """
    fit = effective_dimension(P, t_c)
    value, changes = np.asarray(read(fit)), []
    for step in np.diag(np.asarray(log_stderr, dtype=float)):
        try:
            changes.append(read(effective_dimension(P, t_c * np.exp(step))) - value)
        except ValueError:
            changes.append(np.full(value.shape, np.inf))
    spread = np.sqrt(np.square(changes).sum(axis=0))
    return np.fmax(spread, fit.stderr / fit.dimension * np.abs(value))


def dimension_between(P: tuple[float, float], t_c: tuple[float, float]) -> float:
    """Return the D with which t_c = variance / (P^(2/D) - 1) at two numbers of points.

    Infinite where t_c falls no faster than in infinitely many dimensions, as 1 / log P; `SMALLEST`
    where it falls at least as fast as in that one.

    Raises
    ------
    ValueError
        Unless 1 < P[0] < P[1] and t_c[0] > t_c[1] > 0.
    """
    sizes = np.asarray(P, dtype=float)
    if not (1 < sizes[0] < sizes[1] and t_c[0] > t_c[1] > 0):
        raise ValueError(f"P={P} must rise from above 1, and t_c={t_c} fall and be positive.")
    fall = np.log(t_c[0] / t_c[1])

    def excess(log_dimension: float) -> float:
        return float(np.diff(_log_excess(sizes, np.exp(log_dimension)))[0] - fall)

    low, high = np.log(SMALLEST), np.log(LARGEST)
    if excess(high) >= 0:
        return np.inf
    if excess(low) <= 0:
        return SMALLEST
    return float(np.exp(brentq(excess, low, high)))


def _log_excess(P: Float[np.ndarray, " sizes"], dimension: float) -> Float[np.ndarray, " sizes"]:
    """Return log(P^(2/D) - 1)."""
    exponent = 2 * np.log(P) / dimension
    return exponent + np.log(-np.expm1(-exponent))


def _fit(P: Float[np.ndarray, " sizes"], t_c: Float[np.ndarray, " sizes"]) -> tuple[float, float]:
    def scatter(log_dimension: float) -> float:
        return float((np.log(t_c) + _log_excess(P, np.exp(log_dimension))).var())

    found = minimize_scalar(
        scatter,
        bounds=(np.log(SMALLEST), np.log(LARGEST)),
        method="bounded",
        options={"xatol": 1e-10},
    )
    dimension = float(np.exp(found.x))
    return dimension, float((np.log(t_c) + _log_excess(P, dimension)).mean())
