"""The linear response of a trained score along a direction, at finite size."""

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.flow import GradientFlow
from memgen.networks.random_features.moments import Moments


def gains_along(
    flow: GradientFlow,
    fresh: Moments,
    directions: Float[np.ndarray, "count d"],
    taus: Float[np.ndarray, " times"],
    gamma2: float = 1.0,
) -> Float[np.ndarray, "count times"]:
    """Return kappa = -E[(e.s)(e.x_t)] / Gamma^2, the slope of the score's regression on e.x_t.

    In the eigenbasis Q of the flow, P its projections,

        kappa(tau) = (1 / (sqrt(Delta) Gamma^2)) sum_k f_k (P e)_k (Q^T X e)_k.

    Parameters
    ----------
    flow : GradientFlow
        Training.
    fresh : Moments
        Of a population N(0, variance), whose X is E[sigma x_t^T].
    directions : (count, d)
        Unit vectors e.
    taus : (times,)
        Training times.
    gamma2 : float
        Gamma_t^2 = e^{-2t} variance + Delta_t, the variance of e.x_t.

    Returns
    -------
    (count, times)
        The exact score of the population has 1 / Gamma^2. To leading order in d it is
        `memgen.theory.random_features.gain`.
    """
    seen = flow.vectors.T @ (fresh.X @ directions.T)
    coefficients = (flow.projections @ directions.T) * seen
    f = np.stack([flow.learned(tau) for tau in taus])
    return (f @ coefficients).T / (np.sqrt(flow.delta) * gamma2)
