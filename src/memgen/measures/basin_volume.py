"""Volume of a basin of attraction from the noise that it survives (arXiv:2505.21777, App. C).

A basin whose critical step is t_c is taken for a ball of the radius by which noise at t_c moves
its centre. In variance-preserving coordinates, x_t = sqrt(abar) x + sqrt(1 - abar) w,

    r^2 = E |x - x_t|^2 = (1 - sqrt(abar))^2 |x|^2 + (1 - abar) N,
    log V = (N/2) log(pi r^2) - log Gamma(N/2 + 1).

The released code takes r from one draw of the noise, which scatters by 1 / sqrt(2N) about this one.
"""

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.special import gammaln


def log_ball_volume(radius: float | Float[np.ndarray, "*shape"], N: int) -> Any:
    """Return the logarithm of the volume of a ball in N dimensions; -inf at radius 0.

    Raises
    ------
    ValueError
        If a radius is negative or N below 1.
    """
    radius = np.asarray(radius, dtype=float)
    if not (radius >= 0).all() or N < 1:
        raise ValueError(f"radius={radius}, N={N}: give radii >= 0 and N >= 1.")
    with np.errstate(divide="ignore"):
        log_square = 2 * np.log(radius)
    return 0.5 * N * (np.log(np.pi) + log_square) - gammaln(0.5 * N + 1)


def noise_radius(
    x: Float[np.ndarray, "batch N"], t: Float[np.ndarray, " batch"]
) -> Float[np.ndarray, " batch"]:
    """Return r, root mean square, for the variance-exploding variance t = (1 - abar) / abar."""
    shrunk = 1 - 1 / np.sqrt(1 + t)
    square = shrunk**2 * (x**2).sum(axis=1) + t / (1 + t) * x.shape[1]
    return np.sqrt(square)
