"""The valley between the two peaks of a histogram, by a rule that is stated.

The density of the logarithms is estimated with a Gaussian kernel of width h. Of all its minima the
valley is the one with the largest contrast, 1 - (density at it) / (density at the lower of the
highest peaks at either side), among those with a share of the values of at least 5 % at either
side. The kernel is as narrow as leaves one valley alone: from h = range / 200 upwards until no
second minimum has a quarter of the best contrast. A contrast below `least` is no valley: then the
histogram has one peak.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

GRID = 512
SECOND = 0.25
SHARE = 0.05  # of the values at either side: less is a tail, no peak


@dataclass(frozen=True)
class Valley:
    """A minimum between two peaks.

    Attributes
    ----------
    place : float
        Where it is, in the values' unit; nan if there is none.
    contrast : float
        In [0, 1]; 0 if there is no minimum at all.
    left, right : float
        Places of the peaks at either side; nan if there is none.
    bandwidth : float
        Of the kernel, in the logarithm.
    """

    place: float
    contrast: float
    left: float
    right: float
    bandwidth: float

    @property
    def found(self) -> bool:
        """Whether there is a valley."""
        return bool(np.isfinite(self.place))


def valley(values: Float[np.ndarray, " n"], least: float = 0.2) -> Valley:
    """Return the valley of a histogram of positive values.

    Parameters
    ----------
    values : (n,)
        Positive; ten or more.
    least : float
        Contrast below which there is no valley, in (0, 1).

    Raises
    ------
    ValueError
        If there are fewer than ten values, one is not positive, or `least` is outside (0, 1).
    """
    values = np.asarray(values, dtype=float)
    if len(values) < 10 or not ((values > 0) & np.isfinite(values)).all() or not 0 < least < 1:
        raise ValueError(
            f"{len(values)} values, least={least}: give ten positive values or more, and a "
            "contrast in (0, 1)."
        )
    logs = np.log(values)
    low, high = np.quantile(logs, [0.001, 0.999])
    span = high - low
    if not span > 0:
        return Valley(np.nan, 0.0, np.nan, np.nan, 0.0)
    edges = np.linspace(low - 0.1 * span, high + 0.1 * span, GRID + 1)
    mass = np.histogram(logs, edges)[0].astype(float)
    grid = 0.5 * (edges[1:] + edges[:-1])
    for width in span / 200 * 1.15 ** np.arange(40):
        density = _smooth(mass, grid, width)
        minima = _contrasts(density)
        best = max(minima, default=(0.0, 0, 0, 0))
        if sum(contrast > SECOND * best[0] for contrast, *_ in minima) <= 1:
            break
    contrast, at, left, right = best
    if contrast < least:
        return Valley(np.nan, float(contrast), np.nan, np.nan, float(width))
    place, below, above = (float(np.exp(grid[k])) for k in (at, left, right))
    return Valley(place, float(contrast), below, above, float(width))


def _smooth(mass: np.ndarray, grid: np.ndarray, width: float) -> np.ndarray:
    kernel = np.exp(-((grid[:, None] - grid) ** 2) / (2 * width**2))
    return kernel @ mass


def _contrasts(density: np.ndarray) -> list[tuple[float, int, int, int]]:
    """Each minimum's contrast, place, and the highest peaks left and right of it."""
    inside = np.arange(1, len(density) - 1)
    falls, rises = density[inside] < density[inside - 1], density[inside] <= density[inside + 1]
    share = np.cumsum(density) / density.sum()
    found = []
    for k in inside[falls & rises]:
        if not SHARE <= share[k] <= 1 - SHARE:
            continue
        left, right = int(density[:k].argmax()), k + int(density[k:].argmax())
        lower = min(density[left], density[right])
        found.append((float(1 - density[k] / lower), int(k), left, int(right)))
    return found
