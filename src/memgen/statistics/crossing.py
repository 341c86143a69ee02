"""Times read off measured curves, with their errors."""

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
) -> Crossing:
    """Return where the mean of independent `draws` crosses `level`, with its standard error.

    The error is that of the mean at the crossing, divided by the slope there.

    Parameters
    ----------
    t : (times,)
        Positive times.
    draws : (draws, times)
        One curve for each independent draw of manifold, data and noise.
    level : float
        See `crossing_time`.

    Raises
    ------
    ValueError
        If there are fewer than 2 draws, or the mean curve has no single crossing.
    """
    if len(draws) < 2:
        raise ValueError(f"draws holds {len(draws)} curve(s); an error bar needs at least 2.")
    mean = draws.mean(axis=0)
    time = crossing_time(t, mean, level)
    (i,) = np.flatnonzero((mean[1:] > level) != (mean[:-1] > level))
    share = (level - mean[i]) / (mean[i + 1] - mean[i])
    there = (1 - share) * draws[:, i] + share * draws[:, i + 1]
    slope = (mean[i + 1] - mean[i]) / np.log(t[i + 1] / t[i])
    stderr = time * there.std(ddof=1) / np.sqrt(len(draws)) / abs(slope)
    return Crossing(time, float(stderr), len(draws))


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
