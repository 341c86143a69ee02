"""The potential on a plane through three data points, and its minima there and in N dimensions."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Bool, Float
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from memgen.diffusion.arrays import as_numpy
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import own_weight
from memgen.numerics.domain import positive

TOLERANCE = 1e-4


@dataclass(frozen=True)
class Plane:
    """A plane through three points, with an orthonormal frame.

    Attributes
    ----------
    origin : (N,)
        Centre of the three points.
    frame : (2, N)
        Orthonormal directions; the first points from the first to the second point.
    corners : (3, 2)
        Coordinates of the three points in the plane.

    """

    origin: Float[np.ndarray, " N"]
    frame: Float[np.ndarray, "2 N"]
    corners: Float[np.ndarray, "3 2"]

    def points(self, coordinates: Float[np.ndarray, "n 2"]) -> Float[np.ndarray, "n N"]:
        """Return the points of the space at the given coordinates of the plane."""
        return self.origin + coordinates @ self.frame


def plane_through(points: Any) -> Plane:
    """Return the plane through three points (3, N).

    Raises
    ------
    ValueError, TypeError
        If the points are not three, lie on a line, or `as_numpy` refuses them.

    """
    points = as_numpy(points, "points")
    if len(points) != 3:
        raise ValueError(f"points holds {len(points)}; give the three that the plane goes through.")
    origin = points.mean(axis=0)
    first, second = points[1] - points[0], points[2] - points[0]
    along = first / np.linalg.norm(first)
    across = second - (second @ along) * along
    if np.linalg.norm(across) < 1e-9 * np.linalg.norm(second):
        raise ValueError("The three points lie on a line and span no plane; choose others.")
    frame = np.stack([along, across / np.linalg.norm(across)])
    return Plane(origin, frame, (points - origin) @ frame.T)


def potential_on_plane(
    empirical: EmpiricalScore, plane: Plane, t: float, axis: Float[np.ndarray, " n"]
) -> Float[np.ndarray, "n n"]:
    """Return U_t / N = -log p_t^emp / N on the square grid axis x axis of a plane.

    Parameters
    ----------
    empirical : EmpiricalScore
        The data points, of dimension N.
    plane : Plane
        Where the potential is wanted.
    t : float
        Noise variance.
    axis : (n,)
        Coordinates along either direction; entry [i, j] of the result is at (axis[i], axis[j]).

    """
    grid = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    x = plane.points(grid)
    return -empirical.log_density(x, t).reshape(axis.size, axis.size) / x.shape[1]


def traps_on_plane(points: Any, plane: Plane, t: float, steps: int = 500) -> Bool[np.ndarray, "3"]:
    """Return which of the plane's three points have a minimum of their own on the plane.

    The potential on a plane is that of the points' projections with weights of their own, and the
    mean shift followed by a projection descends it. A minimum belongs to the data point from which
    it is reached if that point has more than half of the weight there. Such a minimum may be a
    saddle point in the N dimensions.

    Parameters
    ----------
    points : (P, N)
        All data points; the first three span the plane.
    plane : Plane
        From `plane_through`.
    t : float
        Noise variance.
    steps : int
        Of the mean shift.

    """
    points = as_numpy(points, "points")
    empirical, x = EmpiricalScore(points), points[:3]
    for _ in range(steps):
        moved = plane.points((empirical.denoise(x, t) - plane.origin) @ plane.frame.T)
        change = np.abs(moved - x).max()
        x = moved
        if change < TOLERANCE * np.sqrt(t):
            break
    return own_weight(empirical, x, points[:3], t) > 0.5


def count_attractors(ends: Any, resolution: float) -> int:
    """Return how many different places the ends (starts, N) of descents are, at a resolution.

    Ends within `resolution` of each other, or linked by such, are one place.

    Raises
    ------
    ValueError, TypeError
        If `as_numpy` refuses the ends, or the resolution is not positive.
    """
    positive(resolution=resolution)
    ends = as_numpy(ends, "ends")
    pairs = cKDTree(ends).query_pairs(resolution, output_type="ndarray")
    size = (len(ends), len(ends))
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=size)
    count, _ = connected_components(links, directed=False)
    return int(count)
