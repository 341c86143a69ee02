"""Means of samples that come in clusters, such as samples of several networks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class ClusteredMean:
    """Mean, standard error and spread of samples in clusters.

    Attributes
    ----------
    value : float
        Mean of all samples.
    stderr : float
        The larger of two standard errors: of the clusters' means, with their weights, and of
        the samples as if they were independent. Two or three clusters alone tell it badly, and
        samples alone leave out what a cluster shares. nan for one sample.
    spread : float
        Standard deviation of all samples; 0 for one.
    clusters, samples : int
        Clusters that hold a sample, and samples.
    """

    value: float
    stderr: float
    spread: float
    clusters: int
    samples: int


def clustered_mean(clusters: Sequence[Float[np.ndarray, " _"]]) -> ClusteredMean:
    """Return the mean over samples in clusters, of which some may be empty.

    Raises
    ------
    ValueError
        If all are empty.
    """
    held = [np.asarray(cluster, dtype=float) for cluster in clusters if len(cluster)]
    if not held:
        raise ValueError("all clusters are empty: a mean needs one sample.")
    values = np.concatenate(held)
    total, mean = values.size, values.mean()
    spread = float(values.std(ddof=1)) if total > 1 else 0.0
    alone = spread / np.sqrt(total) if total > 1 else np.nan
    count = len(held)
    if count == 1:
        return ClusteredMean(float(mean), float(alone), spread, 1, total)
    share = np.array([cluster.size for cluster in held]) / total
    deviation = np.array([cluster.mean() for cluster in held]) - mean
    # unbiased for equal shares: sum (m - mean)^2 / n (n - 1)
    between = np.sqrt(count / (count - 1) * (share**2 * deviation**2).sum())
    return ClusteredMean(float(mean), float(np.fmax(between, alone)), spread, count, total)
