"""The least loss of denoising score matching on the unit circle: exact, for circle and for points.

    L(t) = E |w - E[w | x_t]|^2 = (1 - E |E[xi | x_t]|^2) / t,         x_t = xi + sqrt(t) w

for |xi| = 1, summed over the coordinates (arXiv:2505.21777's loss; the mean over them is half).
For the circle E[xi | x] = A(R/t) x/R and R follows Rice's law. For K points of the circle R follows
the same law, so that the circle's L(t) is known in closed form for them too, and only the small
difference E[A(R/t)^2 - |E_emp[xi | x]|^2] / t has to be sampled.
"""

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.special import i0e

from memgen.diffusion.arrays import check_points
from memgen.diffusion.empirical import EmpiricalScore
from memgen.numerics.bessel import bessel_ratio
from memgen.numerics.domain import positive

NODES = 240  # of the integral over R
REACH = 9.0  # of the same, in sqrt(t)


def circle_loss(t: Float[np.ndarray, " times"]) -> Float[np.ndarray, " times"]:
    """Return L(t) of infinitely many points.

    It is 1 at small t, where only the noise along the circle cannot be told, and 1/t at large t.

    Raises
    ------
    ValueError
        If a t is not positive.
    """
    positive(t=t)
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    width = np.sqrt(t)[:, None]
    low, high = np.maximum(1 - REACH * width, 0), 1 + REACH * width
    R = low + (high - low) * (nodes + 1) / 2
    rice = R / width**2 * np.exp(-((R - 1) ** 2) / (2 * width**2)) * i0e(R / width**2)
    # 1 - A^2 = (1 - A)(1 + A), and A is near 1 at small t
    lost = _one_minus_square(R / width**2)
    return ((rice * lost) @ weights * (high - low)[:, 0] / 2) / t


def empirical_loss(
    points: Float[np.ndarray, "K 2"],
    t: Float[np.ndarray, " times"],
    rng: np.random.Generator,
    samples: int,
    replicas: int = 8,
) -> Float[np.ndarray, "replicas times"]:
    """Return independent estimates of L(t) of K points on the circle.

    The noise of every point is a randomly shifted lattice (Cranley and Patterson 1976), which
    leaves much less to chance than independent numbers.

    Parameters
    ----------
    points : (K, 2)
        Of norm 1.
    t : (times,)
        Noise variances.
    rng : numpy.random.Generator
        Of the shifts.
    samples : int
        Noisy points in each estimate at each t: all points the same number of times, or, where
        they are more than `samples`, a random part of them once.
    replicas : int
        Estimates, whose scatter is their error.

    Raises
    ------
    ValueError
        If a point is not on the circle.
    """
    points = check_points(points)
    if np.abs(np.linalg.norm(points, axis=1) - 1).max() > 1e-9:
        raise ValueError("points must lie on the unit circle.")
    empirical = EmpiricalScore(points)
    each, taken = max(samples // len(points), 1), min(samples, len(points))
    found = np.empty((replicas, t.size))
    for replica in range(replicas):
        for k, v in enumerate(t):
            own = rng.permutation(points)[:taken]
            noise = _lattice_noise(taken, each, rng)
            x = np.repeat(own, each, axis=0) + np.sqrt(v) * noise
            R = np.linalg.norm(x, axis=1)
            # where points and circle agree nothing is left to chance
            seen = 1 - (empirical.denoise(x, float(v)) ** 2).sum(axis=1)
            found[replica, k] = (seen - _one_minus_square(R / v)).mean() / v
    return circle_loss(t) + found


def _lattice_noise(count: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """For each of `count` points, n normal pairs (Box and Muller) of a shifted golden lattice."""
    index = np.arange(n)
    lattice = np.column_stack([(index + 0.5) / n, index * (np.sqrt(5) - 1) / 2])
    u = (lattice + rng.random((count, 1, 2))) % 1
    radius = np.sqrt(-2 * np.log1p(-u[..., 0]))[..., None]
    angle = 2 * np.pi * u[..., 1]
    return (radius * np.stack([np.cos(angle), np.sin(angle)], axis=-1)).reshape(-1, 2)


def uniform_mean(
    values: Float[np.ndarray, "*estimates times"], t: Float[np.ndarray, " times"], high: float
) -> Any:
    """Return the mean over t uniform in [low, high] of values at the nodes t of `log_nodes`."""
    weights = np.polynomial.legendre.leggauss(len(t))[1]
    # the nodes are even about the middle of log t
    low = t[0] * t[-1] / high
    return (values * t) @ weights * np.log(high / low) / 2 / (high - low)


def log_nodes(low: float, high: float, count: int) -> Float[np.ndarray, " count"]:
    """Return the nodes of `uniform_mean`, rising."""
    nodes = np.polynomial.legendre.leggauss(count)[0]
    return low * (high / low) ** ((nodes + 1) / 2)


def _one_minus_square(kappa: Any) -> Any:
    A = bessel_ratio(kappa)
    # beyond this A's own rounding would show: 1 - A^2 = 1/kappa + O(kappa^-3)
    large = kappa > 1e5
    return np.where(large, 1 / np.where(large, kappa, 1.0), 1 - A**2)
