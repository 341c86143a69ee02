"""Linear fits to a ladder of sizes N by functions of N that vanish at infinite size."""

from collections.abc import Callable, Sequence

import numpy as np
from jaxtyping import Float

Term = Callable[[np.ndarray], np.ndarray]


def inverse_root(N: np.ndarray) -> np.ndarray:
    """N^(-1/2)."""
    return N**-0.5


def log_inverse_root(N: np.ndarray) -> np.ndarray:
    """N^(-1/2) log N, from the prefactor sqrt(N) of a saddle point."""
    return N**-0.5 * np.log(N)


def inverse(N: np.ndarray) -> np.ndarray:
    """1 / N."""
    return 1 / N


# The weight at t_c: a shift of N times a free energy by log N and by 1, over its width sqrt(N).
WEIGHT_TERMS: tuple[Term, ...] = (inverse_root, log_inverse_root)
CROSSING_TERMS: tuple[Term, ...] = (inverse_root, inverse)


def fit_sizes(
    N: Float[np.ndarray, " sizes"],
    values: Float[np.ndarray, " sizes"],
    errors: Float[np.ndarray, " sizes"],
    terms: Sequence[Term],
) -> tuple[Float[np.ndarray, " coefficients"], float]:
    """Return the coefficients of 1 and of each term, and the standard error of the limit.

    Weighted by 1 / error^2. The limit is the first coefficient; its error grows with the root of
    the reduced chi square where that exceeds 1.

    Raises
    ------
    ValueError
        If there are fewer sizes than coefficients.
    """
    N, values, errors = (np.asarray(a, dtype=float) for a in (N, values, errors))
    if len(N) < len(terms) + 1:
        raise ValueError(f"N={N}: {len(terms) + 1} coefficients need as many sizes.")
    design = np.stack([np.ones_like(N), *(term(N) for term in terms)], axis=1)
    weighted = design / errors[:, None]
    covariance = np.linalg.inv(weighted.T @ weighted)
    best = covariance @ weighted.T @ (values / errors)
    freedom = len(N) - design.shape[1]
    misfit = ((weighted @ best - values / errors) ** 2).sum() / freedom if freedom else 1.0
    return best, float(np.sqrt(covariance[0, 0] * max(misfit, 1.0)))
