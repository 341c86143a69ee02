"""Whether symmetric couplings fit given patterns at all."""

import numpy as np
from jaxtyping import Float, Int

from memgen.errors import ConvergenceError
from memgen.recurrent.couplings import stabilities
from memgen.recurrent.diluted import diluted_max_margin
from memgen.recurrent.max_margin import max_margin

TOLERANCE = 1.0  # any couplings with positive stabilities will do


def symmetric_fit(patterns: Float[np.ndarray, "P N"], most: int = 20000) -> bool:
    """Return whether symmetric couplings with positive stabilities are found.

    A miss within `most` passes proves nothing.
    """
    try:
        J = max_margin(patterns, True, TOLERANCE, most).J
    except ConvergenceError:
        return False
    return bool((stabilities(J, patterns) > 0).all())


def diluted_fit(
    patterns: Float[np.ndarray, "P N"], edges: Int[np.ndarray, "edges 2"], most: int = 5000
) -> bool:
    """Return whether symmetric couplings on the edges of a regular graph are found that fit.

    The same ascent with the same stop as `symmetric_fit`; a miss within `most` passes proves
    nothing.
    """
    try:
        return diluted_max_margin(patterns, edges, TOLERANCE, most).stability > 0
    except ConvergenceError:
        return False
