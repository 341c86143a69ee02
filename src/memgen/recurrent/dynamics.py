"""Zero-temperature dynamics: single spins flip downhill until none can.

Sites are scanned cyclically from a random one, the first with x_i h_i < 0 flips, and the scan
starts again at a fresh random site (the rule of the public code of arXiv:2302.13417). Each flip
lowers E by 4 |h_i|, so that the dynamics ends in a local minimum. A spin whose field is 0 keeps its
value; `memgen.recurrent.ties` says when a field is 0, the same on every processor.
"""

from typing import no_type_check

import numpy as np
from jaxtyping import Float
from numba import njit

from memgen.recurrent.couplings import check_binary, check_couplings
from memgen.recurrent.ties import EXACT_SUMS, exact_couplings


# The tests check types by wrapping functions, which a compiler cannot see through.
@njit(cache=True, fastmath=EXACT_SUMS)
@no_type_check
def descend_state(J, x, h, tie, rng):
    """Bring one state x to a minimum, in place, keeping its fields h = J x; return the flips.

    J and h are on one grid, with the tie bound `tie`.
    """
    N = x.size
    flips = 0
    while True:
        site = rng.integers(0, N)
        found = -1
        for i in range(site, N):
            if x[i] * h[i] < -tie:
                found = i
                break
        if found < 0:
            for i in range(site):
                if x[i] * h[i] < -tie:
                    found = i
                    break
        if found < 0:
            return flips
        x[found] = -x[found]
        step = x[found] + x[found]
        for j in range(N):
            h[j] += step * J[found, j]
        flips += 1


@njit(cache=True, fastmath=EXACT_SUMS)
@no_type_check
def _descend_all(J, x, h, tie, rng):
    for b in range(x.shape[0]):
        descend_state(J, x[b], h[b], tie, rng)


def descend(
    J: Float[np.ndarray, "N N"], x: Float[np.ndarray, "starts N"], rng: np.random.Generator
) -> Float[np.ndarray, "starts N"]:
    """Return the local minima of E(. | J) that the dynamics reaches from the states `x`.

    Parameters
    ----------
    J : (N, N)
        Couplings: symmetric, with a diagonal of 0.
    x : (starts, N)
        Starts of +-1; they are left as they are.
    rng : numpy.random.Generator
        Source of the sites.

    Raises
    ------
    ValueError
        If J are no couplings or x no states.
    """
    check_couplings(J)
    check_binary(x)
    ends = np.array(x, dtype=float, order="C")
    exact, tie = exact_couplings(J)
    _descend_all(exact, ends, ends @ exact, tie, rng)
    return ends


def random_states(starts: int, N: int, rng: np.random.Generator) -> Float[np.ndarray, "starts N"]:
    """Return independent uniform states of +-1."""
    return rng.integers(0, 2, size=(starts, N)) * 2.0 - 1.0


def overlaps(
    x: Float[np.ndarray, "batch N"], patterns: Float[np.ndarray, "P N"]
) -> Float[np.ndarray, "batch P"]:
    """Return m_mu = x . xi^mu / N."""
    return x @ patterns.T / patterns.shape[1]
