"""Times read off measured curves, with their errors, and the dimension that they betray."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


def crossing_time(
    t: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"], level: float
) -> float:
    """Return where `curve` crosses `level`, by linear interpolation in log t.

    Parameters
    ----------
    t : (times,)
        Positive times, ascending or descending.
    curve : (times,)
        Means at these times, monotone at least around the level.
    level : float
        E.g. 1/2 for the mean own weight at the collapse.

    Raises
    ------
    ValueError
        If the curve does not cross the level on the grid, or does so more than once.
    """
    t, curve = _check_curve(t, curve)
    above = curve > level
    steps = np.flatnonzero(above[1:] != above[:-1])
    if len(steps) == 0:
        raise ValueError(
            f"the curve runs from {curve[0]:.4g} at t={t[0]:.4g} to {curve[-1]:.4g} at "
            f"t={t[-1]:.4g} and does not cross level={level}; widen the grid of t."
        )
    if len(steps) > 1:
        between = ", ".join(f"{t[i]:.4g} and {t[i + 1]:.4g}" for i in steps)
        raise ValueError(
            f"the curve crosses level={level} {len(steps)} times, between t = {between}; "
            f"average over more draws."
        )
    i = steps[0]
    share = (level - curve[i]) / (curve[i + 1] - curve[i])
    return float(np.exp((1 - share) * np.log(t[i]) + share * np.log(t[i + 1])))


@dataclass(frozen=True)
class Crossing:
    """A time with its standard error over `n` independent draws."""

    time: float
    stderr: float
    n: int


def crossing_with_error(
    t: Float[np.ndarray, " times"],
    draws: Float[np.ndarray, "draws times"],
    level: float,
    rng: np.random.Generator,
    resamples: int = 400,
) -> Crossing:
    """Return where the mean of independent `draws` crosses `level`, with its bootstrap error.

    Parameters
    ----------
    t : (times,)
        Positive times.
    draws : (draws, times)
        One curve for each independent draw of manifold, data and noise.
    level : float
        See `crossing_time`.
    rng : numpy.random.Generator
        Source of the resamples.
    resamples : int
        Number of bootstrap resamples of the draws.

    Raises
    ------
    ValueError
        If there are fewer than 2 draws, or the mean curve or a resampled one has no single
        crossing.
    """
    if len(draws) < 2:
        raise ValueError(f"draws holds {len(draws)} curve(s); an error bar needs at least 2.")
    time = crossing_time(t, draws.mean(axis=0), level)
    times = []
    for _ in range(resamples):
        chosen = rng.integers(len(draws), size=len(draws))
        try:
            times.append(crossing_time(t, draws[chosen].mean(axis=0), level))
        except ValueError as error:
            raise ValueError(
                f"the mean crosses at t={time:.4g}, a resample fails: {error}"
            ) from None
    return Crossing(time, float(np.std(times, ddof=1)), len(draws))


@dataclass(frozen=True)
class EffectiveDimension:
    """D = -2 / slope of log t_c against log P, with standard errors and the fit's chi^2.

    Attributes
    ----------
    dimension, stderr : float
    slope, slope_stderr : float
    chi_square : float
        Of the straight line; nan without errors of t_c.
    degrees : int
        Number of points less two.
    """

    dimension: float
    stderr: float
    slope: float
    slope_stderr: float
    chi_square: float
    degrees: int


def effective_dimension(
    P: Float[np.ndarray, " sizes"],
    t_c: Float[np.ndarray, " sizes"],
    t_c_stderr: Float[np.ndarray, " sizes"] | None = None,
) -> EffectiveDimension:
    """Return the dimension of the data from how their collapse time falls with their number.

    t_c ~ P^(-2/D) for P^(2/D) >> 1 (arXiv:2502.09578): a straight line of slope -2/D in
    log t_c against log P, fitted by least squares, weighted by the errors of t_c where given.

    Parameters
    ----------
    P : (sizes,)
        Numbers of points.
    t_c : (sizes,)
        Collapse times.
    t_c_stderr : (sizes,), optional
        Their standard errors. Without them the error of D comes from the scatter about the line.

    Raises
    ------
    ValueError
        If there are fewer than 2 sizes (3 without errors), if a number is not positive, or if
        t_c does not fall with P.
    """
    P, t_c = np.asarray(P, dtype=float), np.asarray(t_c, dtype=float)
    error = np.ones(len(P)) if t_c_stderr is None else np.asarray(t_c_stderr, dtype=float) / t_c
    least = 3 if t_c_stderr is None else 2
    if not len(P) == len(t_c) == len(error) or len(np.unique(P)) < least:
        raise ValueError(
            f"P, t_c and t_c_stderr hold {len(P)}, {len(t_c)} and {len(error)} numbers; give as "
            f"many of each, at {least} different P or more."
        )
    if not all(((a > 0) & np.isfinite(a)).all() for a in (P, t_c, error)):
        raise ValueError(f"P={P}, t_c={t_c} and their errors must be positive and finite.")
    weight = error**-2.0
    x, y = np.log(P), np.log(t_c)
    x = x - np.average(x, weights=weight)
    spread = float(np.sum(weight * x**2))
    slope = float(np.sum(weight * x * y)) / spread
    residual = y - np.average(y, weights=weight) - slope * x
    chi_square, degrees = float(np.sum(weight * residual**2)), len(P) - 2
    variance = 1 / spread
    if t_c_stderr is None:
        variance, chi_square = variance * chi_square / degrees, float("nan")
    if slope >= 0:
        raise ValueError(f"t_c={t_c} does not fall with P={P}: the slope {slope:.3g} gives no D.")
    slope_stderr = float(np.sqrt(variance))
    return EffectiveDimension(
        -2 / slope, 2 * slope_stderr / slope**2, slope, slope_stderr, chi_square, degrees
    )


def _check_curve(
    t: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"]
) -> tuple[Float[np.ndarray, " times"], Float[np.ndarray, " times"]]:
    t, curve = np.asarray(t, dtype=float), np.asarray(curve, dtype=float)
    steps = np.diff(t)
    if len(t) < 2 or not ((steps > 0).all() or (steps < 0).all()) or not (t > 0).all():
        raise ValueError(f"t={t} must be at least 2 positive times, ascending or descending.")
    if curve.shape != t.shape or not np.isfinite(curve).all():
        raise ValueError(f"curve={curve} must be one finite number for each of {len(t)} times.")
    return t, curve
