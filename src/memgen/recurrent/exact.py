"""All 2^N states of a small network: energies, P_t, its entropy and moments, and the minima.

State k has x_i = +1 where bit i of k is set. Energies come from one walk through a Gray code, each
step a single flip with Delta E = 4 x_i h_i.
"""

from typing import no_type_check

import numpy as np
from jaxtyping import Bool, Float
from numba import njit
from scipy.special import logsumexp, xlogy

from memgen.numerics.domain import positive
from memgen.recurrent.couplings import check_couplings
from memgen.recurrent.ties import exact_couplings

LARGEST = 20


@njit(cache=True)
@no_type_check
def _walk(J, tie, energies, minimum):
    N = J.shape[0]
    x, h = -np.ones(N), np.zeros(N)
    for i in range(N):
        for j in range(N):
            h[i] -= J[i, j]
    E = 0.0
    for i in range(N):
        E -= x[i] * h[i]
    code = 0
    for step in range(1 << N):
        if step:
            i = 0
            while not (step >> i) & 1:
                i += 1
            E += 4.0 * x[i] * h[i]
            x[i] = -x[i]
            code ^= 1 << i
            for j in range(N):
                h[j] += 2.0 * x[i] * J[i, j]
        energies[code] = E
        strict = True
        for j in range(N):
            if x[j] * h[j] <= tie:
                strict = False
                break
        minimum[code] = strict


def _enumerate(
    J: Float[np.ndarray, "N N"],
) -> tuple[Float[np.ndarray, " states"], Bool[np.ndarray, " states"]]:
    check_couplings(J)
    N = len(J)
    if N > LARGEST:
        raise ValueError(f"N={N}: all states of N <= {LARGEST} spins are enumerated, no more.")
    energies, minimum = np.empty(2**N), np.empty(2**N, dtype=bool)
    # no energy exceeds the sum of all couplings
    exact, tie = exact_couplings(J, reach=float(np.abs(J).sum()))
    _walk(exact, tie, energies, minimum)
    return energies, minimum


def all_states(N: int) -> Float[np.ndarray, "states N"]:
    """Return the 2^N states, in the order of their numbers.

    Raises
    ------
    ValueError
        If N is above 20.
    """
    if not 1 <= N <= LARGEST:
        raise ValueError(f"N={N} must be from 1 to {LARGEST}.")
    return ((np.arange(2**N)[:, None] >> np.arange(N)) & 1) * 2.0 - 1.0


def energies(J: Float[np.ndarray, "N N"]) -> Float[np.ndarray, " states"]:
    """Return E(x | J) of all states."""
    return _enumerate(J)[0]


def strict_minima(J: Float[np.ndarray, "N N"]) -> Float[np.ndarray, "minima N"]:
    """Return all states with x_i h_i > 0 for every i: each flip raises the energy.

    They come in pairs +-x. A field that is 0 by `memgen.recurrent.ties` makes no strict minimum.
    """
    (found,) = np.nonzero(_enumerate(J)[1])
    return ((found[:, None] >> np.arange(len(J))) & 1) * 2.0 - 1.0


def boltzmann(energies: Float[np.ndarray, " states"], t: float) -> Float[np.ndarray, " states"]:
    """Return P_t of all states from their energies.

    Raises
    ------
    ValueError
        If t is not positive.
    """
    positive(t=t)
    log_p = -energies / t
    return np.exp(log_p - logsumexp(log_p))


def shannon_entropy(probability: Float[np.ndarray, " states"]) -> float:
    """Return S = -sum p log p in nats."""
    return float(-xlogy(probability, probability).sum())


def second_moments(states: Float[np.ndarray, "states N"]) -> Float[np.ndarray, "N N"]:
    """Return <x_i x_j> over states of equal weight."""
    return states.T @ states / len(states)


def weighted_moments(probability: Float[np.ndarray, " states"]) -> Float[np.ndarray, "N N"]:
    """Return <x_i x_j> over all 2^N states with these probabilities."""
    x = all_states(len(probability).bit_length() - 1)
    return x.T @ (probability[:, None] * x)
