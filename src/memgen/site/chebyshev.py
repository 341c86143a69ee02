"""Functions on rectangles by products of Chebyshev polynomials, for the explorer's pages.

    f(x, y) = sum_{jk} c_jk T_j(u) T_k(v),    u, v in [-1, 1] linear in log x and log y (or x, y).

Interpolation at the polynomials' zeros: the coefficients fall geometrically where f is smooth, and
the error is about the last of them. The page evaluates the same sum.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import chebyshev


@dataclass(frozen=True)
class Axis:
    """One coordinate: its name, its range, its number of nodes.

    Attributes
    ----------
    name : str
    low, high : float
        Ends of the range.
    nodes : int
    logarithmic : bool
        Whether polynomials are in the coordinate's logarithm.
    """

    name: str
    low: float
    high: float
    nodes: int
    logarithmic: bool = True

    def points(self) -> np.ndarray:
        """Return the coordinate at the zeros of T_nodes."""
        u = np.cos(np.pi * (np.arange(self.nodes) + 0.5) / self.nodes)
        low, high = self._ends()
        x = low + (u + 1) / 2 * (high - low)
        return np.exp(x) if self.logarithmic else x

    def reduced(self, x: np.ndarray) -> np.ndarray:
        """Return u in [-1, 1] of the coordinate.

        Raises
        ------
        ValueError
            If a point lies outside the range, where the polynomials say nothing.
        """
        x = np.asarray(x, dtype=float)
        if not ((x >= self.low) & (x <= self.high)).all():
            raise ValueError(f"{self.name}={x} must lie in [{self.low}, {self.high}].")
        low, high = self._ends()
        return 2 * ((np.log(x) if self.logarithmic else x) - low) / (high - low) - 1

    def _ends(self) -> tuple[float, float]:
        if self.logarithmic:
            return float(np.log(self.low)), float(np.log(self.high))
        return self.low, self.high


def coefficients(values: np.ndarray) -> np.ndarray:
    """Return c_j, or c_jk, of values at the nodes of one axis, or of two."""
    values = np.asarray(values, dtype=float)
    for axis, nodes in enumerate(values.shape):
        u = np.cos(np.pi * (np.arange(nodes) + 0.5) / nodes)
        basis = chebyshev.chebvander(u, nodes - 1)
        values = np.moveaxis(np.tensordot(np.linalg.inv(basis), values, (1, axis)), 0, axis)
    return values


def evaluate(c: np.ndarray, axes: Sequence[Axis], *points: np.ndarray) -> np.ndarray:
    """Return f at points, one array a coordinate; ValueError outside the ranges."""
    u = [axis.reduced(x) for axis, x in zip(axes, points, strict=True)]
    evaluations: dict[int, Callable[..., np.ndarray]] = {
        1: lambda: chebyshev.chebval(u[0], c),
        2: lambda: chebyshev.chebval2d(u[0], u[1], c),
    }
    return evaluations[len(axes)]()
