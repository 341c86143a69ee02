"""The load at which the first of all patterns is lost.

Patterns are added one block after another, and the weight of every pattern at its own place,
W = 1 / (1 + Z) with Z = sum_nu exp(lambda (xi^nu - xi).xi), only falls. The memory of all patterns
ends where the first W falls below 1/2: Z > 1, or at lambda = inf xi.xi^nu > |xi|^2 for one nu.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.special import logsumexp

from memgen.data.patterns import draw_patterns


def first_loss(
    blocks: Iterator[Float[np.ndarray, "points N"]], lam: float, most: int
) -> int | None:
    """Return the number of patterns at which the first one is lost, to one block.

    Parameters
    ----------
    blocks : iterator of (points, N)
        Patterns, in blocks: the answer is the number of patterns after one of them.
    lam : float
        Inverse temperature lambda > 0; inf for the largest overlap.
    most : int
        Stop after this many patterns.

    Returns
    -------
    int or None
        None if no pattern is lost among `most`.
    """
    known = np.empty((0, 0))
    square, log_noise = np.empty(0), np.empty(0)
    for block in blocks:
        own = np.einsum("pn,pn->p", block, block)
        inside = block @ block.T
        np.fill_diagonal(inside, -np.inf)
        fresh = _noise(inside - own[:, None], lam)
        if len(known):
            across = block @ known.T
            fresh = _join(fresh, _noise(across - own[:, None], lam), lam)
            log_noise = _join(log_noise, _noise(across.T - square[:, None], lam), lam)
        known = np.concatenate([known, block]) if len(known) else block
        square, log_noise = np.concatenate([square, own]), np.concatenate([log_noise, fresh])
        if (log_noise > 0).any():
            return len(known)
        if len(known) >= most:
            return None
    return None


def growing_blocks(
    N: int, rng: np.random.Generator, growth: float = 1.05
) -> Iterator[Float[np.ndarray, "points N"]]:
    """Yield Gaussian patterns without end: two, and then blocks that multiply them by `growth`.

    The number of patterns after a block is known to a factor `growth`, and alpha = log P / N to
    log(growth) / N, while the number of blocks grows with log P alone.
    """
    count = 2
    yield draw_patterns("gaussian", count, N, rng)
    while True:
        size = max(1, int(count * (growth - 1)))
        count += size
        yield draw_patterns("gaussian", size, N, rng)


def _noise(gaps: Float[np.ndarray, "rows columns"], lam: float) -> Float[np.ndarray, " rows"]:
    return gaps.max(axis=1) if np.isinf(lam) else logsumexp(lam * gaps, axis=1)


def _join(
    a: Float[np.ndarray, " rows"], b: Float[np.ndarray, " rows"], lam: float
) -> Float[np.ndarray, " rows"]:
    return np.maximum(a, b) if np.isinf(lam) else np.logaddexp(a, b)
