"""Mean extreme eigenvalues of the bulks to order 1 / N: Tracy and Widom's shift, and the next.

The mean of the least or largest eigenvalue of a bulk of F F^T, F real, is at finite N

    edge +- 1.2065 sigma N^{-2/3} + delta / N + O(N^{-4/3}),

the first shift that of `drawn_edges`. The second comes of the mean resolvent of real matrices,
M + M_1 / N with

    M_1 = A(M) / lambda'(M)^2,     A(M) = (1 / M) sum_k alpha_k s_k^4 / (1 + s_k^2 M)^3

(Bai and Silverstein, Ann. Probab. 32, 553 (2004), theorem 1.1, here of lambda(M) as in
`memgen.theory.spectra._edges`). Near an edge, where M - M_* = b sqrt(lambda - edge), M_1 has a pole
-1/4 / (lambda - edge), which belongs to the Tracy-Widom law itself, and a term q / sqrt(lambda -
edge): what b sqrt(lambda - edge - delta / N) has to order 1 / N. Derivatives at M_* give

    delta = -2 q / b = -(A' + lambda''' / 3) / lambda''.

For one variance that is -+ (1 +- sqrt(alpha))^2 / (2 sqrt(alpha)) s^2, the shift by halves of
(sqrt(N - 1/2) +- sqrt(m - 1/2))^2 (Ma, Bernoulli 18, 322 (2012)).
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked
from memgen.numerics.types import Normalization
from memgen.theory.spectra import drawn_edges
from memgen.theory.spectra._edges import VarianceMixture, edge_roots, mixture


@checked
def mean_extremes(
    N: float, aspect_ratios: Any, variances: Any, normalization: Normalization = "ambient"
) -> Float[np.ndarray, "bulks two"]:
    """Return the mean least and largest eigenvalue of each bulk of one drawn F, to order 1 / N.

    Parameters
    ----------
    N : float
        Ambient dimension.
    aspect_ratios, variances, normalization
        m_k / N, s_k^2 and the scale of F's entries, as in `memgen.theory.spectra`.

    Returns
    -------
    (bulks, 2)
        Ascending. Not for edges that all but touch, where delta diverges.

    Raises
    ------
    ValueError
        As `bulk_edges`.
    """
    parts = mixture(aspect_ratios, variances, normalization)
    first = drawn_edges(N, aspect_ratios, variances, normalization)
    return first + second_shift(parts) / N


def second_shift(parts: VarianceMixture) -> Float[np.ndarray, "bulks two"]:
    """Return delta of each edge: the shift of its mean extreme eigenvalue by delta / N."""
    alpha, s2 = parts.aspect_ratios, parts.variances
    M = 1 / edge_roots(parts)[:, None]
    factor = 1 / (1 + s2 * M)
    M = M[:, 0]
    curvature = -2 / M**3 + 2 * np.sum(alpha * (s2 * factor) ** 3, axis=1)
    third = 6 / M**4 - 6 * np.sum(alpha * (s2 * factor) ** 4, axis=1)
    inner = np.sum(alpha * s2**2 * factor**3, axis=1)
    slope = -inner / M**2 - 3 * np.sum(alpha * s2**3 * factor**4, axis=1) / M
    delta = -(slope + third / 3) / curvature
    return parts.scale * delta.reshape(-1, 2)
