"""The uniform law on the unit circle, diffused: score and density in closed form.

The circle's points diffused to noise variance t have, at R = |x| and kappa = R / t,

    p_t(x) = exp(-(R^2 + 1) / 2t) I_0(R/t) / 2 pi t
    E[xi | x] = A(R/t) x / R,   A = I_1 / I_0
    score = (A(R/t) x / R - x) / t

(arXiv:2505.21777, eqs. 13 and 18, where E = -2 t log p_t, beta = 1 / 2t). Scaled Bessel functions
keep it finite at any t.
"""

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.special import i0e

from memgen.diffusion.arrays import Time, check_samples, check_time
from memgen.numerics.bessel import bessel_ratio


class CircleScore:
    """Score and density of the uniform law on the unit circle, diffused; x is (batch, 2)."""

    def score(self, x: Float[np.ndarray, "batch 2"], t: Time) -> Float[np.ndarray, "batch 2"]:
        """Return grad log p_t(x)."""
        return (self.denoise(x, t) - x) / check_time(t, x)[:, None]

    def denoise(self, x: Float[np.ndarray, "batch 2"], t: Time) -> Float[np.ndarray, "batch 2"]:
        """Return E[xi | x] = A(R/t) x / R."""
        R, t = self._radius(x, t)
        # A(kappa) / kappa -> 1/2 at the origin
        small = 1e-12 * t > R
        ratio = np.where(small, 0.5 / t, bessel_ratio(R / t) / np.where(small, 1.0, R))
        return ratio[:, None] * x

    def log_density(self, x: Float[np.ndarray, "batch 2"], t: Time) -> Float[np.ndarray, " batch"]:
        """Return log p_t(x) in nats."""
        R, t = self._radius(x, t)
        return np.log(i0e(R / t)) - (R - 1) ** 2 / (2 * t) - np.log(2 * np.pi * t)

    def _radius(self, x: Any, t: Any) -> tuple[np.ndarray, np.ndarray]:
        return np.linalg.norm(check_samples(x, 2), axis=1), np.asarray(check_time(t, x))
