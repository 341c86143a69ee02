"""Whether generated samples are copies of training points.

A sample is memorised where it is far nearer to one training point than to any other, d1 / d2 < 1/3
(Yoon et al. 2023; arXiv:2505.17638, section 2).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import as_numpy, check_points
from memgen.measures.samples.neighbours import nearest
from memgen.measures.samples.types import classify

__all__ = ["MemorisedFraction", "classify", "memorised_fraction", "nearest_ratio"]

THRESHOLD = 1 / 3


@dataclass(frozen=True)
class MemorisedFraction:
    """Fraction of memorised samples, with bootstrap errors.

    Attributes
    ----------
    value, stderr : float
        Mean over the draws, and its standard error.
    lower, upper : float
        95 % interval. Where no sample of any draw is memorised, or all are, it is a point:
        the bootstrap cannot tell 0 from less than about 3 / n.
    n : int
        Number of draws.
    """

    value: float
    stderr: float
    lower: float
    upper: float
    n: int


def nearest_ratio(samples: Any, training: Any) -> Float[Any, " batch"]:
    """Return d1 / d2, the distances to the nearest and to the next training point.

    Parameters
    ----------
    samples : (batch, N)
        Generated samples, of any kind that `nearest` takes.
    training : (P, N)
        At least two training points, likewise.

    Returns
    -------
    (batch,)
        In [0, 1]; 1 for a sample at a distance of 0 from two points that coincide. A tensor, of
        the samples' dtype and device and without gradients, where these are one.

    Raises
    ------
    ValueError, TypeError
        If there are fewer than two points, or an array is refused by `nearest`.
    """
    training = check_points(training, "training")
    if len(training) < 2:
        raise ValueError("training holds 1 point; the ratio d1 / d2 needs at least two.")
    return nearest(samples, training, 2).ratio


def memorised_fraction(
    ratios: Any,
    rng: np.random.Generator,
    threshold: float = THRESHOLD,
    resamples: int = 1000,
) -> MemorisedFraction:
    """Return the fraction of ratios below `threshold` with errors by a bootstrap in two levels.

    Draws (of the training set and the network) are drawn with replacement, and samples within each.

    Parameters
    ----------
    ratios : (draws, samples)
        From `nearest_ratio`, one row a draw: in [0, 1], at least one sample.
    rng : numpy.random.Generator
        Source of the resampling.
    threshold : float
        1/3 by default, in (0, 1).
    resamples : int
        Number of resamplings, at least 2.

    Raises
    ------
    ValueError
        If the threshold is outside (0, 1), there are fewer than two resamples, or the ratios are
        no finite matrix of numbers in [0, 1].
    TypeError
        If the ratios are no real numbers.
    """
    if not 0 < threshold < 1 or resamples < 2:
        raise ValueError(
            f"threshold={threshold}, resamples={resamples}: give a threshold in (0, 1) and at "
            "least two resamples."
        )
    ratios = as_numpy(ratios, "ratios")
    if 0 in ratios.shape or ratios.min() < 0 or ratios.max() > 1:
        raise ValueError(
            f"ratios has shape {ratios.shape} and holds numbers outside [0, 1], or none; give "
            f"d1 / d2, one row a draw."
        )
    draws, samples = ratios.shape
    own = (ratios < threshold).mean(axis=1)
    chosen = own[rng.integers(draws, size=(resamples, draws))]
    found = (rng.binomial(samples, chosen) / samples).mean(axis=1)
    lower, upper = np.quantile(found, [0.025, 0.975])
    return MemorisedFraction(
        float(own.mean()), float(found.std(ddof=1)), float(lower), float(upper), draws
    )
