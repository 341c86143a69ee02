"""Spectra of linear manifolds and of the score's Jacobian, exact and empirical.

aspect_ratios are m_k / N and variances s_k^2: F has m_k columns with entries of variance s_k^2 / N
(normalization "ambient") or s_k^2 / D ("latent"). t is the variance-exploding noise variance. The
functions below take plain numbers; the modules have the equations. Source: arXiv:2410.05898.
Of the empirical score's Jacobian, of finitely many points, `empirical_jacobian_law` has the law.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked
from memgen.numerics.types import Normalization
from memgen.theory.spectra import _gaps as gaps
from memgen.theory.spectra import _jacobian as jacobian
from memgen.theory.spectra._density import eigenvalue_density
from memgen.theory.spectra._edges import find_edges, merging_ratio, mixture, uniform_law
from memgen.theory.spectra._empirical import (
    JacobianLaw,
    condensation_time,
    empirical_jacobian_law,
    mean_diagonal,
    one_norm_jacobian_law,
    one_norm_loss_times,
    slide_jacobian_law,
    squared_weight_variances,
)
from memgen.theory.spectra._extremes import expected_extremes
from memgen.theory.spectra._gaps import Gap

__all__ = [
    "JacobianLaw",
    "bulk_edges",
    "condensation_time",
    "drawn_edges",
    "empirical_jacobian_law",
    "gap_closing_time",
    "gap_opening_time",
    "gap_width",
    "jacobian_density",
    "jacobian_quantiles",
    "mean_diagonal",
    "merging_ratio",
    "one_norm_jacobian_law",
    "one_norm_loss_times",
    "slide_jacobian_law",
    "spectral_density",
    "squared_weight_variances",
    "uniform_law",
    "widest_gap",
    "widest_gap_time",
]

Points = Float[np.ndarray, " points"]


def bulk_edges(
    aspect_ratios: Any, variances: Any, normalization: Normalization = "ambient"
) -> Float[np.ndarray, "bulks two"]:
    """Return lower and upper edge of each bulk of non-zero eigenvalues of F F^T, ascending.

    One variance: s^2 (1 -+ sqrt(alpha))^2, Marchenko and Pastur.

    Raises
    ------
    ValueError
        Unless there is one positive variance for each positive aspect ratio.
    """
    return find_edges(mixture(aspect_ratios, variances, normalization))


@checked
def drawn_edges(
    N: float, aspect_ratios: Any, variances: Any, normalization: Normalization = "ambient"
) -> Float[np.ndarray, "bulks two"]:
    """Return the mean least and largest eigenvalue of each bulk of one drawn F, at finite N.

    The edge, 1.2065 sigma N^{-2/3} further in: Tracy and Widom's shift. Errors as in `bulk_edges`;
    not for edges that all but touch.
    """
    parts = mixture(aspect_ratios, variances, normalization)
    return expected_extremes(N, parts, find_edges(parts))


def spectral_density(
    x: Points, aspect_ratios: Any, variances: Any, normalization: Normalization = "ambient"
) -> Points:
    """Return the density of the non-zero eigenvalues, of mass min(D / N, 1).

    Errors as in `bulk_edges`; ConvergenceError if the transform is not found.
    """
    return eigenvalue_density(x, mixture(aspect_ratios, variances, normalization))


@checked
def jacobian_density(
    r: Points,
    t: float,
    aspect_ratios: Any,
    variances: Any,
    normalization: Normalization = "ambient",
) -> Points:
    """Return the density of the eigenvalues r of t grad score, without the spike at -1.

    The spike has mass 1 - D / N. Errors as in `spectral_density`.
    """
    return jacobian.density(r, t, mixture(aspect_ratios, variances, normalization))


@checked
def jacobian_quantiles(
    ranks: Points,
    t: float,
    aspect_ratios: Any,
    variances: Any,
    normalization: Normalization = "ambient",
) -> Points:
    """Return the ordered spectrum of t grad score: r against the share of eigenvalues below it."""
    return jacobian.quantiles(ranks, t, mixture(aspect_ratios, variances, normalization))


def gap_width(
    t: Any,
    aspect_ratios: Any,
    variances: Any,
    gap: Gap = "final",
    normalization: Normalization = "ambient",
) -> Any:
    """Return the width of a gap of t grad score: "final", or its number from the top down.

    Raises
    ------
    ValueError
        If there is no such gap, t is not positive, or as in `bulk_edges`.
    """
    return gaps.width(t, mixture(aspect_ratios, variances, normalization), gap)


@checked
def gap_opening_time(
    aspect_ratios: Any,
    variances: Any,
    threshold: float,
    gap: Gap = "final",
    normalization: Normalization = "ambient",
) -> float:
    """Return the largest t at which the gap is as wide as `threshold`; errors as in `gap_width`."""
    return gaps.crossings(mixture(aspect_ratios, variances, normalization), threshold, gap)[0]


@checked
def gap_closing_time(
    aspect_ratios: Any,
    variances: Any,
    threshold: float,
    gap: Gap = 0,
    normalization: Normalization = "ambient",
) -> float:
    """Return the smallest t at which it is; 0 for the final gap. Errors as in `gap_width`."""
    return gaps.crossings(mixture(aspect_ratios, variances, normalization), threshold, gap)[1]


def widest_gap_time(
    aspect_ratios: Any, variances: Any, gap: Gap = 0, normalization: Normalization = "ambient"
) -> float:
    """Return t = sqrt(g_1 g_2), where an intermediate gap is widest; errors as in `gap_width`."""
    return gaps.widest(mixture(aspect_ratios, variances, normalization), gap)[0]


def widest_gap(
    aspect_ratios: Any, variances: Any, gap: Gap = 0, normalization: Normalization = "ambient"
) -> float:
    """Return its width there, (sqrt g_1 - sqrt g_2) / (sqrt g_1 + sqrt g_2)."""
    return gaps.widest(mixture(aspect_ratios, variances, normalization), gap)[1]
