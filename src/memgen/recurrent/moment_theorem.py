"""When matched moments at t = 0 mean that the only minima are the data, and when not.

The slides' theorem: with equal weights over the strict minima of the energy, <x_i x_j>_0 equals
<x_i x_j>_data if and only if the minima are the data. "If" is trivial. "Only if" fails for
structured data: `counterexample`. What holds: v^T C v is the mean of (v.x)^2, so if the moments
match, every minimum lies in the span of the data (take v orthogonal to it). For random patterns
with P < N that span contains no other +-1 vectors but the data, with probability tending to 1
(Odlyzko 1988), and as the matrices xi xi^T are independent when the xi are, every pattern is a
minimum: for generic data with P < N the theorem is true.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.recurrent.couplings import hebb
from memgen.recurrent.exact import all_states, second_moments, strict_minima


@dataclass(frozen=True)
class Matching:
    """Where learning at t = 0 over all minima ended.

    Attributes
    ----------
    J : (N, N)
        Couplings.
    matched : bool
        Whether the moments of data and minima are equal, to 1e-12.
    minima_are_data : bool
        Whether the minima are +-data, no more and no less.
    steps : int
        Updates done.
    """

    J: Float[np.ndarray, "N N"]
    matched: bool
    minima_are_data: bool
    steps: int


def match_minima(
    patterns: Float[np.ndarray, "P N"], rate: float | None = None, steps: int = 300
) -> Matching:
    """Learn J <- J + lam_k (C_data - C_0) with C_0 over all strict minima, until they are equal.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1, N at most 20.
    rate : float, optional
        lam_k = rate / sqrt(1 + k / 100) at step k; .2 / N by default.
    steps : int
        Updates at most; whether it has matched by then is said in the result.

    Raises
    ------
    ValueError
        If N is above 20.
    """
    N = patterns.shape[1]
    rate = 0.2 / N if rate is None else rate
    J, data = hebb(patterns), second_moments(patterns)
    for step in range(steps + 1):
        minima = strict_minima(J)
        # without any strict minimum there is nothing to unlearn
        found = second_moments(minima) if len(minima) else np.zeros_like(data)
        matched = bool(np.abs(data - found).max() < 1e-12)
        if matched or step == steps:
            return Matching(J, matched, same_states(minima, patterns), step)
        J = J + rate / np.sqrt(1 + step / 100) * (data - found)
        np.fill_diagonal(J, 0.0)
    raise AssertionError("unreachable")


def same_states(minima: Float[np.ndarray, "minima N"], patterns: Float[np.ndarray, "P N"]) -> bool:
    """Return whether the states are the patterns and their negatives, each once or more."""

    def names(x: np.ndarray) -> set[tuple[int, ...]]:
        return {tuple(row) for row in x.astype(int).tolist()}

    return names(minima) == names(patterns) | names(-patterns)


def states_in_span(patterns: Float[np.ndarray, "P N"]) -> Float[np.ndarray, "found N"]:
    """Return all +-1 vectors in the span of the patterns; +-patterns are among them."""
    x = all_states(patterns.shape[1])
    left, size, right = np.linalg.svd(patterns.T, full_matrices=False)
    del right
    basis = left[:, size > 1e-9 * size[0]]
    return x[len(basis) - ((x @ basis) ** 2).sum(axis=1) < 1e-9]


@dataclass(frozen=True)
class Counterexample:
    """Couplings and data with equal moments, where not all minima are data.

    Attributes
    ----------
    J : (8, 8)
        Couplings.
    data : (8, 8)
        Half of the minima.
    minima : (16, 8)
        All strict minima.
    """

    J: Float[np.ndarray, "8 8"]
    data: Float[np.ndarray, "8 8"]
    minima: Float[np.ndarray, "16 8"]


def counterexample() -> Counterexample:
    """Return four ferromagnetic pairs of spins; the data: an even number of them point down.

    J = 1 on the bonds (1,2), (3,4), (5,6), (7,8). The strict minima are the 2^4 states with equal
    spins in each pair. Fixing the parity of four signs leaves any two of them independent, so the
    eight even states have exactly the second moments of all sixteen: matched, and half of the
    minima are no data.
    """
    J = np.kron(np.eye(4), np.array([[0.0, 1.0], [1.0, 0.0]]))
    minima = strict_minima(J)
    even = minima[:, ::2].prod(axis=1) > 0
    return Counterexample(J, minima[even], minima)
