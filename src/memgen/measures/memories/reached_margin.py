"""What training reaches on given patterns: the margin of a perceptron, a fit at all."""

import numpy as np
from jaxtyping import Float

from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import stabilities
from memgen.recurrent.max_margin import max_margin
from memgen.recurrent.symmetric_perceptron import symmetric_perceptron

REACH = 1.3  # of the bound, where the search begins
ACCURACY = 0.01  # of the bound
TOLERANCE = 1.0  # any couplings with positive stabilities will do


def reached_margin(patterns: Float[np.ndarray, "P N"], bound: float, iterations: int) -> float:
    """Return the largest margin at which the symmetric perceptron converges, by bisection.

    Parameters
    ----------
    patterns : (P, N)
        Patterns of +-1.
    bound : float
        Gardner's kappa > 0: margins up to 1.3 of it are tried, to 1 % of it.
    iterations : int
        Updates of the perceptron, at most.
    """
    low, high = 0.0, REACH * bound
    while high - low > ACCURACY * bound:
        middle = (low + high) / 2
        if symmetric_perceptron(patterns, middle, iterations=iterations).converged:
            low = middle
        else:
            high = middle
    return low


def symmetric_fit(patterns: Float[np.ndarray, "P N"]) -> bool:
    """Return whether symmetric couplings with positive stabilities are found.

    A miss proves nothing.
    """
    try:
        J = max_margin(patterns, True, tolerance=TOLERANCE).J
    except ConvergenceError:
        return False
    return bool((stabilities(J, patterns) > 0).all())
