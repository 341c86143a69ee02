"""The potential on a plane through three data points: where its minima are, and which are traps."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.ndimage import minimum_filter

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import own_weight


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


def plane_through(points: Float[np.ndarray, "3 N"]) -> Plane:
    """Return the plane through three points.

    Raises
    ------
    ValueError
        If the points lie on a line.

    """
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


def grid_minima(values: Float[np.ndarray, "n m"]) -> Int[np.ndarray, "minima 2"]:
    """Return the indices of the interior grid points below all their eight neighbours."""
    lowest = minimum_filter(values, size=3, mode="nearest") == values
    # A flat patch would count each of its points; on a potential with P > 1 there is none.
    lowest[[0, -1], :] = lowest[:, [0, -1]] = False
    return np.argwhere(lowest)


def count_traps(
    points: Float[np.ndarray, "P N"],
    plane: Plane,
    t: float,
    axis: Float[np.ndarray, " n"],
    minima: Int[np.ndarray, "minima 2"],
) -> int:
    """Return how many of the plane's three points have a minimum on the plane of their own.

    A minimum belongs to a data point when that point carries more than half of the weight
    exp(-|x - xi|^2 / 2t) there.

    Parameters
    ----------
    points : (P, N)
        All data points; the first three span the plane.
    plane, t, axis, minima
        As from `potential_on_plane` and `grid_minima`.

    """
    if not len(minima):
        return 0
    x = plane.points(axis[minima])
    empirical = EmpiricalScore(points)
    weights = [own_weight(empirical, x, np.broadcast_to(xi, x.shape), t) for xi in points[:3]]
    return sum(bool((weight > 0.5).any()) for weight in weights)
