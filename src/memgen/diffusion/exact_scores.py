"""Exact scores of data whose distribution is known."""

from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import Time, check_points, check_samples, check_time, like, namespace


class LinearManifoldScore:
    """Score and density of the linear hidden manifold xi = F z at noise variance t.

    With z ~ N(0, diag(v)) the diffused data are Gaussian of covariance C + t,
    C = F diag(v) F^T = U diag(s^2) U^T:

        score = -U (s^2 + t)^-1 U^T x
        log p = -1/2 sum_i [(U^T x)_i^2 / (s_i^2 + t) + log 2 pi (s_i^2 + t)].

    The singular values of F sqrt(v) are used as they are: no matrix is inverted, and directions
    off the manifold (s = 0) stay accurate to any t > 0 (arXiv:2502.09578, section "model").

    Parameters
    ----------
    F : (N, D)
        Effective matrix.
    column_variances : (D,), optional
        Variances v of the latents; 1 each by default.

    Raises
    ------
    ValueError
        If F is no finite matrix, or there is not one non-negative variance for each column.
    """

    def __init__(
        self, F: Float[np.ndarray, "N D"], column_variances: Float[np.ndarray, " D"] | None = None
    ):
        F = check_points(F, "F")
        latent = np.ones(F.shape[1]) if column_variances is None else column_variances
        if latent.shape != F.shape[1:] or not bool((latent >= 0).all()):
            raise ValueError(
                f"column_variances={column_variances} must hold one variance, 0 or larger, for "
                f"each of the {F.shape[1]} columns of F."
            )
        self.directions, singular, _ = np.linalg.svd(F * np.sqrt(latent))
        self.variances = np.zeros(F.shape[0])
        self.variances[: len(singular)] = singular**2

    def score(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
        """Return grad log p_t(x)."""
        U, coordinates, variances = self._spectrum(x, t)
        return -(coordinates / variances) @ U.T

    def denoise(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
        """Return E[xi | x] = U s^2 / (s^2 + t) U^T x."""
        U, coordinates, variances = self._spectrum(x, t)
        return (coordinates * (like(self.variances, x) / variances)) @ U.T

    def log_density(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, " batch"]:
        """Return log p_t(x) in nats."""
        _, coordinates, variances = self._spectrum(x, t)
        return -0.5 * (coordinates**2 / variances + namespace(x).log(2 * np.pi * variances)).sum(1)

    def jacobian(self, x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N N"]:
        """Return grad score = -(C + t)^-1, the same for every x."""
        U, _, variances = self._spectrum(x, t)
        return -(U / variances[:, None, :]) @ U.T

    def _spectrum(self, x: Any, t: Time) -> tuple[Any, Any, Any]:
        """Return U, U^T x (batch, N) and the variances s^2 + t (batch, N)."""
        x = check_samples(x, len(self.variances))
        U = like(self.directions, x)
        return U, x @ U, like(self.variances, x) + check_time(t, x)[:, None]


def fitted_linear_score(points: Float[np.ndarray, "P N"]) -> LinearManifoldScore:
    """Return the linear score that is best on noisy copies of the points: ridge regression.

    Its denoiser C (C + t)^-1 x has their second moments, C = sum_mu xi xi^T / P.
    """
    variances, axes = np.linalg.eigh(points.T @ points / len(points))
    return LinearManifoldScore(axes * np.sqrt(np.maximum(variances, 0)))
