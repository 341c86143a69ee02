"""The dense associative memory that a diffusion model on given points is.

    E(x) = -2 t log sum_mu exp(-|x - a xi^mu|^2 / 2t),        beta = 1 / 2t
    grad E = 2 (x - a sum_mu w_mu xi^mu) = -2 t score,        w = softmax(-|x - a xi|^2 / 2t)
    Hessian = 2 (1 - a^2 Cov_w[xi] / t)

(arXiv:2505.21777, section 2): the memory's energy -1/beta log sum exp(-beta |x - xi|^2) is
-2 t log p_t of the diffused points up to a constant. x_t = a xi + sqrt(t) w is any schedule's law:
a = 1 and t = sigma^2 s for the variance-exploding process of rate sigma, a^2 = alpha-bar and
t = 1 - alpha-bar for the variance-preserving one. (The log-sum-exp memory of scalar products is
`memgen.recurrent.dense`.)
"""

from typing import Any, overload

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import as_numpy
from memgen.diffusion.empirical import EmpiricalScore
from memgen.numerics.domain import positive


class DiffusionEnergy:
    """Energy, gradient and Hessian of the points' memory; x is (batch, N), t > 0 a variance.

    Parameters
    ----------
    points : (P, N)
        The memories xi.
    signal : float
        a, the factor of the points in x_t; 1 for the variance-exploding process.

    Raises
    ------
    ValueError, TypeError
        If points or x are no finite real matrices of matching widths, or t or a is not positive.
    """

    def __init__(self, points: Any, signal: float = 1.0):
        positive(signal=signal)
        self.empirical = EmpiricalScore(signal * as_numpy(points, "points"))

    def energy(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, " batch"]:
        """Return E = -2 t log sum exp(-|x - a xi|^2 / 2t)."""
        P, N = self.empirical.size, self.empirical.dimension
        # log p_t carries -log P and the Gaussian's normalisation
        constant = np.log(P) + 0.5 * N * np.log(2 * np.pi * t)
        return -2 * t * (self.empirical.log_density(x, t) + constant)

    def gradient(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N"]:
        """Return 2 (x - a sum w xi)."""
        return 2 * (x - self.empirical.denoise(x, t))

    def hessian(self, x: Float[np.ndarray, "batch N"], t: float) -> Float[np.ndarray, "batch N N"]:
        """Return 2 (1 - a^2 Cov_w[xi] / t)."""
        return -2 * t * self.empirical.jacobian(x, t)


@overload
def merging_distance(t: float) -> float: ...
@overload
def merging_distance(t: float | Float[np.ndarray, "*shape"]) -> np.ndarray: ...
def merging_distance(t: float | Float[np.ndarray, "*shape"]) -> float | Float[np.ndarray, "*shape"]:
    """Return d = 2 sqrt(t): two memories nearer than this share one minimum, at their middle.

    On the line through both, the minima are the solutions of the mean-field equation
    x = (d/2) tanh(x d / 2t), which has others than 0 only for d^2 > 4 t: there the curvature at the
    middle, 2 - beta d^2, is negative (arXiv:2505.21777; derived here).
    """
    return 2 * np.sqrt(t)
