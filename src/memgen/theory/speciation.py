"""When a reverse trajectory of a two-Gaussian mixture commits to a class, and to a point.

In Ornstein-Uhlenbeck time t, with u = x.m / |m| and M = |m|^2, the diffused mixture along m is
that of N(+-sqrt(M) e^{-t}, Gamma), Gamma = Delta + sigma^2 e^{-2t}. Two clones that part at t end
in one class with probability

    phi(t) = 1/2 int du (G_+^2 + G_-^2) / (G_+ + G_-),

1/2 at late and 1 at early times; t_S = 1/2 log Lambda, Lambda = M + sigma^2 the largest eigenvalue
of the data covariance, grows with the dimension. Source: arXiv:2402.18491, section III.

Its empirical density then holds on to P / 2 of the points until it speciates, and to all P before:
`excess_entropy` counts the class, which the published expression leaves out.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import non_negative, plain, positive
from memgen.numerics.doors import checked
from memgen.numerics.types import Real

REACH = 12.0
POINTS = 4001


@checked
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
    # phi = E[(1 + r^2) / (1 + r)^2] over (G_+ + G_-) / 2, r = G_- / G_+.
    log_r, weight = _log_odds(t, signal, variance)
    r = np.exp(np.clip(log_r, -300, 300))
    return ((1 + r**2) / (1 + r) ** 2) @ weight


@checked
def class_information(t: Real, signal: float, variance: float = 1.0) -> float | np.ndarray:
    """Return I(class; x_t) in nats: how much a noised point tells of the Gaussian it came from.

    I = log 2 - E[log(1 + r)], r = G_-(x_t) / G_+(x_t), x_t drawn from G_+: log 2 well before
    the speciation (small t), 0 well after it.

    Parameters
    ----------
    t : float or array
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
    times, _ = positive(t=t, variance=variance)
    non_negative(signal=signal)
    log_r, weight = _log_odds(times, signal, variance)
    return plain(np.log(2) - np.logaddexp(0, log_r) @ weight)


@checked
def excess_entropy(
    t: Real, N: int, alpha: float, signal: float, variance: float = 1.0
) -> float | np.ndarray:
    """Return f(t) = alpha - I(class; x_t) / N + 1/2 log(Delta / Gamma), per coordinate, in nats.

    log P = alpha N points of two Gaussians N(+-m, sigma^2) compete with the one that x_t came
    from; Delta = 1 - e^{-2t} is the noise's variance, Gamma = Delta + sigma^2 e^{-2t} that of a
    noised Gaussian. f is the entropy of the empirical density over that of its separate Gaussians:
    where f > 0 x_t has lost its point, f = 0 is the collapse, and below it (f < 0) the excess
    entropy itself is 0. While the classes are apart only the exp(alpha N) / 2 points of x_t's own
    compete, which the class's entropy I takes off; arXiv:2402.18491 (section IV, eq. for f) leaves
    it out, an error of log 2 / N.

    Parameters
    ----------
    t : float or array
        Ornstein-Uhlenbeck times, positive.
    N : int
        Dimension of the data.
    alpha : float
        log P / N, positive.
    signal : float
        M = |m|^2, not negative.
    variance : float
        sigma^2 of each Gaussian, positive.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    times, _, _, _ = positive(t=t, N=N, alpha=alpha, variance=variance)
    noise = -np.expm1(-2 * times)
    ratio = noise / (noise + variance * np.exp(-2 * times))
    return plain(alpha - class_information(times, signal, variance) / N + 0.5 * np.log(ratio))


def _log_odds(
    t: np.ndarray, signal: float, variance: float
) -> tuple[Float[np.ndarray, "*times points"], Float[np.ndarray, " points"]]:
    """Return log(G_- / G_+) at points x of G_+, and the weights of a mean over these points.

    With the mean s and width 1 of G_+ in units of sqrt(Gamma): log r = -2 s (s + x), x ~ N(0, 1).
    By mirror symmetry G_+ stands for both Gaussians.
    """
    gamma = -np.expm1(-2 * t) + variance * np.exp(-2 * t)
    shift = np.asarray(np.sqrt(signal / gamma) * np.exp(-t))[..., None]
    x = np.linspace(-REACH, REACH, POINTS)
    weight = np.exp(-(x**2) / 2)
    return -2 * shift * (shift + x), weight / weight.sum()


@checked
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


@checked
def speciation_time(signal: float, variance: float = 1.0) -> float:
    """Return t_S = 1/2 log(M + sigma^2), Lambda being the largest eigenvalue of the covariance."""
    if not signal + variance > 1:
        raise ValueError(f"signal={signal}, variance={variance}: Lambda must exceed 1.")
    return 0.5 * float(np.log(signal + variance))
