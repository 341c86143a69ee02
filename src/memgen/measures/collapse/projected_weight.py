"""The weight that any denoiser gives a point, told from its answer alone.

At x_t = xi + sqrt(t) w the empirical denoiser answers D = W xi + (1 - W) D', with the posterior
weight W of xi and the answer D' of all other points. So W is D - D' measured along xi - D'. Of
another denoiser the same projection,

    W = <(D - D') . (xi - D')> / <|xi - D'|^2>,

is the weight with which it behaves as if xi were one of its points: the posterior weight for the
empirical score, 1 for one that gives the point back, 0 for one that knows nothing of it beyond the
others. One that has learnt the density comes near any point of it where noise is small, known or
not: what tells is the difference to the same projection at points that it never saw.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class ProjectedWeight:
    """W with its standard error over the probes."""

    value: float
    stderr: float


def projection_terms(
    denoised: Float[np.ndarray, "batch N"],
    others: Float[np.ndarray, "batch N"],
    own: Float[np.ndarray, "batch N"],
) -> tuple[Float[np.ndarray, " batch"], Float[np.ndarray, " batch"]]:
    """Return (D - D').(xi - D') and |xi - D'|^2 of each probe."""
    direction = own - others
    return np.einsum("bn,bn->b", denoised - others, direction), np.einsum(
        "bn,bn->b", direction, direction
    )


def projected_weight(
    along: Float[np.ndarray, " batch"], square: Float[np.ndarray, " batch"]
) -> ProjectedWeight:
    """Return W as the ratio of the means of the terms of `projection_terms`.

    Raises
    ------
    ValueError
        If there are fewer than two probes, or every point is what the others answer.
    """
    mean = float(square.mean()) if len(square) else 0.0
    if len(square) < 2 or not mean > 0:
        raise ValueError("give two probes or more whose points are not the others' answer.")
    value = float(along.mean()) / mean
    scatter = np.std(along - value * square, ddof=1) / np.sqrt(len(square)) / mean
    return ProjectedWeight(value, float(scatter))
