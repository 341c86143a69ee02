"""The volume of a basin, from the noise that its point bears (arXiv:2505.21777, App. C).

In variance-preserving coordinates x_t = sqrt(abar) x + sqrt(1 - abar) w, t = (1 - abar) / abar,
a basin that bears noise up to t is taken for a ball of the radius by which that noise moves its
centre:

    r^2 = E |x - x_t|^2 = (1 - sqrt(abar))^2 |x|^2 + (1 - abar) N.

The released code takes r from one draw of the noise, which scatters by 1 / sqrt(2N) about this one.
"""

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.special import gammaln


def squared_noise_radius(
    x: Float[np.ndarray, "batch N"], t: Float[np.ndarray, " batch"]
) -> Float[np.ndarray, " batch"]:
    """Return r^2 of points at the variance-exploding variances t = (1 - abar) / abar."""
    shrunk = 1 - 1 / np.sqrt(1 + t)
    return shrunk**2 * (x**2).sum(axis=1) + t / (1 + t) * x.shape[1]


def log_volume(squared_radius: float | Float[np.ndarray, "*shape"], N: int) -> Any:
    """Return log of the volume of a ball, (N/2) log(pi r^2) - log Gamma(N/2 + 1).

    With r^2 = |x_{t_c} - xi|^2, of mean N t_c for the variance-exploding process, it is the
    published log-volume of a basin. -inf at r = 0.

    Raises
    ------
    ValueError
        If N < 1 or a radius is negative.
    """
    squared_radius = np.asarray(squared_radius, dtype=float)
    if N < 1 or not (squared_radius >= 0).all():
        raise ValueError(f"N={N} must be at least 1, and squared radii not negative.")
    with np.errstate(divide="ignore"):
        return N / 2 * np.log(np.pi * squared_radius) - gammaln(N / 2 + 1)
