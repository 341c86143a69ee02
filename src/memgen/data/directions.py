"""Gaussian points whose coordinates have a few different variances, of one norm or not."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Float


def direction_variances(
    N: int, counts: Sequence[int], stds: Sequence[float], floor: float = 0.0
) -> Float[np.ndarray, " N"]:
    """Return s_i^2: counts[k] coordinates of standard deviation stds[k], all others `floor`.

    Raises
    ------
    ValueError
        Unless there is one positive std for each positive count, and they fit N.
    """
    m, s = np.asarray(counts), np.asarray(stds, dtype=float)
    fits = m.ndim == 1 and m.shape == s.shape and (m >= 1).all() and (s > 0).all()
    if not (fits and m.sum() <= N and floor >= 0):
        raise ValueError(
            f"N={N}, counts={list(counts)}, stds={list(stds)}, floor={floor}: give one positive "
            "std for each positive count, at most N of them in all, and a floor of 0 or more."
        )
    found = np.full(N, floor**2)
    found[: m.sum()] = np.repeat(s**2, m)
    return found


def draw_directions(
    variances: Float[np.ndarray, " N"], P: int, rng: np.random.Generator, unit_norm: bool = False
) -> Float[np.ndarray, "P N"]:
    """Return P points y ~ N(0, diag(variances)), or y / |y| (arXiv:2410.08727, released code)."""
    y = np.sqrt(variances) * rng.standard_normal((P, variances.size))
    return y / np.linalg.norm(y, axis=1, keepdims=True) if unit_norm else y
