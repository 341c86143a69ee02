"""Spectrum of the covariance of a linear manifold with several variances: its bulks.

Data x = F z, z ~ N(0, 1), with m_k columns of F drawn with variance s_k^2 / N (normalization
"ambient") or s_k^2 / D, D the number of columns ("latent"; both in memgen's conventions). With
alpha_k = m_k / N the companion transform M of F F^T solves

    z = -1/M + sum_k alpha_k s_k^2 / (1 + s_k^2 M)

(Silverstein; arXiv:2410.05898, supplement, from the replica route). Its edges are where dz/dM = 0.
In u = 1/M,

    h(u) = sum_k alpha_k s_k^4 / (u + s_k^2)^2 = 1
    lambda = -u + sum_k alpha_k s_k^2 u / (u + s_k^2).

h falls from infinity on both outer sides of its poles, where there is one root each, and is convex
between two poles, where there are two, a gap of the spectrum, or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq

from memgen.numerics.doors import checked
from memgen.numerics.types import Normalization

Parts = Float[np.ndarray, " parts"]
OfParts = float | Sequence[float] | Parts


@dataclass(frozen=True)
class VarianceMixture:
    """Aspect ratios alpha_k = m_k / N and variances s_k^2 of the columns of F.

    Attributes
    ----------
    aspect_ratios, variances : (parts,)
        Positive; parts of one variance are joined, and variances rise.
    scale : float
        1, or N / D for the normalization "latent": the factor of all eigenvalues.
    """

    aspect_ratios: Parts
    variances: Parts
    scale: float

    @property
    def rank(self) -> float:
        """D / N, of which min(D / N, 1) is the mass of the non-zero eigenvalues."""
        return float(self.aspect_ratios.sum())


def mixture(
    aspect_ratios: OfParts,
    variances: OfParts,
    normalization: Normalization = "ambient",
) -> VarianceMixture:
    """Return a checked mixture of variances.

    Raises
    ------
    ValueError
        Unless there is one positive variance for each positive aspect ratio, and the normalization
        is "ambient" or "latent".
    """
    alpha, s2 = np.atleast_1d(aspect_ratios).astype(float), np.atleast_1d(variances).astype(float)
    fits = alpha.ndim == 1 and alpha.shape == s2.shape and alpha.size > 0
    if not (fits and (alpha > 0).all() and (s2 > 0).all() and np.isfinite([alpha, s2]).all()):
        raise ValueError(
            f"aspect_ratios={aspect_ratios}, variances={variances}: give one positive variance "
            "for each positive aspect ratio m_k / N."
        )
    if normalization not in ("ambient", "latent"):
        raise ValueError(f"normalization={normalization!r} must be 'ambient' or 'latent'.")
    levels, place = np.unique(s2, return_inverse=True)
    joined = np.bincount(place, weights=alpha)
    return VarianceMixture(
        joined, levels, 1.0 if normalization == "ambient" else float(1 / alpha.sum())
    )


@checked
def uniform_law(
    aspect_ratio: float, lowest: float, highest: float, nodes: int = 200
) -> tuple[Parts, Parts]:
    """Return aspect ratios and variances that stand for s^2 uniform in [lowest, highest].

    Raises
    ------
    ValueError
        Unless 0 < lowest < highest, the aspect ratio is positive and there are nodes.
    """
    if not (0 < lowest < highest < np.inf and aspect_ratio > 0 and nodes >= 2):
        raise ValueError(
            f"aspect_ratio={aspect_ratio}, lowest={lowest}, highest={highest}, nodes={nodes}: "
            "give 0 < lowest < highest, a positive aspect ratio and two nodes or more."
        )
    u, w = np.polynomial.legendre.leggauss(nodes)
    return aspect_ratio * w / 2, lowest + (highest - lowest) * (u + 1) / 2


def find_edges(parts: VarianceMixture) -> Float[np.ndarray, "bulks two"]:
    """Return lower and upper edge of each bulk of non-zero eigenvalues, ascending."""
    levels = level_of(edge_roots(parts), parts)
    return parts.scale * np.maximum(levels, 0.0).reshape(-1, 2)


def level_of(u: Float[np.ndarray, " roots"], parts: VarianceMixture) -> Float[np.ndarray, " roots"]:
    """Return lambda(u), without the normalization's scale."""
    alpha, s2 = parts.aspect_ratios, parts.variances
    return -u + np.sum(alpha * s2 * u[:, None] / (u[:, None] + s2), axis=1)


def edge_roots(parts: VarianceMixture) -> Float[np.ndarray, " edges"]:
    """Return u = 1/M at each edge, in the order of ascending edges."""
    alpha, s2 = parts.aspect_ratios, parts.variances

    def excess(u: float) -> float:
        return float(np.sum(alpha * s2**2 / (u + s2) ** 2) - 1)

    def slope(u: float) -> float:
        return float(np.sum(-2 * alpha * s2**2 / (u + s2) ** 3))

    def root(function, low: float, high: float) -> float:
        return float(brentq(function, low, high, xtol=1e-300, rtol=1e-15))

    # sqrt(alpha_k) s_k^2 from a pole its own term alone is 1; h < 1 beyond the sum of all of them.
    own, reach = np.sqrt(alpha) * s2, np.sqrt(alpha.sum()) * s2[-1]
    roots = [root(excess, -s2[-1] - reach * (1 + 1e-9) - 1e-300, -s2[-1] - own[-1] / 2)]
    for k in range(s2.size - 1, 0, -1):
        low, high = -s2[k], -s2[k - 1]
        if high - low < 1e-7 * s2[k]:
            continue  # h is far above 1 all the way between poles so near
        # so near a pole its own term dominates
        near = low + 1e-6 * min(own[k], high - low)
        far = high - 1e-6 * min(own[k - 1], high - low)
        lowest = root(slope, near, far)
        if excess(lowest) < 0:
            roots += [root(excess, near, lowest), root(excess, lowest, far)]
    last = max(np.sqrt(alpha.sum()) * s2[-1], reach)
    roots.append(root(excess, -s2[0] + own[0] / 2, -s2[0] + last * (1 + 1e-9)))
    u = np.array(roots)
    return u[np.argsort(level_of(u, parts))]


@checked
def merging_ratio(
    aspect_ratios: OfParts,
    normalization: Normalization = "ambient",
    tolerance: float = 1e-9,
) -> float | None:
    """Return the s_2^2 / s_1^2 at and above which two bulks are one, by bisection.

    Parameters
    ----------
    aspect_ratios : (2,)
        m_1 / N, m_2 / N.
    normalization : str
        As in `mixture`.
    tolerance : float
        Of the ratio.

    Returns
    -------
    float or None
        None where they never part.

    Raises
    ------
    ValueError
        As `mixture`.
    """

    def apart(ratio: float) -> bool:
        return len(find_edges(mixture(aspect_ratios, [1.0, ratio], normalization))) == 2

    low, high = 1e-12, 1.0
    if not apart(low):
        return None
    while high - low > tolerance:
        middle = (low + high) / 2
        low, high = (middle, high) if apart(middle) else (low, middle)
    return low
