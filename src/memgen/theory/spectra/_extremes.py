"""Extreme eigenvalues of the bulks at finite N: the Tracy-Widom shift of the edges.

The companion transform's equation is lambda(M), and an edge is where d lambda / dM = 0
(`memgen.theory.spectra._edges`, u = 1/M). Near it M - M_* = i sqrt(2 |lambda - lambda_*| /
|lambda''|), so that the density of the N eigenvalues rises as sqrt(2 delta / |lambda''|) / pi, and
the outermost one of a bulk lies on average further in by

    1.2065 sigma N^{-2/3} (1 + O(N^{-1/3})),   sigma = (|lambda''| / 2)^{1/3},

1.2065 = -E[TW_1], the mean of the Tracy-Widom law of real matrices (Johnstone, Ann. Statist. 29,
295 (2001), for one variance; Hachem, Hardy and Najim, arXiv:1409.7548, for edges between bulks).
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked
from memgen.theory.spectra._edges import VarianceMixture, edge_roots

TRACY_WIDOM_MEAN = -1.2065335745820  # Bornemann, arXiv:0804.2543


def edge_scales(parts: VarianceMixture) -> Float[np.ndarray, "bulks two"]:
    """Return sigma of each edge: its extreme eigenvalue fluctuates over sigma N^{-2/3}.

    In M = 1/u, lambda'' = -2 / M^3 + sum_k 2 alpha_k s_k^6 / (1 + s_k^2 M)^3.
    """
    alpha, s2 = parts.aspect_ratios, parts.variances
    u = edge_roots(parts)
    of_parts = np.sum(2 * alpha * (s2 * u[:, None] / (u[:, None] + s2)) ** 3, axis=1)
    curvature = -2 * u**3 + of_parts
    return parts.scale * (np.abs(curvature) / 2).reshape(-1, 2) ** (1 / 3)


@checked
def expected_extremes(
    N: float, parts: VarianceMixture, edges: Float[np.ndarray, "bulks two"]
) -> Float[np.ndarray, "bulks two"]:
    """Return the mean least and largest eigenvalue of each bulk at finite N."""
    inwards = np.array([1.0, -1.0])
    return edges - inwards * TRACY_WIDOM_MEAN * edge_scales(parts) * N ** (-2 / 3)
