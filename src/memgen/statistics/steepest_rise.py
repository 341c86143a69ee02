"""When a curve rises fastest along training."""

import numpy as np
from jaxtyping import Float

from memgen.statistics.minimum import minimum_place


def steepest_rise(tau: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"]) -> float:
    """Return the tau at which the curve rises fastest in log tau.

    1 - exp(-tau / tau_0) does so at tau_0.

    Parameters
    ----------
    tau : (times,)
        Positive, evenly spaced in log tau.
    curve : (times,)
        Values there.

    Raises
    ------
    ValueError
        If it rises fastest at an end of the grid.
    """
    return minimum_place(tau, -np.gradient(curve, np.log(tau)))
