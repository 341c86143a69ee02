"""The symmetric perceptron on a graph: the largest stability with few neighbours a spin.

Couplings J_ij = J_ji on the edges of a graph of C neighbours a spin, 0 elsewhere. The least |J|_F
with xi_i h_i >= 1 for every spin of every pattern has the largest stability,
kappa = sqrt(N) / |J|_F, as in `memgen.recurrent.max_margin`, with the same ascent of the dual and
g = C / 2. On random graphs of 1 << C << sqrt(N) there are no short loops, and the constraints of
neighbours share one coupling only: strong dilution (Gardner, Gutfreund and Yekutieli 1989).
"""

from dataclasses import dataclass
from typing import no_type_check

import numpy as np
from jaxtyping import Float, Int
from numba import njit

from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import check_binary
from memgen.recurrent.max_margin import CHECK_EVERY, RELAXATION


def random_regular_graph(N: int, C: int, rng: np.random.Generator) -> Int[np.ndarray, "edges 2"]:
    """Return the N C / 2 edges of a random graph in which every spin has C neighbours.

    Half-edges are paired at random; pairs that join a spin to itself or two spins twice exchange
    ends with random others until there are none.

    Parameters
    ----------
    N, C : int
        Spins and neighbours.
    rng : numpy.random.Generator
        Source of the pairing.

    Raises
    ------
    ValueError
        Unless 0 < C < N and N C is even.
    """
    if not 0 < C < N or N * C % 2:
        raise ValueError(f"N={N}, C={C}: a regular graph needs 0 < C < N, and N C even.")
    if C > (N - 1) / 2:
        return _complement(N, random_regular_graph(N, N - 1 - C, rng) if C < N - 1 else None)
    pairs = rng.permutation(np.repeat(np.arange(N), C)).reshape(-1, 2)
    while True:
        edges = np.sort(pairs, axis=1)
        first = np.unique(edges @ [N, 1], return_index=True)[1]
        bad = np.ones(len(pairs), dtype=bool)
        bad[first] = False
        bad |= edges[:, 0] == edges[:, 1]
        if not bad.any():
            return edges
        for k in np.flatnonzero(bad):
            other = rng.integers(len(pairs))
            pairs[[k, other], 1] = pairs[[other, k], 1]


def _complement(N: int, edges: np.ndarray | None) -> np.ndarray:
    joined = ~np.eye(N, dtype=bool)
    if edges is not None:
        joined[edges[:, 0], edges[:, 1]] = joined[edges[:, 1], edges[:, 0]] = False
    return np.argwhere(np.triu(joined))


@njit(cache=True, fastmath={"reassoc", "contract", "nsz"})
@no_type_check
def _sweep(couplings, strength, bonds, aligned):
    """Ascend along every constraint, spin by spin, in place."""
    N, P, C = aligned.shape
    row = np.empty(C)
    step = RELAXATION * 2.0 / C
    for i in range(N):
        for k in range(C):
            row[k] = couplings[bonds[i, k]]
        for mu in range(P):
            stable = aligned[i, mu]
            field = 0.0
            for k in range(C):
                field += row[k] * stable[k]
            new = max(0.0, strength[i, mu] + step * (1.0 - field))
            change = 0.5 * (new - strength[i, mu])
            strength[i, mu] = new
            if change != 0.0:
                for k in range(C):
                    row[k] += change * stable[k]
        for k in range(C):
            couplings[bonds[i, k]] = row[k]


@dataclass(frozen=True)
class DilutedMargin:
    """The couplings of largest stability on a graph.

    Attributes
    ----------
    couplings : (edges,)
        J of each edge; the smallest xi_i h_i is 1.
    stability : float
        kappa = sqrt(N) / |J|_F, which these couplings reach.
    bound : float
        What no couplings exceed, from the dual.
    sweeps : int
        Passes through all constraints.
    """

    couplings: Float[np.ndarray, " edges"]
    stability: float
    bound: float
    sweeps: int


def diluted_max_margin(
    patterns: Float[np.ndarray, "P N"],
    edges: Int[np.ndarray, "edges 2"],
    tolerance: float = 1e-3,
    most: int = 5000,
) -> DilutedMargin:
    """Return the symmetric couplings of largest stability on a regular graph.

    Parameters
    ----------
    patterns : (P, N)
        Patterns of +-1.
    edges : (N C / 2, 2)
        Each edge once; every spin has C of them.
    tolerance : float
        Relative duality gap of |J|^2.
    most : int
        Passes at most.

    Raises
    ------
    ValueError
        If the patterns are not +-1, or the spins differ in their number of neighbours.
    ConvergenceError
        If the gap stays: near and above the capacity no finite couplings do.
    """
    check_binary(patterns, "patterns")
    P, N = patterns.shape
    bonds, neighbours = _by_spin(edges, N)
    C = bonds.shape[1]
    aligned = np.ascontiguousarray((patterns[:, :, None] * patterns[:, neighbours]).swapaxes(0, 1))
    couplings, strength = np.zeros(len(edges)), np.zeros((N, P))
    gap = np.inf
    for sweep in range(1, most + 1):
        _sweep(couplings, strength, bonds, aligned)
        if sweep % CHECK_EVERY and sweep < most:
            continue
        least = float((aligned @ couplings[bonds][:, :, None]).min())
        square = 2 * float(couplings @ couplings)
        dual = 2 * float(strength.sum()) - square
        if least > 0:
            gap = 1 - dual * least**2 / square
            if gap <= tolerance:
                reached, bound = np.sqrt(N / square) * least, np.sqrt(N / dual)
                return DilutedMargin(couplings / least, float(reached), float(bound), sweep)
    raise ConvergenceError(f"The largest stability of P={P}, N={N}, C={C}", gap, tolerance)


def _by_spin(edges: np.ndarray, N: int) -> tuple[np.ndarray, np.ndarray]:
    """Return for each spin the numbers (N, C) of its edges and its neighbours (N, C)."""
    ends = edges.ravel()
    counts = np.bincount(ends, minlength=N)
    if len(counts) > N or (counts != counts[0]).any():
        raise ValueError("edges must give each of the N spins the same number of neighbours.")
    order = np.argsort(ends, kind="stable")
    return (order // 2).reshape(N, -1), ends[order ^ 1].reshape(N, -1)
