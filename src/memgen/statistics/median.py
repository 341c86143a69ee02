"""The median of independent draws, and the share of them that pass, with their errors."""

import numpy as np
from jaxtyping import Bool, Float

from memgen.statistics.measurement import Measurement


def median_with_error(
    values: Float[np.ndarray, " n"], rng: np.random.Generator, resamples: int = 400
) -> Measurement:
    """Return the median of independent draws, with its bootstrap error.

    Parameters
    ----------
    values : (n,)
        The draws.
    rng : numpy.random.Generator
        Of the bootstrap.
    resamples : int
        Its number of samples.
    """
    resampled = rng.choice(values, size=(resamples, len(values)))
    stderr = np.median(resampled, axis=1).std(ddof=1)
    return Measurement(float(np.median(values)), float(stderr), len(values))


def share_with_error(passed: Bool[np.ndarray, " n"]) -> Measurement:
    """Return the share p of independent draws that passed; its error is sqrt(p (1 - p) / n).

    Where all agree nothing scatters, and the variance is taken to be 1 / (n + 2)^2.
    """
    n = len(passed)
    share = passed.mean()
    variance = max(share * (1 - share), 1 / (n + 2) ** 2)
    return Measurement(float(share), float(np.sqrt(variance / n)), n)
