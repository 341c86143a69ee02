"""The linear response of a trained score along a direction, at finite size."""

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.moments import Moments


def gains(
    B: Float[np.ndarray, "d p"],
    fresh: Moments,
    directions: Float[np.ndarray, "count d"],
    gamma2: float,
) -> Float[np.ndarray, " count"]:
    """Return kappa = -E[(e.s)(e.x_t)] / Gamma^2, the slope of the score's regression on e.x_t.

    Parameters
    ----------
    B : (d, p)
        A / sqrt p.
    fresh : Moments
        Of a population N(0, variance), whose X is E[sigma x_t^T].
    directions : (count, d)
        Unit vectors e.
    gamma2 : float
        Gamma_t^2 = e^{-2t} variance + Delta_t, the variance of e.x_t.

    Returns
    -------
    (count,)
        1 / Gamma^2 for the exact score of the population. To leading order it is
        -e^T B (a W / sqrt d) e of `memgen.theory.random_features.gain`.
    """
    return -np.einsum("cd,cd->c", directions @ B, directions @ fresh.X.T) / gamma2
