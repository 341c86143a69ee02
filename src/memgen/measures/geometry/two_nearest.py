"""The dimension of data from the distances to the two nearest neighbours of each point."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from memgen.diffusion.arrays import check_points, like
from memgen.measures.samples.neighbours import nearest


@dataclass(frozen=True)
class NeighbourDimension:
    """D with its standard error."""

    dimension: float
    stderr: float


def two_nearest_dimension(points: Any) -> NeighbourDimension:
    """Return the dimension D of the points, from mu = r_2 / r_1 of each.

    Where the density is uniform over the two nearest neighbours, at distances r_1 < r_2, mu has the
    density D mu^{-D-1}, whatever the density is: log mu is exponential with mean 1/D, and
    (P - 1) / sum log mu estimates D without bias, with an error of D / sqrt(P) (Facco, d'Errico,
    Rodriguez and Laio, Sci. Rep. 7, 12140 (2017), there by a straight line).

    Parameters
    ----------
    points : (P, N)
        Different points, three or more; points that coincide with another one are left out.

    Raises
    ------
    ValueError
        If fewer than three points are different, or each is as far from the next two (a lattice).
    ValueError, TypeError
        If `memgen.diffusion.arrays.check_points` refuses the points.
    """
    points = np.unique(like(check_points(points), np.empty(0)), axis=0)
    if len(points) < 3:
        raise ValueError(f"{len(points)} different points have no two neighbours each: give three.")
    logs = -np.log(nearest(points, points, 2, exclude_self=True).ratio)
    if not logs.any():
        raise ValueError("every point is as far from the next one as from the second next.")
    dimension = (len(points) - 1) / logs.sum()
    return NeighbourDimension(float(dimension), float(dimension / np.sqrt(len(points))))
