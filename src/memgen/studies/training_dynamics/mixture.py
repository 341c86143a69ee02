"""The mixtures of this source, their means along the first axis."""

import numpy as np

from memgen.data.mixture import TwoGaussians


def mixture_along_first_axis(signal: float, d: int) -> TwoGaussians:
    """Return +-m + N(0, 1) with |m|^2 = signal along the first axis: W has no preferred one."""
    mean = np.zeros(d)
    mean[0] = np.sqrt(signal)
    return TwoGaussians(mean)
