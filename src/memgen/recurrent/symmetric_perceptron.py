"""The symmetric perceptron: couplings that give every pattern a stability above a margin.

    J_ij <- J_ij + lam sum_mu (e_i^mu + e_j^mu) xi_i^mu xi_j^mu,     e_i^mu = 1[Delta_i^mu < c],

all patterns at once, from Hebb's couplings, with the diagonal kept at 0: Gardner's algorithm for
symmetric couplings, as in the public code of arXiv:2302.13417. Inside, J is counted in steps of
lam, in which updates are whole numbers: no rounding gathers over them.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.recurrent.couplings import hebb, row_norms
from memgen.recurrent.ties import in_steps


@dataclass(frozen=True)
class Training:
    """Where the iteration ended.

    Attributes
    ----------
    J : (N, N)
        Couplings.
    iterations : int
        Updates done.
    unstable : float
        Fraction of stabilities still below the margin: 0 when it has converged.
    """

    J: Float[np.ndarray, "N N"]
    iterations: int
    unstable: float

    @property
    def converged(self) -> bool:
        """Whether every stability has reached the margin."""
        return self.unstable == 0


def symmetric_perceptron(
    patterns: Float[np.ndarray, "P N"],
    margin: float,
    rate: float | None = None,
    iterations: int = 1000,
) -> Training:
    """Train until every stability is at least `margin`, or for `iterations` updates.

    Parameters
    ----------
    patterns : (P, N)
        Patterns of +-1.
    margin : float
        c, the smallest stability asked for.
    rate : float, optional
        lam; .01 / N by default.
    iterations : int
        Updates at most. Above the capacity the iteration ends there, and `Training.unstable`
        says how much is missing.

    Raises
    ------
    ValueError
        If rate or iterations are not positive.
    """
    N = patterns.shape[1]
    step = 0.01 / N if rate is None else rate
    positive(rate=step, iterations=iterations)
    # an entry changes by up to 2 steps a pattern
    J, _ = in_steps(hebb(patterns), step, 2 * len(patterns) * iterations)
    for iteration in range(iterations + 1):
        # the stabilities, of fields that are exact here as they stand
        low = patterns * (patterns @ J) / row_norms(J) < margin
        if iteration == iterations or not low.any():
            break
        change = (low * patterns).T @ patterns
        J = J + (change + change.T)
        np.fill_diagonal(J, 0.0)
    return Training(step * J, iteration, float(low.mean()))
