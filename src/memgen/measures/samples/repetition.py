"""Whether samples repeat each other because the model has attractors there, or by chance.

Samples that lie within delta of another one are repetitions. Where a model has attractors, fresh
noise falls into the same ones again: a repetition among some samples is found again among others,
the fraction of repetitions saturates with the number of samples, and so does the number of their
clusters. On a continuum they are chance meetings: the fraction grows in proportion to the number of
samples as long as it is small, and a meeting is not found again.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Bool, Float
from scipy.sparse.csgraph import connected_components


def distances_between(
    x: Float[np.ndarray, "n F"], y: Float[np.ndarray, "m F"]
) -> Float[np.ndarray, "n m"]:
    """Return Euclidean distances from one product of matrices, off by rounding near 0."""
    square = (x**2).sum(axis=1)[:, None] + (y**2).sum(axis=1) - 2 * x @ y.T
    return np.sqrt(np.maximum(square, 0))


def nearest_other(apart: Float[np.ndarray, "n n"]) -> Float[np.ndarray, " n"]:
    """Return the distance of each sample to the nearest other one, infinite for a single one."""
    others = apart.copy()
    np.fill_diagonal(others, np.inf)
    return others.min(axis=1)


def blocks(total: int, size: int) -> Iterator[slice]:
    """Yield disjoint ranges of `size` out of `total`, as many as there are."""
    for start in range(0, total - size + 1, size):
        yield slice(start, start + size)


def repeated_share(
    apart: Float[np.ndarray, "n n"], counted: Bool[np.ndarray, " n"], delta: float, size: int
) -> float:
    """Return the share of samples that are counted and repeat one of `size`, mean over blocks.

    Parameters
    ----------
    apart : (n, n)
        Distances between all samples.
    counted : (n,)
        Which of them may count: those that are no copies of training images, say.
    delta : float
        Within which a sample repeats another one.
    size : int
        Samples of a block, 2 to n.
    """
    shares = [
        (counted[block] & (nearest_other(apart[block, block]) <= delta)).mean()
        for block in blocks(len(apart), size)
    ]
    return float(np.mean(shares))


def cluster_number(
    apart: Float[np.ndarray, "n n"],
    counted: Bool[np.ndarray, " n"],
    delta: float,
    size: int,
    least: int = 2,
) -> float:
    """Return how many clusters the counted samples of `size` form, mean over blocks.

    Samples within delta are linked, and a cluster is what is connected: of `least` or more. The
    arguments are those of `repeated_share`.
    """
    numbers = []
    for block in blocks(len(apart), size):
        own = counted[block]
        _, label = connected_components(apart[block, block][np.ix_(own, own)] <= delta)
        numbers.append((np.bincount(label) >= least).sum() if own.any() else 0)
    return float(np.mean(numbers))


def recurrence(
    apart: Float[np.ndarray, "n n"], counted: Bool[np.ndarray, " n"], delta: float
) -> tuple[Float[np.ndarray, " _"], Float[np.ndarray, " _"]]:
    """Return whether samples of one half recur in the other: of repetitions, and of the rest.

    Counted samples of the first half that repeat another one there, and those that do not, each
    told by 1 or 0 whether the second half, of fresh noise, has a sample within delta; and the other
    way round. Arguments as of `repeated_share`, n even.
    """
    half = len(apart) // 2
    repeated, single = [], []
    for own, other in ((slice(half), slice(half, None)), (slice(half, None), slice(half))):
        again = apart[own, other].min(axis=1) <= delta
        repeats = nearest_other(apart[own, own]) <= delta
        repeated.append(again[counted[own] & repeats])
        single.append(again[counted[own] & ~repeats])
    return np.concatenate(repeated).astype(float), np.concatenate(single).astype(float)
