"""Where measured curves cross a level, with their errors."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

Scale = Literal["log", "linear"]


@dataclass(frozen=True)
class Crossing:
    """A place on the axis of a curve, with its standard error over `n` independent draws.

    Attributes
    ----------
    place : float
        A time, a load, a radius: what the curve is plotted against.
    stderr : float
        Its standard error, in the same unit.
    n : int
        Number of independent draws.
    """

    place: float
    stderr: float
    n: int


def crossing_place(
    x: Float[np.ndarray, " places"],
    curve: Float[np.ndarray, " places"],
    level: float,
    scale: Scale = "log",
    of: str = "the curve",
) -> float:
    """Return where one curve crosses `level`, interpolated linearly in log x, or in x.

    Parameters
    ----------
    x : (places,)
        Ascending or descending; positive if the scale is "log".
    curve : (places,)
        Values there, monotone at least around the level.
    level : float
        E.g. 1/2 for the mean own weight at the collapse.
    scale : str
        "log" or "linear": in which the curve is taken as straight between two places.
    of : str
        Of what, for the error message.

    Raises
    ------
    ValueError
        If the curve does not cross the level on the grid, or does so more than once.
    """
    x, curve = _checked(x, curve, scale)
    i, share = _single(x, curve, level, of)
    if scale == "linear":
        return float((1 - share) * x[i] + share * x[i + 1])
    return float(np.exp((1 - share) * np.log(x[i]) + share * np.log(x[i + 1])))


def crossing(
    x: Float[np.ndarray, " places"],
    draws: Float[np.ndarray, "draws places"],
    level: float,
    scale: Scale = "log",
    resolution: Scale | None = None,
    of: str = "the curve",
) -> Crossing:
    """Return where the mean of independent `draws` crosses `level`, with its standard error.

    The error is that of the mean at the crossing, divided by the slope there.

    Parameters
    ----------
    x : (places,)
        Ascending or descending; positive if the scale is "log".
    draws : (draws, places)
        One curve for each independent draw of manifold, data and noise.
    level, scale, of
        As in `crossing_place`.
    resolution : str, optional
        For curves between 0 and 1: add the error of a fall that happens within one step of the
        grid, step / sqrt(12) times the square of the fall in it, the step in x ("linear") or in
        log x ("log"). A curve that falls at once says no more than that it falls between two
        places, however little its draws scatter.

    Raises
    ------
    ValueError
        If there are fewer than 2 draws, or the mean curve has no single crossing.
    """
    if len(draws) < 2:
        raise ValueError(f"draws holds {len(draws)} curve(s); an error bar needs at least 2.")
    mean = draws.mean(axis=0)
    place = crossing_place(x, mean, level, scale, of)
    i, share = _single(x, mean, level, of)
    there = (1 - share) * draws[:, i] + share * draws[:, i + 1]
    fall = mean[i + 1] - mean[i]
    if scale == "linear":
        unit, slope = 1.0, fall / (x[i + 1] - x[i])
    else:
        unit, slope = place, fall / np.log(x[i + 1] / x[i])
    stderr = unit * there.std(ddof=1) / np.sqrt(len(draws)) / abs(slope)
    if resolution is not None:
        step = x[i + 1] - x[i] if resolution == "linear" else place * np.log(x[i + 1] / x[i])
        stderr = np.hypot(stderr, abs(step) / np.sqrt(12) * fall**2)
    return Crossing(place, float(stderr), len(draws))


def count_crossings(curve: Float[np.ndarray, " places"], level: float) -> int:
    """Return how often a curve crosses the level: `crossing` wants once."""
    return len(_steps(np.asarray(curve), level))


def _steps(curve: np.ndarray, level: float) -> np.ndarray:
    above = curve > level
    return np.flatnonzero(above[1:] != above[:-1])


def _single(x: np.ndarray, curve: np.ndarray, level: float, of: str) -> tuple[int, float]:
    """Return the step i of the only crossing, and the share of it before the crossing."""
    steps = _steps(curve, level)
    if len(steps) == 0:
        raise ValueError(
            f"{of} runs from {curve[0]:.4g} at {x[0]:.4g} to {curve[-1]:.4g} at {x[-1]:.4g} and "
            f"does not cross {level}; widen the grid."
        )
    if len(steps) > 1:
        between = ", ".join(f"{x[i]:.4g} and {x[i + 1]:.4g}" for i in steps)
        raise ValueError(
            f"{of} crosses {level} {len(steps)} times, between {between}; average over more draws."
        )
    (i,) = steps
    return int(i), float((level - curve[i]) / (curve[i + 1] - curve[i]))


def _checked(x: np.ndarray, curve: np.ndarray, scale: Scale) -> tuple[np.ndarray, np.ndarray]:
    x, curve = np.asarray(x, dtype=float), np.asarray(curve, dtype=float)
    steps = np.diff(x)
    if len(x) < 2 or not ((steps > 0).all() or (steps < 0).all()):
        raise ValueError(f"x={x} must be at least 2 places, ascending or descending.")
    if scale == "log" and not (x > 0).all():
        raise ValueError(f"x={x} must be positive on a logarithmic scale.")
    if curve.shape != x.shape or not np.isfinite(curve).all():
        raise ValueError(f"curve={curve} must be one finite number for each of {len(x)} places.")
    return x, curve
