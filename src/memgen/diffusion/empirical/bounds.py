"""Which points can matter to a query: boxes of a k-d tree in a few coordinates that keep distances.

With V the leading principal axes of the points about their mean m, the map

    phi(x) = (V^T (x - m), |x - m - V V^T (x - m)|)

brings no two places further apart. So a leaf of the tree whose box in phi lies at distance d from
phi(x) holds no point nearer than d, and its n points together weigh at most n exp(-d^2 / 2t). On
points near a low-dimensional manifold the noise of x lies in the last coordinate, where all leaves
are about as far: it costs little.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

# Principal axes, points in a leaf, and points that the axes are estimated from.
AXES, LEAF, ESTIMATED = 12, 128, 20_000
# Relative rounding error of phi that boxes are widened by.
WIDENED = 1e-11


@dataclass(frozen=True)
class Boxes:
    """The leaves of the tree.

    Attributes
    ----------
    points : (P, N)
        In the order of the leaves, in float64.
    starts : (leaves + 1,)
        Where each leaf begins.
    mean, axes : (N,), (N, axes)
        m and V.
    low, high : (axes + 1, leaves)
        The boxes, widened by the rounding errors.
    """

    points: Float[np.ndarray, "P N"]
    starts: Int[np.ndarray, " ends"]
    mean: Float[np.ndarray, " N"]
    axes: Float[np.ndarray, "N axes"]
    low: Float[np.ndarray, "columns leaves"]
    high: Float[np.ndarray, "columns leaves"]

    def phi(self, x: Float[np.ndarray, "batch N"]) -> Float[np.ndarray, "batch columns"]:
        """Return (V^T (x - m), |rest|)."""
        return projected(x, self.mean, self.axes)


def principal(
    points: Float[np.ndarray, "P N"], mean: Float[np.ndarray, " N"]
) -> tuple[Float[np.ndarray, " N"], Float[np.ndarray, "N N"]]:
    """Return variances (times a number) and principal axes of some of the points, largest first."""
    some = points[:: max(1, len(points) // ESTIMATED)] - mean
    scales, axes = np.linalg.eigh(some.T @ some)
    return np.maximum(scales[::-1], 0), axes[:, ::-1]


def projected(
    x: Float[np.ndarray, "batch N"],
    mean: Float[np.ndarray, " N"],
    axes: Float[np.ndarray, "N axes"],
) -> Float[np.ndarray, "batch columns"]:
    """Return phi(x) = (V^T (x - m), |x - m - V V^T (x - m)|)."""
    x = x - mean
    along = x @ axes
    rest = x - along @ axes.T
    return np.concatenate((along, np.sqrt(np.einsum("bn,bn->b", rest, rest))[:, None]), 1)


def boxes(
    points: Float[np.ndarray, "P N"],
    mean: Float[np.ndarray, " N"],
    axes: Float[np.ndarray, "N axes"],
) -> Boxes:
    """Return the tree's leaves for (P, N) points, in the first AXES of their principal axes."""
    points = np.asarray(points, dtype=np.float64)
    axes = axes[:, :AXES].copy()
    tree = Boxes(points, np.zeros(1, int), mean, axes, np.zeros((0, 0)), np.zeros((0, 0)))
    image = tree.phi(points)
    order, starts = _leaves(image)
    image = image[order]
    slack = WIDENED * (np.abs(mean).max() + np.abs(image).max())
    low = np.minimum.reduceat(image, starts[:-1]) - slack
    high = np.maximum.reduceat(image, starts[:-1]) + slack
    low, high = np.ascontiguousarray(low.T), np.ascontiguousarray(high.T)
    return Boxes(points[order], starts, mean, axes, low, high)


def _leaves(image: Float[np.ndarray, "P columns"]) -> tuple[np.ndarray, np.ndarray]:
    """Return the points' order and the leaves' ends: halves along the widest coordinate."""
    parts, ready = [np.arange(len(image))], []
    while parts:
        part = parts.pop()
        if len(part) <= LEAF:
            ready.append(part)
            continue
        here = image[part]
        column = here[:, int(here.var(0).argmax())]
        half = len(part) // 2
        order = np.argpartition(column, half)
        parts += [part[order[half:]], part[order[:half]]]
    ends = np.cumsum([0, *(len(part) for part in ready)])
    return np.concatenate(ready), ends
