"""Whether generated samples are copies of training points.

A sample is memorised where it is far nearer to one training point than to any other, d1 / d2 < 1/3
(Yoon et al. 2023; arXiv:2505.17638, section 2).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import check_points, check_samples
from memgen.measures.samples.types import classify

__all__ = ["MemorisedFraction", "classify", "memorised_fraction", "nearest_ratio"]

THRESHOLD = 1 / 3
BLOCK = 2**21  # numbers in a block of distances


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


def nearest_ratio(
    samples: Float[np.ndarray, "batch N"], training: Float[np.ndarray, "P N"]
) -> Float[np.ndarray, " batch"]:
    """Return d1 / d2, the distances to the nearest and to the next training point.

    Parameters
    ----------
    samples : (batch, N)
        Generated samples.
    training : (P, N)
        At least two training points.

    Returns
    -------
    (batch,)
        In [0, 1]; 1 for a sample at a distance of 0 from two points that coincide.

    Raises
    ------
    ValueError, TypeError
        If there are fewer than two points, or an array is not finite or does not fit.
    """
    training = check_points(training, "training")
    samples = np.asarray(check_samples(samples, training.shape[1], "samples"), dtype=float)
    if len(training) < 2:
        raise ValueError("training holds 1 point; the ratio d1 / d2 needs at least two.")
    square = np.einsum("pn,pn->p", training, training)
    ratio = np.empty(len(samples))
    step = max(1, BLOCK // len(training))
    for start in range(0, len(samples), step):
        block = samples[start : start + step]
        # The two nearest by a product of matrices, their distances from differences: the product
        # would lose a small distance to round-off.
        two = np.argpartition(square - 2 * block @ training.T, 1, axis=1)[:, :2]
        found = np.sort(np.linalg.norm(block[:, None] - training[two], axis=2), axis=1)
        same = found[:, 1] == 0
        ratio[start : start + step] = np.where(
            same, 1.0, found[:, 0] / np.where(same, 1, found[:, 1])
        )
    return ratio


def memorised_fraction(
    ratios: Float[np.ndarray, "draws samples"],
    rng: np.random.Generator,
    threshold: float = THRESHOLD,
    resamples: int = 1000,
) -> MemorisedFraction:
    """Return the fraction of ratios below `threshold` with errors by a bootstrap in two levels.

    Draws (of the training set and the network) are drawn with replacement, and samples within each.

    Parameters
    ----------
    ratios : (draws, samples)
        From `nearest_ratio`.
    rng : numpy.random.Generator
        Source of the resampling.
    threshold : float
        1/3 by default, in (0, 1).
    resamples : int
        Number of resamplings, at least 2.

    Raises
    ------
    ValueError
        If the threshold is outside (0, 1) or there are fewer than two resamples.
    """
    if not 0 < threshold < 1 or resamples < 2:
        raise ValueError(
            f"threshold={threshold}, resamples={resamples}: give a threshold in (0, 1) and at "
            "least two resamples."
        )
    draws, samples = ratios.shape
    own = (ratios < threshold).mean(axis=1)
    chosen = own[rng.integers(draws, size=(resamples, draws))]
    found = (rng.binomial(samples, chosen) / samples).mean(axis=1)
    lower, upper = np.quantile(found, [0.025, 0.975])
    return MemorisedFraction(
        float(own.mean()), float(found.std(ddof=1)), float(lower), float(upper), draws
    )
