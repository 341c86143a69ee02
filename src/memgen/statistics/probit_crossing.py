"""Where sigmoid curves cross a level, and the ratio of two crossings of the same draws.

A mean weight falls from 1 to 0 as a normal distribution does in log x, so that its probit is nearly
straight where the curve itself bends: between two places of the grid it is interpolated there.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import ndtri

from memgen.statistics.crossing import Crossing, crossing_place

_FEWEST = 4  # places for the cubic that the straight probit is compared with


@dataclass(frozen=True)
class SharedCrossing:
    """A crossing with what each draw contributes to it.

    Attributes
    ----------
    place : float
        Where the mean curve crosses the level.
    shifts : (draws,)
        By how much each draw moves log(place): the mean of independent draws moves it by their
        mean, so that crossings of the same draws can be compared draw by draw.
    grid : float
        Error of log(place) from the interpolation.
    """

    place: float
    shifts: Float[np.ndarray, " draws"]
    grid: float

    def crossing(self) -> Crossing:
        """Return the place with its standard error, that of the interpolation included."""
        return Crossing(self.place, self.place * _error(self.shifts, self.grid), len(self.shifts))


def probit_crossing(
    x: Float[np.ndarray, " places"],
    draws: Float[np.ndarray, "draws places"],
    level: float = 0.5,
    of: str = "the curve",
) -> SharedCrossing:
    """Return where the mean of `draws` crosses `level`, straight in (log x, probit).

    The error of the interpolation is its difference to the cubic through the four nearest places.

    Parameters
    ----------
    x : (places,)
        Positive, ascending or descending; four or more.
    draws : (draws, places)
        One curve between 0 and 1 for each of two or more independent draws.
    level : float
        Between 0 and 1.
    of : str
        Of what, for the error message.

    Raises
    ------
    ValueError
        If there are too few draws or places, the level is not between 0 and 1, or the mean curve
        has no single crossing.
    """
    x, draws = np.asarray(x, dtype=float), np.asarray(draws, dtype=float)
    if len(draws) < 2 or len(x) < _FEWEST or not 0 < level < 1:
        raise ValueError(
            f"{of}: {len(draws)} draws at {len(x)} places, level {level}: give 2 draws, "
            f"{_FEWEST} places and a level between 0 and 1, or more."
        )
    mean = draws.mean(axis=0)
    probit = ndtri(np.clip(mean, 1e-12, 1 - 1e-12)) - ndtri(level)
    place = crossing_place(x, probit, 0.0, "log", of)
    log_x = np.log(x)
    (i,) = np.flatnonzero((probit[1:] > 0) != (probit[:-1] > 0))
    first = int(np.clip(i - 1, 0, len(x) - _FEWEST))
    near = slice(first, first + _FEWEST)
    grid = 0.0
    if len(np.unique(probit[near])) == _FEWEST:
        grid = abs(float(np.polyfit(probit[near], log_x[near], 3)[-1]) - np.log(place))
        grid = min(grid, abs(log_x[i + 1] - log_x[i]))
    share = (np.log(place) - log_x[i]) / (log_x[i + 1] - log_x[i])
    there = (1 - share) * draws[:, i] + share * draws[:, i + 1]
    slope = (mean[i + 1] - mean[i]) / (log_x[i + 1] - log_x[i])
    return SharedCrossing(place, -(there - there.mean()) / slope, float(grid))


def ratio_of_crossings(upper: SharedCrossing, lower: SharedCrossing) -> Crossing:
    """Return upper over lower, both of the same draws, whose common fluctuations cancel.

    Raises
    ------
    ValueError
        If they have not as many draws.
    """
    if len(upper.shifts) != len(lower.shifts):
        raise ValueError(f"{len(upper.shifts)} and {len(lower.shifts)} draws are not the same.")
    ratio = upper.place / lower.place
    error = _error(upper.shifts - lower.shifts, float(np.hypot(upper.grid, lower.grid)))
    return Crossing(ratio, ratio * error, len(upper.shifts))


def _error(shifts: np.ndarray, grid: float) -> float:
    return float(np.hypot(shifts.std(ddof=1) / np.sqrt(len(shifts)), grid))
