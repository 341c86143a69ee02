"""How far noise moves a point, in variance-preserving coordinates (arXiv:2505.21777, App. C).

A basin that bears noise up to t is taken for a ball of the radius by which that noise moves its
centre, x_t = sqrt(abar) x + sqrt(1 - abar) w with t = (1 - abar) / abar:

    r^2 = E |x - x_t|^2 = (1 - sqrt(abar))^2 |x|^2 + (1 - abar) N.

The released code takes r from one draw of the noise, which scatters by 1 / sqrt(2N) about this one.
Its volume is `memgen.measures.collapse.recovery.log_volume`.
"""

import numpy as np
from jaxtyping import Float


def squared_noise_radius(
    x: Float[np.ndarray, "batch N"], t: Float[np.ndarray, " batch"]
) -> Float[np.ndarray, " batch"]:
    """Return r^2 of points at the variance-exploding variances t = (1 - abar) / abar."""
    shrunk = 1 - 1 / np.sqrt(1 + t)
    return shrunk**2 * (x**2).sum(axis=1) + t / (1 + t) * x.shape[1]
