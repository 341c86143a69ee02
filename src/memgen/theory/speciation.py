"""When a reverse trajectory of a two-Gaussian mixture commits to a class, and to a point.

In Ornstein-Uhlenbeck time t, with u = x.m / |m| and M = |m|^2, the diffused mixture along m is
that of N(+-sqrt(M) e^{-t}, Gamma), Gamma = Delta + sigma^2 e^{-2t}. Two clones that part at t end
in one class with probability

    phi(t) = 1/2 int du (G_+^2 + G_-^2) / (G_+ + G_-),

1/2 at late and 1 at early times; t_S = 1/2 log Lambda, Lambda = M + sigma^2 the largest eigenvalue
of the data covariance, grows with the dimension. Source: arXiv:2402.18491, section III.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import non_negative, positive

REACH = 12.0
POINTS = 4001


def same_class_probability(
    t: Float[np.ndarray, " times"], signal: float, variance: float = 1.0
) -> Float[np.ndarray, " times"]:
    """Return phi(t).

    Parameters
    ----------
    t : (times,)
        Ornstein-Uhlenbeck times, positive.
    signal : float
        M = |m|^2, not negative.
    variance : float
        sigma^2 of each Gaussian, positive.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    t, _ = positive(t=t, variance=variance)
    non_negative(signal=signal)
    gamma = -np.expm1(-2 * t) + variance * np.exp(-2 * t)
    shift = np.sqrt(signal / gamma) * np.exp(-t)  # in units of the Gaussian's width
    x = np.linspace(-REACH, REACH, POINTS)
    # phi = E[(1 + r^2) / (1 + r)^2] over (G_+ + G_-) / 2 with r = G_- / G_+, and by the mirror
    # symmetry of the integrand over G_+ alone: r = exp(-2 shift (shift + x)), x ~ N(0, 1).
    weight = np.exp(-(x**2) / 2)
    weight /= weight.sum()
    log_r = np.clip(-2 * shift[:, None] * (shift[:, None] + x), -300, 300)
    r = np.exp(log_r)
    return ((1 + r**2) / (1 + r) ** 2) @ weight


def mixture_collapse_time(alpha: float, variance: float = 1.0) -> float:
    """Return t_C = 1/2 log(1 + sigma^2 / (e^{2 alpha} - 1)), alpha = log P / N.

    There the entropy of P points of variance sigma^2 equals that of their noise
    (arXiv:2402.18491, section IV).

    Raises
    ------
    ValueError
        Unless alpha and variance are positive.
    """
    positive(alpha=alpha, variance=variance)
    return 0.5 * float(np.log1p(variance / np.expm1(2 * alpha)))


def speciation_time(signal: float, variance: float = 1.0) -> float:
    """Return t_S = 1/2 log(M + sigma^2), Lambda being the largest eigenvalue of the covariance."""
    if not signal + variance > 1:
        raise ValueError(f"signal={signal}, variance={variance}: Lambda must exceed 1.")
    return 0.5 * float(np.log(signal + variance))
