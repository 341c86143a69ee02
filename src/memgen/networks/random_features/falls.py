"""How much of the training loss each group of U's modes takes away in the end.

From A = 0 gradient flow lowers the loss by (1/d) sum_k |V_k|^2 / lambda_k, V_k = V^T q_k in the
eigenbasis of U (`flow`). The modes of the largest eigenvalues come from subspace iteration, what
all the others bring from the total (1/d) Tr V^T U^{-1} V: no full eigendecomposition.
"""

import numpy as np
from jaxtyping import Float
from scipy.linalg import cho_factor, cho_solve

from memgen.networks.random_features.moments import Moments

ITERATIONS = 3  # each shrinks what is wrong by the ratio of eigenvalues across the gap
SPARE = 0.1  # modes besides those asked for, as a share of them


def falls_by_rank(moments: Moments, ranks: tuple[int, ...]) -> Float[np.ndarray, " groups"]:
    """Return the falls of the loss by groups of modes, that of the smallest eigenvalues first.

    Parameters
    ----------
    moments : Moments
        U, of full rank, and V of the training loss.
    ranks : tuple of int
        Numbers of largest modes, falling: (n, d) separates all but the n largest, the n - d below
        the d largest, and these. A gap below the n largest makes the iteration converge.

    Raises
    ------
    ValueError
        If the ranks do not fall from p or less to 1 or more.
    scipy.linalg.LinAlgError
        If U is not positive definite.
    """
    U, V = moments.U, moments.V
    p, d = V.shape
    if not (p >= ranks[0] and list(ranks) == sorted(set(ranks), reverse=True) and ranks[-1] > 0):
        raise ValueError(f"ranks={ranks} must fall, from p = {p} or less to 1 or more.")
    total = np.einsum("pd,pd->", V, cho_solve(cho_factor(U, lower=True), V)) / d
    basis = U[:, : min(p, round((1 + SPARE) * ranks[0]) + 1)]
    for _ in range(ITERATIONS):
        basis = U @ np.linalg.qr(basis)[0]
    basis = np.linalg.qr(basis)[0]
    values, small = np.linalg.eigh(basis.T @ (U @ basis))
    seen = ((small.T @ (basis.T @ V)) ** 2).sum(axis=1) / values / d
    largest = np.array([total, *(seen[-rank:].sum() for rank in ranks), 0.0])
    return largest[:-1] - largest[1:]
