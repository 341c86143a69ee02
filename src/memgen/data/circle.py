"""Points on the unit circle: the published subsets, and the law of infinitely many in closed form.

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
from scipy.special import i0e, i1e

from memgen.diffusion.arrays import Time, check_samples, check_time

PUBLISHED_COUNT = 60000
PUBLISHED_ANGLE_SEED = 9
PUBLISHED_SUBSET_SEED = 42


def published_angles(K: int) -> Float[np.ndarray, " K"]:
    """Return the angles, in [0, 2 pi), of the first K points of arXiv:2505.21777's circle.

    60000 angles uniform from numpy's legacy generator of seed 9, and of them the first K of torch's
    random permutation of seed 42 (released code): the subsets are nested. Data, not draws of a run:
    no setting changes them.

    Raises
    ------
    ValueError
        If K is not from 1 to 60000.
    """
    import torch

    if not 1 <= K <= PUBLISHED_COUNT:
        raise ValueError(f"K={K} must be from 1 to {PUBLISHED_COUNT}, the published points.")
    angles = np.random.RandomState(PUBLISHED_ANGLE_SEED).uniform(0, 2 * np.pi, PUBLISHED_COUNT)
    order = torch.Generator().manual_seed(PUBLISHED_SUBSET_SEED)
    return angles[torch.randperm(PUBLISHED_COUNT, generator=order)[:K].numpy()]


def on_circle(angles: Float[np.ndarray, " K"]) -> Float[np.ndarray, "K 2"]:
    """Return (cos, sin) of the angles."""
    return np.column_stack([np.cos(angles), np.sin(angles)])


def bessel_ratio(kappa: Any) -> Any:
    """Return A = I_1 / I_0, the mean resultant length of a von Mises law; in [0, 1)."""
    return i1e(kappa) / i0e(kappa)


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
