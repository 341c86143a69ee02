"""Loads at which a measured curve crosses 1/2, however sharply."""

import numpy as np
from jaxtyping import Float

from memgen.statistics.crossing import Crossing, crossing_with_error


def half_load_with_error(
    loads: Float[np.ndarray, " loads"], draws: Float[np.ndarray, "draws loads"], what: str
) -> Crossing:
    """Return the load at which the mean of independent `draws` crosses 1/2, with its error.

    The error is that of the mean there over the slope, and where the curve falls within one step of
    the loads also that of the interpolation: step / sqrt(12) times the square of the fall in it.

    Parameters
    ----------
    loads : (loads,)
        alpha = log P / N, ascending.
    draws : (draws, loads)
        One falling curve for each independent draw.
    what : str
        Of what, for the error message.

    Raises
    ------
    ValueError
        If the mean does not cross 1/2 once: the message says which loads were tried.
    """
    mean = draws.mean(axis=0)
    try:
        found = crossing_with_error(loads, draws, 0.5)
    except ValueError:
        raise ValueError(
            f"{what}: the mean runs from {mean[0]:.3g} at alpha = {loads[0]:.4g} to {mean[-1]:.3g} "
            f"at alpha = {loads[-1]:.4g} and does not cross 1/2 once; take larger sizes or more "
            "draws."
        ) from None
    (i,) = np.flatnonzero((mean[1:] > 0.5) != (mean[:-1] > 0.5))
    step, fall = loads[i + 1] - loads[i], abs(mean[i + 1] - mean[i])
    return Crossing(
        found.time, float(np.hypot(found.stderr, step / np.sqrt(12) * fall**2)), found.n
    )
