"""When matched moments at t = 0 mean that the only minima are the data, and when not.

The slides' theorem: with equal weights over the strict minima of the energy, <x_i x_j>_0 equals
<x_i x_j>_data if and only if the minima are the data. "If" is trivial. "Only if" fails for
structured data (`counterexample`), and for random data in which four patterns can be exchanged
for four others without a change of the second moments (`exchanged`), which is ever rarer with N.
What holds: v^T C v is the mean of (v.x)^2, so if the moments match, every minimum lies in the span
of the data (take v orthogonal to it). For random patterns that span contains no other +-1 vectors
but the data, with probability tending to 1 (Odlyzko, J. Combin. Theory A 47, 1988, for
P < N (1 - 10 / log N)), and as the matrices xi xi^T are independent when the xi are, every pattern
is a minimum: for generic data the theorem is true. Where the span holds more, a linear program
tells whether any other distribution over +-1 vectors has these moments (`weight_elsewhere`).
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from jaxtyping import Float
from scipy.optimize import linprog
from scipy.special import poch

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
    left, size, right = np.linalg.svd(patterns.T)
    del right
    rank = int((size > 1e-9 * size[0]).sum())
    # orthogonal to each vector of the complement in turn: few states are left after the first
    for normal in left[:, rank:].T:
        x = x[np.abs(x @ normal) < 1e-7]
    return x


def falling(
    P: float | Float[np.ndarray, " sizes"], count: int
) -> float | Float[np.ndarray, " sizes"]:
    """Return P (P - 1) ... (P - count + 1), for P of count - 1 or more; 0 below."""
    P = np.asarray(P, dtype=float)
    # [()]: a number for a number
    return np.where(count - 1 < P, poch(P - count + 1, count), 0.0)[()]


def span_mean(P: float, N: int) -> float:
    """Return the mean number of pairs +-x of other +-1 vectors in the span of random patterns.

        4 C(P, 3) [(3/4)^N - 3 / 2^N + 3 / 4^N] + 8 C(P, 4) / 2^N + 16 C(P, 5) (5/8)^N :

    sums of three patterns (where each of the three is at some spin the one that differs, or two of
    them are the same pattern), half sums of four, and sums of five, each with any signs; terms of
    +-1 add up to +-1 with probability 3/4 and 5/8, four to +-2 with 1/2. A mean needs no
    independence. Combinations with other coefficients are left out: they are rarer still.
    """
    three = 0.75**N - 3 * 0.5**N + 3 * 0.25**N
    return float(
        4 * falling(P, 3) / 6 * three
        + 8 * falling(P, 4) / 24 * 0.5**N
        + 16 * falling(P, 5) / 120 * 0.625**N
    )


def exchanged(patterns: Float[np.ndarray, "P N"]) -> Float[np.ndarray, "P N"] | None:
    """Return other data with the same second moments, four patterns exchanged; None if none can.

    Where the product of four patterns is the same at every spin, +1 once the sign of one is turned
    if need be, x_k = (xi^1 + xi^2 + xi^3 + xi^4) / 2 - xi^k are four other +-1 vectors: the four
    terms are all equal, or two and two. The map is orthogonal in k, so sum_k x_k x_k^T =
    sum_k xi^k xi^k^T. The first such four are exchanged.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1, different up to a sign.
    """
    for four in combinations(range(len(patterns)), 4):
        chosen = patterns[list(four)].copy()
        product = chosen.prod(axis=0)
        if (product == product[0]).all():
            chosen[0] *= product[0]
            others = patterns.copy()
            others[list(four)] = chosen.sum(axis=0) / 2 - chosen
            return others
    return None


def can_be_exchanged(patterns: Float[np.ndarray, "P N"]) -> bool:
    """Return whether the product of any four patterns is the same at every spin (`exchanged`).

    Then and only then two of the products of pairs are equal up to a sign, of patterns that are
    different up to a sign.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1, N at most 50.
    """
    first, second = np.triu_indices(len(patterns), 1)
    products = patterns[first] * patterns[second]
    bits = products * products[:, :1] > 0
    numbers = bits @ (1 << np.arange(patterns.shape[1]))
    return len(np.unique(numbers)) < len(numbers)


def unique_moments_probability(
    P: float | Float[np.ndarray, " sizes"], N: int
) -> float | Float[np.ndarray, " sizes"]:
    """Return the probability that of linearly independent patterns no four can be exchanged.

        exp(-2^(1 - N) C(P, 4) [1 - 4 (3/4)^N + 6 / 2^N - 4 / 4^N]) :

    the product of four random patterns is +1 at every spin with probability 2^-N, -1 likewise; at
    each spin the four terms are then, up to a sign in all, in one of four states, which are
    orthogonal. The four patterns are independent if each of these is met at some spin: the
    bracket, by inclusion and exclusion. The number of such fours is taken as Poisson's.
    """
    independent = 1 - 4 * 0.75**N + 6 * 0.5**N - 4 * 0.25**N
    return np.exp(-(2.0 ** (1 - N)) * falling(P, 4) / 24 * independent)


def weight_elsewhere(patterns: Float[np.ndarray, "P N"]) -> float:
    """Return the most weight that a distribution with the data's second moments has off +-data.

    Over all distributions on {-1, +1}^N; they live on the span of the data. A linear program,
    exact to its tolerance of 1e-7: where the answer is 0 the data are the only states, of any
    weights, that have their moments, and the slides' theorem holds for them.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1, N at most 20.

    Raises
    ------
    ValueError
        If the program is not solved.
    """
    inside = states_in_span(patterns)
    inside = inside[inside[:, 0] > 0]
    data = {tuple(row) for row in (patterns * patterns[:, :1]).astype(int).tolist()}
    off = np.array([tuple(row) not in data for row in inside.astype(int).tolist()])
    if not off.any():
        return 0.0
    first, second = np.triu_indices(patterns.shape[1], 1)
    products = np.vstack([(inside[:, first] * inside[:, second]).T, np.ones(len(inside))])
    wanted = np.append(second_moments(patterns)[first, second], 1.0)
    found = linprog(-off.astype(float), A_eq=products, b_eq=wanted, bounds=(0, None))
    if found.fun is None:
        raise ValueError(f"The linear program of the moments was not solved: {found.message}")
    return float(-found.fun)


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
