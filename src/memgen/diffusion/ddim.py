"""Deterministic DDIM: the probability flow by Euler's method in the noise's standard deviation.

With the estimated noise w = -sqrt(t) score (Song et al., arXiv:2010.02502, eq. 12 with eta = 0, in
variance-exploding coordinates)

    x' = x + (sqrt(t') - sqrt(t)) w,

which ends at t' = 0 on the denoised point.
"""

from itertools import pairwise
from math import sqrt
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.empirical import certify
from memgen.diffusion.samplers import Score


def ddim(
    score: Score, x: Float[Any, "batch N"], times: Float[np.ndarray, " times"]
) -> Float[Any, "batch N"]:
    """Return where the samples x at variance times[0] come to at times[-1].

    Parameters
    ----------
    score : callable
        score(x, t), at positive t.
    x : (batch, N)
        Variance-exploding samples at times[0].
    times : (times,)
        Falling variances, positive but for the last.

    Raises
    ------
    ValueError
        If `times` do not fall, or are negative.
    """
    times = np.asarray(times, dtype=float)
    if len(times) < 2 or not (np.diff(times) < 0).all() or times[-1] < 0:
        raise ValueError(f"times={times} must be two variances or more that fall to 0 at most.")
    score = certify(score)
    for t, t_next in pairwise(times):
        x = x - (sqrt(t_next) - sqrt(t)) * sqrt(t) * score(x, float(t))
    return x
