"""Many small variances replaced by fewer equal ones, for theory whose cost grows with the rank."""

import numpy as np
from jaxtyping import Float

EXACT = 48  # largest variances that are kept


def coarse_spectrum(eigenvalues: Float[np.ndarray, " rank"]) -> Float[np.ndarray, " fewer"]:
    """Return variances a_k, descending, with the same sum and, to a rounding, sum of squares.

    The largest 48 are kept. All others enter the cumulant of `memgen.theory.manifold.finite_size`
    through sum log(1 + lambda a_k / t): to second order in a_k / t, n equal ones do the same, with

        n = (sum a)^2 / sum a^2,   a = sum a / n.
    """
    ordered = np.sort(eigenvalues)[::-1]
    kept, small = ordered[:EXACT], ordered[EXACT:]
    if not len(small):
        return kept
    count = max(1, round(small.sum() ** 2 / (small**2).sum()))
    return np.concatenate([kept, np.full(count, small.sum() / count)])
