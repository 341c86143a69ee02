"""Daydreaming: at each step a pattern is learned and a dream unlearned (arXiv:2405.08777).

    J <- J + (1 / (tau N)) (xi^mu xi^mu^T - S S^T),

mu uniform, S the end of the zero-temperature dynamics from a random state, the diagonal kept at 0.
Every N steps, an epoch, J is divided by its spectral norm. It begins with Hebb's couplings. (The
rule is that of a public replication; the paper's text was not at hand.)
"""

from typing import no_type_check

import numpy as np
from jaxtyping import Float
from numba import njit

from memgen.recurrent.couplings import hebb
from memgen.recurrent.dynamics import FAST, descend_state, rounding


@njit(cache=True, fastmath=FAST)
@no_type_check
def _daydream(J, patterns, steps, step, tolerance, rng):
    P, N = patterns.shape
    x, h = np.empty(N), np.empty(N)
    for _ in range(steps):
        for i in range(N):
            x[i] = 2.0 * rng.integers(0, 2) - 1.0
        for i in range(N):
            h[i] = 0.0
            for j in range(N):
                h[i] += J[i, j] * x[j]
        descend_state(J, x, h, tolerance, rng)
        xi = patterns[rng.integers(0, P)]
        for i in range(N):
            learnt, dreamt = step * xi[i], step * x[i]
            for j in range(N):
                J[i, j] += learnt * xi[j] - dreamt * x[j]
            J[i, i] = 0.0


def daydream(
    patterns: Float[np.ndarray, "P N"],
    epochs: int,
    rng: np.random.Generator,
    tau: float | None = None,
) -> Float[np.ndarray, "N N"]:
    """Return the couplings after `epochs` epochs of N steps each.

    Parameters
    ----------
    patterns : (P, N)
        Patterns of +-1.
    epochs : int
        Epochs, 0 or more.
    rng : numpy.random.Generator
        Source of patterns, starts and sites.
    tau : float, optional
        Inverse rate; N by default.

    Raises
    ------
    ValueError
        If epochs is negative or tau not positive.
    """
    N = patterns.shape[1]
    tau = float(N) if tau is None else tau
    if epochs < 0 or not tau > 0:
        raise ValueError(f"epochs={epochs} must be at least 0, and tau={tau} positive.")
    J = hebb(patterns)
    patterns = np.ascontiguousarray(patterns, dtype=float)
    for _ in range(epochs):
        _daydream(J, patterns, N, 1 / (tau * N), rounding(J), rng)
        J = 0.5 * (J + J.T)
        J /= np.linalg.norm(J, 2)
    return J
