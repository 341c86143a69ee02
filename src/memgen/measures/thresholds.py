"""Thresholds of the sample types: the valley between two peaks, held against real images.

delta is where the histogram of distances, of all K together, has its valley
(`memgen.measures.valley`). Where real images lie dense, two of them are as near as a memory and its
copy: so that nearness means something, delta is at most the quantile `false_rate` of the same
distance for fresh real images, at the K where that is smallest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.measures.valley import Valley, valley


@dataclass(frozen=True)
class Threshold:
    """A threshold and where it comes from.

    Attributes
    ----------
    delta : float
        The smaller of valley and limit.
    valley : Valley
        Of the pooled histogram.
    limit : float
        The smallest quantile of real images' distances.
    """

    delta: float
    valley: Valley
    limit: float


def place_threshold(
    distances: Sequence[Float[np.ndarray, " _"]],
    real: Sequence[Float[np.ndarray, " _"]],
    false_rate: float,
    least_contrast: float,
) -> Threshold:
    """Return the threshold of d_S or of d_S'.

    Parameters
    ----------
    distances : sequence of (n,)
        Of generated samples, for each K; each K has the same weight.
    real : sequence of (m,)
        Of fresh real images, for each K.
    false_rate : float
        In (0, 1).
    least_contrast : float
        Contrast below which there is no valley; the limit then stands alone.

    Raises
    ------
    ValueError
        If the rate is outside (0, 1) or nothing is given.
    """
    if not 0 < false_rate < 1 or not distances or not real:
        raise ValueError(
            f"false_rate={false_rate}, {len(distances)} and {len(real)} sets of distances: give a "
            "rate in (0, 1) and distances of samples and of real images."
        )
    # float32 samples can coincide; the valley is far from there
    smallest = min(float(d[d > 0].min()) for d in distances)
    values = np.maximum(np.concatenate(distances), smallest)
    weights = np.concatenate([np.full(len(d), 1 / len(d)) for d in distances])
    found = valley(values, weights, least_contrast)
    limit = min(float(np.quantile(d, false_rate)) for d in real)
    return Threshold(min(found.place, limit) if found.found else limit, found, limit)
