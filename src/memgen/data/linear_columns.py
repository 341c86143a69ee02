"""Effective matrices of a linear manifold whose columns have several variances."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float

from memgen.numerics.types import Normalization


def draw_columns(
    N: int,
    counts: Sequence[int],
    variances: Sequence[float],
    rng: np.random.Generator,
    normalization: Normalization = "ambient",
) -> Float[np.ndarray, "N D"]:
    """Return F (N, D) with m_k columns of Gaussian entries of variance s_k^2 / N, or s_k^2 / D.

    Parameters
    ----------
    N : int
        Ambient dimension.
    counts : sequence of int
        m_k >= 1.
    variances : sequence of float
        s_k^2 > 0.
    rng : numpy.random.Generator
        Source of the entries.
    normalization : str
        "ambient" (/ N) or "latent" (/ D, D the number of columns).

    Raises
    ------
    ValueError
        Unless there is one positive variance for each count, and all counts are positive.
    """
    m, s2 = np.asarray(counts), np.asarray(variances, dtype=float)
    if N < 1 or m.shape != s2.shape or m.ndim != 1 or not ((m >= 1).all() and (s2 > 0).all()):
        raise ValueError(
            f"N={N}, counts={list(counts)}, variances={list(variances)}: give a positive N and one "
            "positive variance for each positive count."
        )
    D = int(m.sum())
    scale = np.sqrt(np.repeat(s2, m) / (N if normalization == "ambient" else D))
    return rng.standard_normal((N, D)) * scale
