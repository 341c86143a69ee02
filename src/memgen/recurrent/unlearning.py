"""Hebbian unlearning: a network dreams, and forgets what it dreamt of.

    S = end of the zero-temperature dynamics from a random state,   J <- J - (eps / N) S S^T,

with the diagonal kept at 0 (Hopfield, Feinstein and Palmer 1983; arXiv:2302.13417, whose code takes
eps = .01 and no normalisation). Time is counted as D eps / N after D dreams. Inside, J is counted
in steps of eps / N, in which dreams take off whole numbers: no rounding gathers over them.
"""

from collections.abc import Iterator
from typing import no_type_check

import numpy as np
from jaxtyping import Float
from numba import njit

from memgen.recurrent.couplings import check_couplings
from memgen.recurrent.dynamics import descend_state
from memgen.recurrent.ties import EXACT_SUMS, in_steps, longest_row

RATE = 0.01


@njit(cache=True)
@no_type_check
def _random_state(x, rng):
    """Fill x with +-1, 32 of them from each random number."""
    for start in range(0, x.size, 32):
        bits = rng.integers(0, 4294967296)
        for i in range(start, min(start + 32, x.size)):
            x[i] = 2.0 * (bits & 1) - 1.0
            bits >>= 1


@njit(cache=True, fastmath=EXACT_SUMS)
@no_type_check
def _dream(J, dreams, tie, rng):
    """Change J, in steps, by `dreams` dreams: one pass over it for each, besides the flips."""
    N = J.shape[0]
    x, y, h = np.empty(N, J.dtype), np.empty(N, J.dtype), np.zeros(N, J.dtype)
    _random_state(x, rng)
    for i in range(N):
        for j in range(N):
            h[i] += J[i, j] * x[j]
    for _ in range(dreams):
        descend_state(J, x, h, tie, rng)
        _random_state(y, rng)
        for i in range(N):
            field = J[i, i] - J[i, i]
            for j in range(N):
                J[i, j] -= x[i] * x[j]
                field += J[i, j] * y[j]
            h[i] = field - J[i, i] * y[i]
            J[i, i] = 0.0
        x[:] = y


def unlearn(
    J: Float[np.ndarray, "N N"], dreams: int, rng: np.random.Generator, rate: float = RATE
) -> Float[np.ndarray, "N N"]:
    """Return the couplings after `dreams` dreams.

    Parameters
    ----------
    J : (N, N)
        Couplings to begin with, e.g. `hebb(patterns)`; they are left as they are.
    dreams : int
        Number of dreams, 0 or more.
    rng : numpy.random.Generator
        Source of the starts and sites.
    rate : float
        eps > 0.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    check_couplings(J)
    if dreams < 0 or not rate > 0:
        raise ValueError(f"dreams={dreams} must be at least 0, and rate={rate} positive.")
    step = rate / len(J)
    counted, tie = in_steps(J, step, dreams)
    counted = _shortest(counted, dreams)
    _dream(counted, dreams, tie, rng)
    return counted.astype(float) * step if dreams else J.copy()


def _shortest(J: Float[np.ndarray, "N N"], dreams: int) -> np.ndarray:
    """Return whole numbers in single precision where that holds all their sums: half the memory."""
    small = longest_row(J) + 2 * len(J) * (dreams + 1) < 2**23
    return J.astype(np.float32) if small and (np.rint(J) == J).all() else J


def unlearning_path(
    J: Float[np.ndarray, "N N"],
    amounts: Float[np.ndarray, " times"],
    rng: np.random.Generator,
    rate: float = RATE,
) -> Iterator[Float[np.ndarray, "N N"]]:
    """Yield the couplings at rising amounts of dreaming D eps / N, one after the other.

    Raises
    ------
    ValueError
        If the amounts are negative or fall.
    """
    counts = np.rint(amounts * len(J) / rate).astype(int)
    if (np.diff(counts, prepend=0) < 0).any():
        raise ValueError(f"amounts={amounts} must rise, from 0 or more.")
    done = 0
    for count in counts:
        J = unlearn(J, int(count - done), rng, rate)
        done = count
        yield J
