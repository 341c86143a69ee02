"""The phase diagram of the linear manifold: its times, and the basins of attraction."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.settings.memorization_as_generalization import FullPicture
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import basin_radius, times

TIMES = ("onset", "collapse", "condensation", "generalization")

Points = float | Float[np.ndarray, " points"]


def table(s: FullPicture) -> Made:
    """Return the four times against alpha_D and against alpha; in arrays, R(t) / t on the planes.

    The arrays are (cells, points): the radius over t at each t of a column of the diagram.
    """
    alpha_Ds = np.geomspace(*s.alpha_D_range, s.points)
    alphas = np.geomspace(*s.alpha_range, s.points)
    rows = [
        *boundary_rows("alpha_D", s.alpha, alpha_Ds),
        *boundary_rows("alpha", alphas, s.alpha_D),
    ]
    t_of_alpha_D, basins_of_alpha_D = basins(s.alpha, alpha_Ds, s.cells)
    t_of_alpha, basins_of_alpha = basins(alphas, s.alpha_D, s.cells)
    arrays = {
        "alpha_D": alpha_Ds,
        "t_of_alpha_D": t_of_alpha_D,
        "basins_of_alpha_D": basins_of_alpha_D,
        "alpha": alphas,
        "t_of_alpha": t_of_alpha,
        "basins_of_alpha": basins_of_alpha,
    }
    return Made(rows, arrays={"full_picture_basins": arrays})


def boundary_rows(along: str, alphas: Points, alpha_Ds: Points) -> Iterator[Row]:
    """Yield the four times along one axis of the diagram."""
    boundaries = times(alphas, alpha_Ds)
    loads, aspects = np.broadcast_arrays(alphas, alpha_Ds)
    for name in TIMES:
        for alpha, alpha_D, t in zip(loads, aspects, getattr(boundaries, name), strict=True):
            point: Point = {"along": along, "alpha": alpha, "alpha_D": alpha_D}
            yield row(f"{name}_time", "theory", t, **point)


def basins(
    alphas: Points, alpha_Ds: Points, cells: int
) -> tuple[Float[np.ndarray, " cells"], Float[np.ndarray, "cells points"]]:
    """Return a grid of t that spans the times of all columns, and R(t) / t on it.

    A noisy point, at the squared distance t per coordinate from its own, falls back to it where
    R(t) / t > 1.
    """
    boundaries = times(alphas, alpha_Ds)
    first, last = boundaries.generalization.min() / 3, 3 * boundaries.onset.max()
    t = np.geomspace(first, last, cells)
    return t, basin_radius(t[:, None], alphas, alpha_Ds) / t[:, None]
