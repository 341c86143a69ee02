"""The symmetric perceptron at its largest margin, and the perceptron without symmetry.

The couplings of least norm with xi_i h_i >= 1 for every spin of every pattern are sums of
(embedding strengths) a_i^mu >= 0 times xi_i xi_j. Going through the constraints one by one,

    a <- max(0, a + omega (1 - xi_i h_i) / g),     g = N - 1 (plain), (N - 1) / 2 (symmetric),

ascends the dual along each: the AdaTron (Anlauf and Biehl 1989), here over-relaxed with omega in
(1, 2), which keeps the ascent and shortens it several times, and also for symmetric couplings,
where each strength changes J_ij and J_ji by a xi_i xi_j / 2. Without symmetry every row is a
problem of its own, and kappa_i = 1 / |J_i| its largest stability (Gardner 1988). With symmetry the
rows share couplings; the least |J|_F has kappa = sqrt(N) / |J|_F, and rows of norms that are the
same up to fluctuations that vanish with N.
"""

from dataclasses import dataclass
from typing import no_type_check

import numpy as np
from jaxtyping import Float
from numba import njit

from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import check_binary

RELAXATION = 1.5  # omega
CHECK_EVERY = 10  # passes


# Sums in any order: the ascent is continuous in its fields, their last digits decide nothing.
@njit(cache=True, fastmath={"reassoc", "contract", "nsz"})
@no_type_check
def _sweep(J, strength, patterns, symmetric):
    """Ascend along every constraint, site by site, in place."""
    P, N = patterns.shape
    step = RELAXATION / ((N - 1) / 2.0 if symmetric else N - 1.0)
    share = 0.5 if symmetric else 1.0
    for i in range(N):
        row = J[i]
        for mu in range(P):
            xi = patterns[mu]
            field = 0.0
            for j in range(N):
                field += row[j] * xi[j]
            new = max(0.0, strength[mu, i] + step * (1.0 - field * xi[i]))
            change = share * (new - strength[mu, i]) * xi[i]
            strength[mu, i] = new
            if change != 0.0:
                for j in range(N):
                    row[j] += change * xi[j]
                row[i] = 0.0
        if symmetric:
            for j in range(N):
                J[j, i] = row[j]


@dataclass(frozen=True)
class MaxMargin:
    """The couplings of largest stability.

    Attributes
    ----------
    J : (N, N)
        Couplings; the smallest xi_i h_i is 1.
    stability : (rows,)
        kappa of each row (plain), or the one of the whole network (symmetric, one row).
    sweeps : int
        Passes through all constraints.
    """

    J: Float[np.ndarray, "N N"]
    stability: Float[np.ndarray, " rows"]
    sweeps: int


def max_margin(
    patterns: Float[np.ndarray, "P N"],
    symmetric: bool = True,
    tolerance: float = 1e-3,
    most: int = 20000,
) -> MaxMargin:
    """Return the couplings of largest stability.

    Parameters
    ----------
    patterns : (P, N)
        Patterns of +-1.
    symmetric : bool
        Whether J = J^T is asked for: the symmetric perceptron.
    tolerance : float
        Relative duality gap of |J|^2, of the row where it is largest.
    most : int
        Passes at most.

    Raises
    ------
    ValueError
        If the patterns are not +-1.
    ConvergenceError
        If the gap stays: near and above the capacity no finite couplings do.
    """
    check_binary(patterns, "patterns")
    patterns = np.ascontiguousarray(patterns, dtype=float)
    P, N = patterns.shape
    J, strength = np.zeros((N, N)), np.zeros((P, N))
    gap = np.inf
    for sweep in range(1, most + 1):
        _sweep(J, strength, patterns, symmetric)
        if sweep % CHECK_EVERY and sweep < most:
            continue
        least = (patterns * (patterns @ J.T)).min(axis=0)
        square, dual = np.einsum("ij,ij->i", J, J), strength.sum(axis=0)
        if symmetric:
            square, dual, least = square.sum(keepdims=True), dual.sum(keepdims=True), least.min()
        least = np.broadcast_to(least, square.shape)
        if (least > 0).all():
            # scaled so that every constraint holds, against the dual's 2 sum a - |J|^2
            gap = float((1 - (2 * dual - square) * least**2 / square).max())
            if gap <= tolerance:
                rows = N if symmetric else 1
                return MaxMargin(J / least.min(), np.sqrt(rows / square) * least, sweep)
    raise ConvergenceError(f"The largest stability of P={P}, N={N}", gap, tolerance)
