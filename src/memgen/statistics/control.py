"""Means of what mostly scatters with quantities of known mean."""

import numpy as np
from jaxtyping import Float

from memgen.statistics.measurement import Measurement


def controlled_mean(
    values: Float[np.ndarray, " draws"], controls: Float[np.ndarray, "draws controls"]
) -> Measurement:
    """Return the mean of the values over draws with the scatter of the controls taken out.

    The intercept of their regression on control variates of mean 0, by least squares: without bias
    where the regression is linear, and with a smaller error than the plain mean where the controls
    explain the scatter. With too few draws for a regression it is the plain mean.

    Parameters
    ----------
    values : (draws,)
        Independent draws.
    controls : (draws, controls)
        What was drawn with them, of exact mean 0.
    """
    values, controls = np.asarray(values, dtype=float), np.asarray(controls, dtype=float)
    n, count = controls.shape
    freedom = n - count - 1
    if freedom < 2:
        return Measurement(float(values.mean()), float(values.std(ddof=1) / np.sqrt(n)), n)
    design = np.column_stack([np.ones(n), controls])
    covariance = np.linalg.inv(design.T @ design)
    best = covariance @ design.T @ values
    variance = float(((values - design @ best) ** 2).sum() / freedom)
    return Measurement(float(best[0]), float(np.sqrt(variance * covariance[0, 0])), n)
