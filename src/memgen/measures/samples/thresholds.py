"""Thresholds of the sample types: the valley between two peaks, held against real images.

delta is where a histogram of distances has its valley (`memgen.statistics.valley`): of the
histograms of the several K, the one whose valley has the largest contrast. All K together would not
do, since the distance of a memory from its training image grows with K, and a gap between two K is
no valley. Where real images lie dense, two of them are as near as a memory and its copy: so that
nearness means something, delta is at most the quantile `false_rate` of the same distance for fresh
real images, at the K where that is smallest. Without a valley that quantile is delta: a sample then
counts as near when it is nearer than all but a few real images.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import as_real
from memgen.statistics.valley import Valley, valley


@dataclass(frozen=True)
class Threshold:
    """A threshold and where it comes from.

    Attributes
    ----------
    delta : float
        The smaller of valley and limit.
    valley : Valley
        The one of the largest contrast.
    at : int
        Which of the histograms it is of.
    limit : float
        The smallest quantile of real images' distances.
    """

    delta: float
    valley: Valley
    at: int
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
        Of generated samples, for each K.
    real : sequence of (m,)
        Of fresh real images, for each K.
    false_rate : float
        In (0, 1).
    least_contrast : float
        Contrast below which there is no valley; the limit then stands alone.

    Raises
    ------
    ValueError
        If the rate is outside (0, 1), nothing is given, or a distance is not finite.
    """
    if not 0 < false_rate < 1 or not distances or not real:
        raise ValueError(
            f"false_rate={false_rate}, {len(distances)} and {len(real)} sets of distances: give a "
            "rate in (0, 1) and distances of samples and of real images."
        )
    distances, real = ([as_real(d, "distances") for d in sets] for sets in (distances, real))
    for values in (*distances, *real):
        if not len(values) or not np.isfinite(values).all():
            raise ValueError("a set of distances is empty, or one of them is not finite.")
    found = [_valley(values, least_contrast) for values in distances]
    at = int(np.argmax([one.contrast for one in found]))
    limit = min(float(np.quantile(d, false_rate)) for d in real)
    best = found[at]
    return Threshold(min(best.place, limit) if best.found else limit, best, at, limit)


def _valley(values: np.ndarray, least_contrast: float) -> Valley:
    # float32 samples can coincide; the valley is far from there
    smallest = values[values > 0].min(initial=np.inf)
    return valley(np.maximum(values, smallest), least_contrast)
