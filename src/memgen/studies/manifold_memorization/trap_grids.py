"""Where basins and traps are looked at: the same times and radii for simulation and theory."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.statistics.crossing import Crossing, crossing
from memgen.tables.rows import Row, curve_rows, row
from memgen.theory.manifold import collapse_time, onset_time


def cut_times(alpha: float, alpha_D: float) -> dict[str, float]:
    """Return the times of the two cuts through the basins: below t_c, and between t_c and t_o."""
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    return {"below_collapse": t_c / 3, "between": float(np.sqrt(t_c * t_o))}


def trap_times(alpha: float, alpha_D: float, count: int) -> Float[np.ndarray, " times"]:
    """Return times from t_c / 3 to 2 t_o, over which the traps disappear."""
    return np.geomspace(collapse_time(alpha, alpha_D) / 3, 2 * onset_time(alpha, alpha_D), count)


def radii(alpha: float, alpha_D: float, count: int) -> Float[np.ndarray, " radii"]:
    """Return variances R of a start's displacement, from t_c / 30 to 6 t_c."""
    return collapse_time(alpha, alpha_D) * np.geomspace(1 / 30, 6, count)


def basin_rows(
    t: Float[np.ndarray, " times"],
    traps: Float[np.ndarray, "draws times"],
    R: Float[np.ndarray, " radii"],
    returns: Mapping[str, Float[np.ndarray, "draws radii"]],
    cuts: Mapping[str, float],
    kind: str,
    **point: Any,
) -> Iterator[Row]:
    """Yield the fraction of traps against t, the return probabilities against R, and their halves.

    A half that is not crossed on the grid has no row.
    """
    yield from curve_rows("trap_fraction", traps, {"t": t}, kind=kind, **point)
    half = first_half(t, traps)
    if half is not None:
        yield row("trap_time", kind, half.place, half.stderr, half.n, **point)
    for regime, draws in returns.items():
        at = {**point, "regime": regime, "t": cuts[regime]}
        yield from curve_rows("return_probability", draws, {"R": R}, kind=kind, **at)
        half = first_half(R, draws)
        if half is not None:
            yield row("half_return_radius", kind, half.place, half.stderr, half.n, **at)


def first_half(x: Float[np.ndarray, " places"], draws: np.ndarray) -> Crossing | None:
    """Return where the mean over draws first falls through 1/2; None if it does not."""
    draws = np.asarray(draws, dtype=float)
    mean = draws.mean(axis=0)
    if mean[0] <= 0.5 or mean.min() > 0.5:
        return None
    # A mean that wavers about 1/2 is read at its first fall: the envelope falls only once.
    return crossing(x, draws + np.minimum.accumulate(mean) - mean, 0.5)
