"""Points on a linear manifold: the work is done in its D dimensions.

Where xi = m + V z with V (N, D) orthonormal, and x - m = V u + r with r orthogonal to V,

    |x - xi|^2 = |u - z|^2 + |r|^2,    score(x) = V score_D(u) - r / t,

exactly: the orthogonal distance is the same for all points and leaves the weights alone.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.spatial import KDTree

# Singular values below, relative to the largest number in play, are rounding.
ROUNDING = 1e-13


@dataclass(frozen=True)
class Plane:
    """A linear manifold through the points.

    Attributes
    ----------
    mean, axes : (N,), (N, D)
        m and V.
    coordinates : (P, D)
        z.
    """

    mean: Float[np.ndarray, " N"]
    axes: Float[np.ndarray, "N D"]
    coordinates: Float[np.ndarray, "P D"]

    def split(
        self, x: Float[np.ndarray, "batch N"]
    ) -> tuple[Float[np.ndarray, "batch D"], Float[np.ndarray, "batch N"]]:
        """Return (u, r)."""
        x = x - self.mean
        u = x @ self.axes
        return u, x - u @ self.axes.T

    def lift(
        self,
        score: Float[np.ndarray, "batch D"],
        rest: Float[np.ndarray, "batch N"],
        t: Float[np.ndarray, " batch"],
    ) -> Float[np.ndarray, "batch N"]:
        """Return V score_D - r / t."""
        return score @ self.axes.T - rest / t[:, None]


def plane_of(points: Float[np.ndarray, "P N"]) -> Plane | None:
    """Return the linear manifold of D <= N / 2 dimensions that holds the points, or None."""
    P, N = points.shape
    mean = points.mean(0)
    _, scales, axes = np.linalg.svd(points[: 4 * N] - mean, full_matrices=False)
    largest = np.abs(points).max()
    D = int((scales > 1e-9 * max(scales[0], largest)).sum())
    if not 0 < D <= N // 2:
        return None
    plane = Plane(mean, axes[:D].T.copy(), (points - mean) @ axes[:D].T)
    for start in range(0, P, 2**14):
        rows = slice(start, start + 2**14)
        rest = points[rows] - mean - plane.coordinates[rows] @ plane.axes.T
        if np.abs(rest).max() > ROUNDING * largest:
            return None
    return plane


def nearest(
    plane: Plane, x: Float[np.ndarray, "batch N"], neighbours: int = 1
) -> tuple[Float[np.ndarray, "batch neighbours"], Int[np.ndarray, "batch neighbours"]]:
    """Return distances to the nearest points and their numbers, by a k-d tree in D dimensions.

    The distances are sqrt(|u - z|^2 + |r|^2), nearest first.

    Raises
    ------
    ValueError
        Unless there are so many points.
    """
    if not 1 <= neighbours <= len(plane.coordinates):
        raise ValueError(f"neighbours={neighbours} must be 1 to P={len(plane.coordinates)}.")
    u, rest = plane.split(x)
    ranks = np.arange(1, neighbours + 1)
    along, number = KDTree(plane.coordinates).query(u, k=ranks)
    return np.sqrt(along**2 + np.einsum("bn,bn->b", rest, rest)[:, None]), np.asarray(number)
