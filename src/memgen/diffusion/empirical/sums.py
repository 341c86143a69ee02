"""What a pass over the points knows of the weights, and what is read off it.

With log-weights l and values counted from a reference y (the centre, or the likeliest point),

    l = (|x - y|^2 - |x - xi|^2) / 2t,   L = log sum e^l,   m = sum w (xi - y),

    score = (y - x + m) / t,       log p_t = L - |x - y|^2 / 2t - log P - N/2 log 2 pi t,
    Cov_w v = sum w (xi - y)(xi - y).v - m m.v,      grad score v = (Cov_w v / t - v) / t.
"""

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float


class Posterior(NamedTuple):
    """All that one pass over the points says of samples x at noise variance t.

    Attributes
    ----------
    score, denoised : (batch, N)
        grad log p_t(x), and the posterior mean of the clean point.
    log_density : (batch,)
        log p_t(x) in nats.
    participation : (batch,)
        Y2 = sum w^2.
    """

    score: Any
    denoised: Any
    log_density: Any
    participation: Any


@dataclass(frozen=True)
class Sums:
    """Sums of the weights of all points, in float64; of (batch, N) queries `x` at `t` (batch,).

    Attributes
    ----------
    reference : (batch, N)
        y.
    log_sum : (batch,)
        L in nats.
    mean : (batch, N)
        m.
    participation : (batch,)
        Y2 = sum w^2.
    second : (batch, N or 0)
        sum w (xi - y)(xi - y).v, where vectors v were given.
    count : int
        P.
    """

    x: Float[np.ndarray, "batch N"]
    t: Float[np.ndarray, " batch"]
    reference: Float[np.ndarray, "batch N"]
    log_sum: Float[np.ndarray, " batch"]
    mean: Float[np.ndarray, "batch N"]
    participation: Float[np.ndarray, " batch"]
    second: Float[np.ndarray, "batch _"]
    count: int

    @property
    def score(self) -> Float[np.ndarray, "batch N"]:
        """Return sum w (xi - x) / t."""
        return ((self.reference - self.x) + self.mean) / self.t[:, None]

    @property
    def denoised(self) -> Float[np.ndarray, "batch N"]:
        """Return sum w xi."""
        return self.reference + self.mean

    @property
    def log_density(self) -> Float[np.ndarray, " batch"]:
        """Return log p_t(x) in nats."""
        squared = ((self.x - self.reference) ** 2).sum(1)
        normalisation = 0.5 * self.x.shape[1] * np.log(2 * np.pi * self.t) + np.log(self.count)
        return (self.log_sum - squared / (2 * self.t)) - normalisation

    def covariance(self, v: Float[np.ndarray, "batch N"]) -> Float[np.ndarray, "batch N"]:
        """Return Cov_w v, for the vectors that the pass was given."""
        return self.second - self.mean * np.einsum("bn,bn->b", self.mean, v)[:, None]


def merge(a: Sums, b: Sums, v: Float[np.ndarray, "batch _"]) -> Sums:
    """Return the sums over two sets of points, counted from the reference of `b`.

    Where `b` holds no point (log_sum = -inf), the sums are those of `a`.
    """
    shift = b.reference - a.reference
    logit = (shift * ((b.x - b.reference) + (b.x - a.reference))).sum(1) / (2 * b.t)
    mean = a.mean - shift
    second = a.second
    if v.shape[1]:
        along = [np.einsum("bn,bn->b", u, v)[:, None] for u in (a.mean, shift)]
        second = second - shift * along[0] - mean * along[1]
    log_a = a.log_sum - logit
    top = np.maximum(log_a, b.log_sum)
    weight_a, weight_b = np.exp(log_a - top), np.exp(b.log_sum - top)
    mass = weight_a + weight_b
    share_a, share_b = weight_a / mass, weight_b / mass
    moved = replace(
        b,
        log_sum=top + np.log(mass),
        mean=share_a[:, None] * mean + share_b[:, None] * b.mean,
        participation=share_a**2 * a.participation + share_b**2 * b.participation,
        second=share_a[:, None] * second + share_b[:, None] * b.second,
        count=a.count,
    )
    empty = np.isneginf(b.log_sum)
    columns = empty[:, None]
    return replace(
        moved,
        reference=np.where(columns, a.reference, moved.reference),
        log_sum=np.where(empty, a.log_sum, moved.log_sum),
        mean=np.where(columns, a.mean, moved.mean),
        participation=np.where(empty, a.participation, moved.participation),
        second=np.where(columns, a.second, moved.second),
    )
