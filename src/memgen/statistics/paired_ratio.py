"""The ratio of two means over the same samples."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class PairedRatio:
    """Mean of one quantity over that of another at the same samples.

    Attributes
    ----------
    value, stderr : float
        The ratio, and its standard error to first order: that of the mean of a - ratio b, over the
        mean of b. What is common to both falls out.
    n : int
        Samples.
    """

    value: float
    stderr: float
    n: int


def paired_ratio(a: Float[np.ndarray, " n"], b: Float[np.ndarray, " n"]) -> PairedRatio:
    """Return mean(a) / mean(b).

    Raises
    ------
    ValueError
        If there are fewer than two samples, or the mean of b is not positive.
    """
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape or a.ndim != 1 or a.size < 2:
        raise ValueError(f"shapes {a.shape} and {b.shape}: give both at two samples or more.")
    if not b.mean() > 0:
        raise ValueError(f"the mean of b is {b.mean()}; it must be positive.")
    ratio = a.mean() / b.mean()
    error = (a - ratio * b).std(ddof=1) / np.sqrt(a.size) / b.mean()
    return PairedRatio(float(ratio), float(error), int(a.size))
