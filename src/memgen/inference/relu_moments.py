"""The relu manifold from its second moments: what they are, and F told from them.

For xi = max(F z, 0) with z ~ N(0, 1) the fields have covariance q = F F^T, and with the angle
theta_ij between rows i and j of F (Cho and Saul, NIPS 2009, arc-cosine kernel of degree 1)

    E xi_i = |F_i| / sqrt(2 pi),
    E xi_i xi_j = |F_i| |F_j| [ sin theta + (pi - theta) cos theta ] / (2 pi).

The bracket falls monotonically from pi to 0, so the moments tell q, and q tells F up to a rotation
of the latents, which changes nothing in the data: the manifold can be learnt from its points.
"""

import numpy as np
from jaxtyping import Float
from scipy.interpolate import CubicSpline
from scipy.special import ndtr
from scipy.stats import norm

_ANGLES = 4001


def relu_mean(F: Float[np.ndarray, "N D"]) -> Float[np.ndarray, " N"]:
    """Return E xi."""
    return np.linalg.norm(F, axis=1) / np.sqrt(2 * np.pi)


def relu_second_moments(F: Float[np.ndarray, "N D"]) -> Float[np.ndarray, "N N"]:
    """Return E xi_i xi_j."""
    lengths = np.linalg.norm(F, axis=1)
    scale = np.outer(lengths, lengths)
    cosine = np.clip(F @ F.T / scale, -1, 1)
    np.fill_diagonal(cosine, 1)
    return 0.5 * scale * _kernel(np.arccos(cosine))


def relu_noisy_density(
    F: Float[np.ndarray, "N D"], x: Float[np.ndarray, " points"], t: float
) -> Float[np.ndarray, " points"]:
    """Return the density at x of a coordinate of xi + sqrt(t) w, mean over coordinates.

    Half of the mass of max(f g, 0) with g ~ N(0, 1) and f = |F_i| is at 0, so that with
    v = f^2 + t

        rho(x) = N(x; 0, t) / 2 + N(x; 0, v) Phi( x f / sqrt(t v) ).
    """
    f = np.linalg.norm(F, axis=1)[:, None]
    wide = f**2 + t
    flat = norm.pdf(x, scale=np.sqrt(t)) / 2
    return flat + (norm.pdf(x, scale=np.sqrt(wide)) * ndtr(x * f / np.sqrt(t * wide))).mean(axis=0)


def matrix_from_moments(second: Float[np.ndarray, "N N"], D: int) -> Float[np.ndarray, "N D"]:
    """Return the F of D latents, in their principal axes, whose moments are nearest to these.

    Each pair's moment over those of its two coordinates tells the angle between two rows of F;
    of the matrix q that these make the D leading eigenvectors are kept.

    Parameters
    ----------
    second : (N, N)
        Second moments, E xi_i xi_j or a sample's.
    D : int
        Latent dimension.

    Raises
    ------
    ValueError
        If D exceeds N or a coordinate has no variance.
    """
    square = np.diag(second)
    if len(second) < D or not (square > 0).all():
        raise ValueError(
            f"D={D} latents of N={len(second)} coordinates, the least mean square "
            f"{square.min():g}: D must be N at most and every coordinate vary."
        )
    lengths = np.sqrt(2 * square)
    scale = np.outer(lengths, lengths)
    theta = np.linspace(0, np.pi, _ANGLES)[::-1]
    # cos theta against the kernel; the kernel is flat as (pi - theta)^3 at its lower end
    inverse = CubicSpline(np.cbrt(_kernel(theta)), np.cos(theta))
    cosine = inverse(np.cbrt(np.clip(2 * second / scale, 0, 1)))
    np.fill_diagonal(cosine, 1)
    squares, axes = np.linalg.eigh(scale * cosine)
    return axes[:, -D:] * np.sqrt(np.maximum(squares[-D:], 0))


def nearest_rotation(
    F: Float[np.ndarray, "N D"], target: Float[np.ndarray, "N D"]
) -> Float[np.ndarray, "N D"]:
    """Return F in the basis of the latents in which it is nearest to a target (Procrustes)."""
    left, _, right = np.linalg.svd(F.T @ target)
    return F @ (left @ right)


def _kernel(theta: np.ndarray) -> np.ndarray:
    """From 1 at angle 0 to 0 at angle pi."""
    return (np.sin(theta) + (np.pi - theta) * np.cos(theta)) / np.pi
