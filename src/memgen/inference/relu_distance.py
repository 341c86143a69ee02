"""Distance of points from a relu manifold.

The squared distance of x from {max(F z, 0)},

    min over z of |x - max(F z, 0)|^2,

has many local minima. The descent starts from the minimum of a convex neighbour: coordinates of x
above a threshold are taken to be on the linear branch, where they ask F z = x, and the others on
the flat one, where they ask F z <= 0. What it finds is an upper bound of the distance.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

STEPS = 400
"""Of each of the two descents, with Nesterov's momentum."""


def squared_distances(
    F: Float[np.ndarray, "N D"], x: Float[np.ndarray, "batch N"], threshold: float
) -> Float[np.ndarray, " batch"]:
    """Return the squared distance of each point from the manifold, an upper bound.

    Parameters
    ----------
    F : (N, D)
        The manifold's.
    x : (batch, N)
        The points.
    threshold : float
        Above which a coordinate counts as on the linear branch at the start, of the size of the
        noise.
    """
    on = x > threshold
    start = np.zeros((len(x), F.shape[1]))

    def convex(field: np.ndarray) -> np.ndarray:
        return np.where(on, field - x, np.maximum(field, 0))

    def nearest(field: np.ndarray) -> np.ndarray:
        return np.where(field > 0, field - x, 0)

    z = _descend(convex, F, start)
    best = np.full(len(x), np.inf)
    # the two candidates, before and after the second descent, whichever is nearer
    for candidate in (z, _descend(nearest, F, z)):
        best = np.minimum(best, ((x - np.maximum(candidate @ F.T, 0)) ** 2).sum(axis=1))
    return best


def _descend(slope: Callable[[np.ndarray], np.ndarray], F: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Return z after gradient steps, of the slope in the field F z, of the safe length."""
    length = np.linalg.norm(F, 2) ** -2
    ahead, before = z, z
    for k in range(STEPS):
        z = ahead - length * slope(ahead @ F.T) @ F
        ahead = z + k / (k + 3) * (z - before)
        before = z
    return z
