"""Where a measured curve is lowest, with its error."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

from memgen.statistics.crossing import Crossing


def minimum_place(t: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"]) -> float:
    """Return where `curve` is lowest: the vertex of the parabola in log t at the lowest point.

    Parameters
    ----------
    t : (times,)
        Positive times, evenly spaced in log t.
    curve : (times,)
        Means at these times.

    Raises
    ------
    ValueError
        If the lowest point lies at an end of the grid.

    """
    lowest = int(np.argmin(curve))
    if lowest in (0, len(t) - 1):
        raise ValueError(
            f"the curve is lowest at the end of the grid, t={t[lowest]:.4g}; widen the grid of t."
        )
    left, centre, right = curve[lowest - 1 : lowest + 2]
    shift = (left - right) / (2 * (left - 2 * centre + right))
    return float(np.exp(np.log(t[lowest]) + shift * np.log(t[lowest + 1] / t[lowest])))


def minimum_with_error(
    t: Float[np.ndarray, " times"],
    draws: Float[np.ndarray, "draws times"],
    rng: np.random.Generator,
    resamples: int = 400,
) -> Crossing:
    """Return where the mean of independent `draws` is lowest, with its bootstrap error.

    Parameters as in `minimum_place` and `memgen.statistics.crossing.crossing`.
    """
    place = minimum_place(t, draws.mean(axis=0))
    chosen = rng.integers(len(draws), size=(resamples, len(draws)))
    places = [minimum_place(t, draws[rows].mean(axis=0)) for rows in chosen]
    return Crossing(place, float(np.std(places, ddof=1)), len(draws))


def refined_minimum(
    function: Callable[[Float[np.ndarray, " points"]], Float[np.ndarray, " points"]],
    t: Float[np.ndarray, " times"],
    curve: Float[np.ndarray, " times"],
    points: int,
) -> float:
    """Return the least value of a function, on a finer grid about the lowest point of a coarse one.

    Parameters
    ----------
    function : callable
        From times (points,) to values (points,).
    t : (times,)
        The coarse grid, positive and rising.
    curve : (times,)
        The function's values there.
    points : int
        Of the finer grid, even in log t between the neighbours of the lowest point.

    Raises
    ------
    ValueError
        If the lowest point lies at an end of the grid.
    """
    lowest = int(np.argmin(curve))
    if lowest in (0, len(t) - 1):
        raise ValueError(
            f"the curve is lowest at the end of the grid, t={t[lowest]:.4g}; widen the grid of t."
        )
    return float(function(np.geomspace(t[lowest - 1], t[lowest + 1], points)).min())
