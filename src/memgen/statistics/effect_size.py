"""Two groups of samples compared within each network: difference, and effect size.

The effect size is the difference of the means over the standard deviation of the samples within
the groups (Cohen's d): how far two types are apart where it counts, against what tells two
samples of one type.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

CLUSTERS = 5  # of fewer the scatter is known too badly to be an error


@dataclass(frozen=True)
class Comparison:
    """Upper minus lower group.

    Attributes
    ----------
    difference, difference_error : float
        Mean over clusters, and its standard error: that of the samples within clusters or, where
        five clusters or more tell it and it is larger, that of the clusters' own differences.
    effect, effect_error : float
        The same over the pooled standard deviation of the samples within groups and clusters.
    n : int
        Draws behind the larger error: clusters, or samples less one for each further mean.
    """

    difference: float
    difference_error: float
    effect: float
    effect_error: float
    n: int


def compare(
    upper: Sequence[Float[np.ndarray, " _"]],
    lower: Sequence[Float[np.ndarray, " _"]],
    least: int = 2,
) -> Comparison | None:
    """Return the comparison of two groups by cluster, such as network.

    A cluster with fewer than `least` samples in a group is left out; None where none is left, or
    the samples of all groups are equal.

    Raises
    ------
    ValueError
        If `least` is below 2, with which no spread can be told.
    """
    if least < 2:
        raise ValueError(f"least={least} must be at least 2: one sample has no spread.")
    pairs = [
        (np.asarray(a, dtype=float), np.asarray(b, dtype=float))
        for a, b in zip(upper, lower, strict=True)
        if min(len(a), len(b)) >= least
    ]
    if not pairs:
        return None
    gaps = np.array([a.mean() - b.mean() for a, b in pairs])
    freedom = sum(len(a) + len(b) - 2 for a, b in pairs)
    squares = sum(((group - group.mean()) ** 2).sum() for pair in pairs for group in pair)
    spread = float(np.sqrt(squares / freedom))
    if spread == 0:
        return None
    count, difference = len(pairs), float(gaps.mean())
    of_samples = np.array([a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b) for a, b in pairs])
    within = float(np.sqrt(of_samples.sum())) / count
    between = float(gaps.std(ddof=1) / np.sqrt(count)) if count >= CLUSTERS else 0.0
    effect, error = difference / spread, max(within, between)
    # the spread has an error of its own, spread / sqrt(2 freedom)
    effect_error = float(np.hypot(error / spread, effect / np.sqrt(2 * freedom)))
    n = count if between > within else freedom + 1
    return Comparison(difference, error, effect, effect_error, n)
