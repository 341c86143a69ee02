"""When a loss that first falls rises again: the onset of overfitting along training."""

import numpy as np
from jaxtyping import Float

from memgen.statistics.crossing import crossing_place


def half_rise(tau: Float[np.ndarray, " times"], loss: Float[np.ndarray, " times"]) -> float:
    """Return the tau at which the loss is halfway from its minimum to its end.

    Parameters
    ----------
    tau : (times,)
        Rising, positive; the crossing is linear in log tau between two of them.
    loss : (times,)
        The loss there.

    Raises
    ------
    ValueError
        If the loss does not rise after its minimum.
    """
    lowest = int(np.argmin(loss))
    level = (loss[lowest] + loss[-1]) / 2
    after = loss[lowest:] > level
    if not after.any():
        raise ValueError("the loss is lowest at its end: train longer to see it rise.")
    first = lowest + int(np.argmax(after))
    pair = slice(first - 1, first + 1)
    return crossing_place(tau[pair], loss[pair], level)


def first_passage(
    tau: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"], level: float
) -> float:
    """Return the first tau at which the curve exceeds the level, linear in log tau between two.

    Raises
    ------
    ValueError
        If it begins above the level or never exceeds it.
    """
    above = np.asarray(curve) > level
    if above[0] or not above.any():
        raise ValueError(
            f"a curve from {curve[0]:.4g} to {np.max(curve):.4g} at most does not rise to {level}: "
            "take another level, or train longer."
        )
    first = int(np.argmax(above))
    pair = slice(first - 1, first + 1)
    return crossing_place(tau[pair], curve[pair], level)
