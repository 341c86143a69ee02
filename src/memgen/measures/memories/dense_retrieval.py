"""Retrieval in the dense associative memory, for nested sets of patterns.

At a state x that belongs to pattern 1 the weight of that pattern among the first P,

    W = 1 / (1 + Z),      Z = sum_{mu != 1} exp(lambda (xi^mu - xi^1).x),

is the signal against the noise of arXiv:2304.14964. One pass over the patterns serves every load
and every lambda, since the sums over the first P patterns are partial sums.
"""

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.special import logsumexp

from memgen.recurrent.dense import DenseMemory

BLOCK = 2**13


def own_weights(
    x: Float[np.ndarray, "batch N"],
    index: Int[np.ndarray, " batch"],
    patterns: Float[np.ndarray, "P N"],
    lams: Float[np.ndarray, " lams"],
    sizes: Int[np.ndarray, " sizes"],
) -> Float[np.ndarray, "lams sizes batch"]:
    """Return the weight W of each state's own pattern among the first P, for all lambda and P.

    Parameters
    ----------
    x : (batch, N)
        States.
    index : (batch,)
        Place of each state's own pattern, below the smallest of `sizes`.
    patterns : (P, N)
        All patterns.
    lams : (lams,)
        Inverse temperatures lambda.
    sizes : (sizes,)
        Ascending numbers of patterns.

    Raises
    ------
    ValueError
        If the sizes do not ascend, exceed the patterns, or leave out an own pattern.
    """
    sizes, index = np.asarray(sizes), np.asarray(index)
    if not (np.diff(sizes) > 0).all() or sizes[-1] > len(patterns) or index.max() >= sizes[0]:
        raise ValueError(
            f"sizes={sizes} must ascend, up to the {len(patterns)} patterns, and each hold the own "
            f"patterns, the last of which is number {index.max()}."
        )
    own = np.einsum("bn,bn->b", x, patterns[index])[:, None]
    log_noise = np.full((len(lams), len(x)), -np.inf)
    weights = np.empty((len(lams), len(sizes), len(x)))
    for k, (start, stop) in enumerate(zip([0, *sizes[:-1]], sizes, strict=True)):
        for first in range(start, stop, BLOCK):
            last = min(first + BLOCK, stop)
            gap = x @ patterns[first:last].T - own
            inside = np.flatnonzero((index >= first) & (index < last))
            gap[inside, index[inside] - first] = -np.inf
            for j, lam in enumerate(lams):
                log_noise[j] = np.logaddexp(log_noise[j], logsumexp(lam * gap, axis=1))
        weights[:, k] = 1 / (1 + np.exp(np.minimum(log_noise, 700)))
    return weights


def retrieved(
    state: Float[np.ndarray, "batch N"],
    pattern: Float[np.ndarray, "batch N"],
    error: float = 0.2,
) -> Bool[np.ndarray, " batch"]:
    """Return whether |x - xi|^2 < error |xi|^2: the state has come back to its pattern."""
    square = np.einsum("bn,bn->b", pattern, pattern)
    miss = state - pattern
    return np.einsum("bn,bn->b", miss, miss) < error * square


def success(
    start: Float[np.ndarray, "batch N"],
    index: Int[np.ndarray, " batch"],
    memory: DenseMemory,
    lam: float,
    sizes: Int[np.ndarray, " sizes"],
    steps: int = 50,
) -> Bool[np.ndarray, "sizes batch"]:
    """Return, for each number of patterns, which states the iterated update brings back.

    Parameters
    ----------
    start : (batch, N)
        Where to start.
    index : (batch,)
        Place of each state's own pattern, below the smallest of `sizes`.
    memory : DenseMemory
        All patterns.
    lam : float
        Inverse temperature lambda.
    sizes : (sizes,)
        Numbers of patterns.
    steps : int
        Updates at most.
    """
    pattern = memory.patterns[index]
    return np.array(
        [
            retrieved(memory.first(int(P)).retrieve(start, lam, steps, 1e-6).state, pattern)
            for P in sizes
        ]
    )
