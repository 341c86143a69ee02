"""The phase diagram of the linear manifold: its times, and the excess cross-entropy."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.settings.memorization_as_generalization import FullPicture
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import cross_entropy, times

TIMES = ("onset", "collapse", "condensation", "generalization")

Points = float | Float[np.ndarray, " points"]


def table(s: FullPicture) -> Made:
    """Return the four times against alpha_D and against alpha; in arrays, a map of the planes.

    The arrays are (cells, points): the excess cross-entropy at each t of a column of the diagram.
    """
    alpha_Ds = np.geomspace(*s.alpha_D_range, s.points)
    alphas = np.geomspace(*s.alpha_range, s.points)
    rows = [
        *boundary_rows("alpha_D", s.alpha, alpha_Ds),
        *boundary_rows("alpha", alphas, s.alpha_D),
    ]
    t_of_alpha_D, excess_of_alpha_D = excess(s.alpha, alpha_Ds, s.cells)
    t_of_alpha, excess_of_alpha = excess(alphas, s.alpha_D, s.cells)
    arrays = {
        "alpha_D": alpha_Ds,
        "t_of_alpha_D": t_of_alpha_D,
        "excess_of_alpha_D": excess_of_alpha_D,
        "alpha": alphas,
        "t_of_alpha": t_of_alpha,
        "excess_of_alpha": excess_of_alpha,
    }
    return Made(rows, arrays={"full_picture_map": arrays})


def boundary_rows(along: str, alphas: Points, alpha_Ds: Points) -> Iterator[Row]:
    """Yield the four times along one axis of the diagram."""
    boundaries = times(alphas, alpha_Ds)
    loads, aspects = np.broadcast_arrays(alphas, alpha_Ds)
    for name in TIMES:
        for alpha, alpha_D, t in zip(loads, aspects, getattr(boundaries, name), strict=True):
            point: Point = {"along": along, "alpha": alpha, "alpha_D": alpha_D}
            yield row(f"{name}_time", "theory", t, **point)


def excess(
    alphas: Points, alpha_Ds: Points, cells: int
) -> tuple[Float[np.ndarray, " cells"], Float[np.ndarray, "cells points"]]:
    """Return a grid of t that spans the times of all columns, and Phi_t - Phi_{t_g} on it.

    Phi_t is KL(p_0 || p_t^emp) per coordinate, up to a constant in t.
    """
    boundaries = times(alphas, alpha_Ds)
    first, last = boundaries.generalization.min() / 3, 3 * boundaries.onset.max()
    t = np.geomspace(first, last, cells)
    lowest = cross_entropy(boundaries.generalization, alphas, alpha_Ds)
    return t, cross_entropy(t[:, None], alphas, alpha_Ds) - lowest
