"""Real gradient descent of a random-feature score model, step by step.

In tau = k eta / d^2 the flow of B = A / sqrt p on L(B) (see `memgen.networks.random_features.flow`)

    dB / dtau = -(2 / psi_p) (Delta B U + sqrt(Delta) V^T)

is followed by Euler's steps, each a step of gradient descent. It is stable for steps below
psi_p / (Delta lambda_max), lambda_max the largest eigenvalue of U. Source: arXiv:2505.17638.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.moments import Moments

# Steps in units of the largest stable one: small while the largest modes learn.
EARLY_STEP, LATE_STEP, EARLY_TAU = 0.04, 0.5, 100.0


def gradient_descent(
    moments: Moments, taus: Float[np.ndarray, " times"]
) -> Iterator[Float[np.ndarray, "d p"]]:
    """Yield the weights B = A / sqrt p at each of the training times, from A = 0.

    Parameters
    ----------
    moments : Moments
        Of the training loss.
    taus : (times,)
        Rising, not negative; the steps end on them.

    Raises
    ------
    ValueError
        If the times fall or are negative.
    """
    if taus[0] < 0 or (np.diff(taus) < 0).any():
        raise ValueError(f"taus={taus} must rise from 0 or later.")
    p, d = moments.V.shape
    psi_p, delta = p / d, moments.delta
    stable = psi_p / (delta * np.linalg.norm(moments.U, 2))
    B, tau = np.zeros((d, p)), 0.0
    for target in taus:
        while tau < target:
            step = min((EARLY_STEP if tau < EARLY_TAU else LATE_STEP) * stable, target - tau)
            gradient = delta * B @ moments.U + np.sqrt(delta) * moments.V.T
            B -= 2 * step / psi_p * gradient
            tau += step
        yield B.copy()
