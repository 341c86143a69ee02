"""Two ways to add noise to data, and the dictionary between them.

    variance exploding (VE):      x_t = xi + sqrt(t) w
    Ornstein-Uhlenbeck (OU):      x_s = e^-s xi + sqrt(1 - e^-2s) w

with w ~ N(0, 1). Since e^s x_s = xi + sqrt(e^2s - 1) w, the two are one process at

    t = e^2s - 1,      x_OU = x_VE / sqrt(1 + t),      score_OU = sqrt(1 + t) score_VE.

(Song et al., arXiv:2011.13456.) memgen writes t for the VE variance.
"""

from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import Time, check_time, like, namespace


def variance_exploding_time(s: float | Float[np.ndarray, "*shape"]) -> Any:
    """Return t = e^2s - 1, the VE variance at OU time `s`."""
    return np.expm1(2 * s)


def ornstein_uhlenbeck_time(t: float | Float[np.ndarray, "*shape"]) -> Any:
    """Return s = log(1 + t) / 2, the OU time at VE variance `t`."""
    return 0.5 * np.log1p(t)


def to_ornstein_uhlenbeck(x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
    """Return the OU sample x / sqrt(1 + t) that stands for the VE sample `x` at variance `t`."""
    return x / _scale(x, t)


def to_variance_exploding(x: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
    """Return the VE sample sqrt(1 + t) x that stands for the OU sample `x` at VE variance `t`."""
    return x * _scale(x, t)


def score_to_ornstein_uhlenbeck(score: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
    """Return the OU score at x / sqrt(1 + t) from the VE score at x: sqrt(1 + t) times it."""
    return score * _scale(score, t)


def score_to_variance_exploding(score: Float[Any, "batch N"], t: Time) -> Float[Any, "batch N"]:
    """Return the VE score at sqrt(1 + t) x from the OU score at x: it over sqrt(1 + t)."""
    return score / _scale(score, t)


def add_noise(
    points: Float[Any, "batch N"], t: Time, rng: np.random.Generator
) -> Float[Any, "batch N"]:
    """Return a VE sample xi + sqrt(t) w of each point, with the noise from `rng`."""
    t = check_time(t, points)
    noise = like(rng.standard_normal(tuple(points.shape)), points)
    return points + namespace(points).sqrt(t)[:, None] * noise


def add_noise_ornstein_uhlenbeck(
    points: Float[Any, "batch N"], s: Time, rng: np.random.Generator
) -> Float[Any, "batch N"]:
    """Return an OU sample e^-s xi + sqrt(1 - e^-2s) w of each point, with the noise from `rng`."""
    s = check_time(s, points)
    xp = namespace(points)
    noise = like(rng.standard_normal(tuple(points.shape)), points)
    return xp.exp(-s)[:, None] * points + xp.sqrt(-xp.expm1(-2 * s))[:, None] * noise


def _scale(x: Any, t: Time) -> Any:
    return namespace(x).sqrt(1 + check_time(t, x))[:, None]
