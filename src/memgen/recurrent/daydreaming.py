"""Daydreaming: at each step a pattern is learned and a dream unlearned (arXiv:2405.08777).

    J <- J + (1 / (tau N)) (xi^mu xi^mu^T - S S^T),

mu uniform, S the end of the zero-temperature dynamics from a random state, the diagonal kept at 0.
Every N steps, an epoch, J is divided by its spectral norm, taken to seven digits. It begins with
Hebb's couplings. (The rule is that of a public replication; the paper's text was not at hand.)
"""

from typing import no_type_check

import numpy as np
from jaxtyping import Float
from numba import njit

from memgen.recurrent.couplings import hebb
from memgen.recurrent.dynamics import descend_state
from memgen.recurrent.ties import EXACT_SUMS, in_steps


@njit(cache=True, fastmath=EXACT_SUMS)
@no_type_check
def _daydream(J, patterns, steps, tie, rng):
    """Change J, in units of 1 / (tau N), by `steps` steps, in place."""
    P, N = patterns.shape
    x, h = np.empty(N), np.empty(N)
    for _ in range(steps):
        for i in range(N):
            x[i] = 2.0 * rng.integers(0, 2) - 1.0
        for i in range(N):
            h[i] = 0.0
            for j in range(N):
                h[i] += J[i, j] * x[j]
        descend_state(J, x, h, tie, rng)
        xi = patterns[rng.integers(0, P)]
        for i in range(N):
            for j in range(N):
                J[i, j] += xi[i] * xi[j] - x[i] * x[j]
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
    J, step = hebb(patterns), 1 / (tau * N)
    patterns = np.ascontiguousarray(patterns, dtype=float)
    for _ in range(epochs):
        counted, tie = in_steps(J, step, 2 * N)
        _daydream(counted, patterns, N, tie, rng)
        # the norm's last digits are the processor's: in single precision it is the same on all
        J = counted / float(np.float32(np.linalg.norm(counted, 2)))
    return J
