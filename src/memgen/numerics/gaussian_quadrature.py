"""Quadrature for averages over Gaussian fields that meet a kink.

A plain Gauss-Hermite rule across the kink of relu or sign loses several per cent. Averages
over the field h are therefore done panel by panel, with a panel edge on the kink and panels
that shrink towards it at the scale on which the integrand bends there.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

FIELD_REACH = 8.5
"""Fields beyond this many standard deviations are dropped: their weight is below 2e-17."""

_BULK_EDGES = (1.5, 3.25, 5.5, FIELD_REACH)
_KINK_EDGES = (1.0, 3.0, 8.0)


@dataclass(frozen=True)
class Resolution:
    """Numbers of quadrature nodes of the replica averages.

    Attributes
    ----------
    panel_nodes : int
        Gauss-Legendre nodes in each panel of the field h.
    spread_nodes, noise_nodes : int
        Gauss-Hermite nodes for the spread of the overlap (u) and the noise (w).
    step : float
        Step of the inner trapezoid, in units of the width of prior and energy together. At 1
        the rule's error for a Gaussian is 5e-9.
    """

    panel_nodes: int = 14
    spread_nodes: int = 12
    noise_nodes: int = 16
    step: float = 0.7

    def doubled(self) -> "Resolution":
        """Return the resolution with twice as many nodes of every kind."""
        return Resolution(
            2 * self.panel_nodes, 2 * self.spread_nodes, 2 * self.noise_nodes, self.step / 2
        )


@cache
def _legendre(nodes: int) -> tuple[FloatArray, FloatArray]:
    return np.polynomial.legendre.leggauss(nodes)


@cache
def gauss_hermite(nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights, each (nodes,), of an average over N(0, 1).

    The weights sum to one. The arrays are shared between callers and read-only.
    """
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    weights = weights / weights.sum()
    points.flags.writeable = False
    weights.flags.writeable = False
    return points, weights


def panels(edges: FloatArray, nodes: int) -> tuple[FloatArray, FloatArray]:
    """Return Gauss-Legendre nodes and weights on consecutive panels.

    Parameters
    ----------
    edges : ndarray, shape (panels + 1,)
        Ascending panel edges.
    nodes : int
        Nodes in each panel.

    Returns
    -------
    points, weights : ndarray, shape (panels * nodes,)
        For the integral over [edges[0], edges[-1]] with unit weight.
    """
    unit_points, unit_weights = _legendre(nodes)
    half = np.diff(edges)[:, None] / 2
    centre = (edges[1:] + edges[:-1])[:, None] / 2
    return (centre + half * unit_points).ravel(), (half * unit_weights).ravel()


def gaussian_average(
    nodes: int, kink_scale: float | None, symmetric: bool
) -> tuple[FloatArray, FloatArray]:
    """Return nodes and weights of an average over h ~ N(0, 1).

    Parameters
    ----------
    nodes : int
        Gauss-Legendre nodes in each panel.
    kink_scale : float or None
        Width over which the integrand bends beside h = 0; None where it is smooth there.
    symmetric : bool
        Whether the integrand is even: only h > 0 is then visited, with doubled weights.

    Returns
    -------
    points, weights : ndarray, shape (K,)
        The weights sum to one.
    """
    edges = [0.0, *_BULK_EDGES]
    if kink_scale is not None:
        # Panels far above the bulk's first edge would only cut it finer for nothing.
        edges += [kink_scale * edge for edge in _KINK_EDGES if kink_scale * edge < edges[1]]
        gap = kink_scale * _KINK_EDGES[-1]
        while (gap := 4 * gap) < 0.5 * edges[1]:
            edges.append(gap)
    upper = np.array(sorted(edges))
    points, weights = panels(upper, nodes)
    weights = weights * np.exp(-(points**2) / 2)
    if not symmetric:
        points, weights = np.concatenate([-points, points]), np.tile(weights, 2)
    return points, weights / weights.sum()
