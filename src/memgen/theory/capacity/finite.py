"""The dense associative memory at finite N, averaged over its patterns without drawing them.

At a state x of the own pattern xi^1 the levels e_mu = lambda (xi^mu - xi^1).x of the M = P - 1
others are independent, and of a known law: normal for Gaussian patterns and for the linear
manifold, (1 - u^2)^{(N-3)/2} in u = xi.x / (|xi| |x|) for spherical ones, binomial for binary ones
at x proportional to xi^1. With S = sum_mu exp(e_mu) the mean weight of the own pattern is

    E W = E 1 / (1 + S) = int_0^inf ds e^{-s} [1 - q(s)]^M,   q(s) = E[1 - exp(-s e^e)],

two integrals of smooth positive functions. Each law has one scale, the strength lambda |x|, and is
shifted by the signal lambda xi^1.x, so that log q is one function of log s - signal and of the
scale. M enters through its logarithm alone. The norms |xi^1|^2 of Gaussian patterns, and |xi^1|^2
and |F^T xi^1|^2 of the linear manifold, are averaged over at the end: they alone are not sharp.

memgen's derivation, for the models of arXiv:2304.14964 and arXiv:2503.09518; N to infinity is
`memgen.theory.capacity`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.interpolate import RectBivariateSpline
from scipy.optimize import brentq
from scipy.special import gammaln, logsumexp
from scipy.stats import chi2

from memgen.numerics.doors import checked
from memgen.theory.manifold.finite_size import spectra

Rows = Float[np.ndarray, " rows"]

_LOG_S = np.arange(-21.0, 3.9, 0.15)  # below, s contributes less than 1e-9
_S_WEIGHT = 0.15 * np.exp(_LOG_S - np.exp(_LOG_S))
_LEVEL_STEP = 0.4  # the trapezoid's error for 1 - exp(-e^y) is exp(-pi^2 / step)
_SPLINE_STEP = 0.3
_SPREAD = 8.0
_MARGIN = 40.0
_BLOCK = 2**20  # numbers in memory at once


@dataclass(frozen=True)
class Noise:
    """The weight of the own pattern against patterns of one law.

    Attributes
    ----------
    log_q : RectBivariateSpline
        log q as a function of log s - signal and of the logarithm of the scale.
    """

    log_q: RectBivariateSpline

    def own_weight(self, log_P: float, signal: Rows, scale: Rows) -> Rows:
        """Return E W among P patterns.

        Parameters
        ----------
        log_P : float
            Logarithm of the number of patterns, at least log 2.
        signal : (rows,)
            lambda xi^1.x, in nats.
        scale : (rows,)
            lambda |x| for normal levels (their standard deviation), lambda |x| / sqrt(N) for
            spherical and binary ones.
        """
        y = _LOG_S - np.asarray(signal)[:, None]
        log_scale = np.broadcast_to(np.log(scale)[:, None], y.shape)
        log_q = np.minimum(self.log_q.ev(y, log_scale), 0.0)
        log_M = log_P + np.log1p(-np.exp(-log_P))
        if log_M > 30:
            log_laplace = -np.exp(np.minimum(log_q + log_M, 50.0))
        else:
            log_laplace = np.exp(log_M) * np.log1p(-np.minimum(np.exp(log_q), 1 - 1e-16))
        return np.exp(log_laplace) @ _S_WEIGHT


Curve = Callable[[float], float]
Draws = Callable[[float], Rows]
LevelLaw = Callable[[float], tuple[np.ndarray, np.ndarray]]


@checked
def normal_noise(largest_signal: float, scales: tuple[float, float]) -> Noise:
    """Return the noise of normal levels N(0, scale^2), scale = lambda |x| or lambda |F^T x|.

    Parameters
    ----------
    largest_signal : float
        The largest lambda xi^1.x that will be asked for.
    scales : (float, float)
        The range of scales that will be asked for.
    """

    def law(scale: float) -> tuple[np.ndarray, np.ndarray]:
        step = min(_LEVEL_STEP, 0.5 * scale)
        # up to the signal, beyond which e^e is 1 or more, and past where the tilt e^e peaks
        top = max(scale**2, largest_signal) + (_SPREAD + 0.1 * scale) * scale
        e = np.arange(-_SPREAD * scale, top, step)
        return e, -((e / scale) ** 2) / 2 + np.log(step / scale) - 0.5 * np.log(2 * np.pi)

    return _tabulate(law, largest_signal, scales)


@checked
def spherical_noise(N: int, largest_signal: float, scales: tuple[float, float]) -> Noise:
    """Return the noise of spherical patterns: e = scale N u, scale = lambda |x| / sqrt(N).

    u = tanh v has the density (1 - u^2)^{(N-3)/2} du = (1 - u^2)^{(N-1)/2} dv.
    """

    def law(scale: float) -> tuple[np.ndarray, np.ndarray]:
        step = min(_LEVEL_STEP / (scale * N), 0.5 / np.sqrt(N))
        reach = np.log(2) + (2 * scale * N + _MARGIN) / (N - 1)
        v = np.arange(-reach, reach + step, step)
        # (N - 1)/2 log(1 - u^2), whose tails fall as -(N - 1)(|v| - log 2)
        log_mass = -(N - 1) * (np.abs(v) + np.log1p(np.exp(-2 * np.abs(v))) - np.log(2))
        return scale * N * np.tanh(v), log_mass - logsumexp(log_mass)

    return _tabulate(law, largest_signal, scales)


@checked
def binary_noise(N: int, largest_signal: float, scales: tuple[float, float]) -> Noise:
    """Return the noise of binary patterns around x = c xi^1: e = scale (N - 2k), k binomial."""
    k = np.arange(N + 1)
    log_mass = gammaln(N + 1) - gammaln(k + 1) - gammaln(N - k + 1) - N * np.log(2)
    return _tabulate(lambda scale: (scale * (N - 2.0 * k), log_mass), largest_signal, scales)


def _tabulate(law: LevelLaw, largest_signal: float, scales: tuple[float, float]) -> Noise:
    """Return log q = log sum mass [1 - exp(-e^{y + e})] on a grid of y and of the scale."""
    low, high = _LOG_S[0] - largest_signal - 1.0, _LOG_S[-1] + 1.0
    y = np.linspace(low, high, int((high - low) / _SPLINE_STEP) + 2)
    # a cubic spline in the scale: 4 nodes where there is but one, 29 for a decade
    count = max(4, int(np.ceil(12 * np.log(scales[1] / scales[0]))) + 1)
    grid = np.geomspace(scales[0] * (1 - 1e-6), scales[1] * (1 + 1e-6), count)
    log_q = np.empty((y.size, grid.size))
    for column, scale in enumerate(grid):
        e, log_mass = law(float(scale))
        rows = max(1, _BLOCK // e.size)
        for start in range(0, y.size, rows):
            z = y[start : start + rows, None] + e
            log_gap = np.where(z < -30, z, np.log(-np.expm1(-np.exp(np.clip(z, -30.0, 4.0)))))
            log_q[start : start + rows, column] = logsumexp(log_gap + log_mass, axis=1)
    return Noise(RectBivariateSpline(y, np.log(grid), log_q))


@checked
def gaussian_own_weight(lam: float, N: int, rho: float | None = 1.0) -> Curve:
    """Return the mean own weight at a Gaussian pattern, as a function of log P.

    Parameters
    ----------
    lam : float
        Inverse temperature lambda > 0.
    N : int
        Number of coordinates, at least 4.
    rho : float or None
        |xi|^2 / N of the pattern; None for the average over its chi-square law.
    """
    _require(lam, N)
    square, weight = chi_square_nodes(N) if rho is None else (np.array([rho * N]), np.ones(1))
    scale = lam * np.sqrt(square)
    noise = normal_noise(lam * square[-1], (scale[0], scale[-1]))
    return lambda log_P: float(weight @ noise.own_weight(log_P, lam * square, scale))


@checked
def spherical_own_weight(lam: float, N: int, overlap: float = 1.0) -> Curve:
    """Return the mean own weight at |x|^2 = N and overlap c with a spherical pattern.

    Parameters are those of `gaussian_own_weight`, and c in (0, 1].
    """
    _require(lam, N)
    noise = spherical_noise(N, lam * N, (lam, lam))
    signal, scale = np.array([lam * overlap * N]), np.array([lam])
    return lambda log_P: float(noise.own_weight(log_P, signal, scale)[0])


@checked
def binary_own_weight(lam: float, N: int) -> Curve:
    """Return the mean own weight at a binary pattern; see `gaussian_own_weight`."""
    _require(lam, N)
    noise = binary_noise(N, lam * N, (lam, lam))
    return lambda log_P: float(noise.own_weight(log_P, np.array([lam * N]), np.array([lam]))[0])


@checked
def linear_manifold_own_weight(
    lam: float, N: int, D: int, draws: int, rng: np.random.Generator
) -> Draws:
    """Return the own weight at a pattern of the linear manifold, draw by draw, against log P.

    Given F the levels are normal, with |xi|^2 = sum a z^2 and |F^T xi|^2 = sum a^2 z^2, a the
    eigenvalues of F^T F and z ~ N(0, I_D).

    Parameters
    ----------
    lam, N
        As in `gaussian_own_weight`.
    D : int
        Latent dimension.
    draws : int
        Independent draws of F and xi: the mean over them has their standard error.
    rng : numpy.random.Generator
        Their source.
    """
    _require(lam, N)
    square, tangent = np.empty((2, draws))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        latent = rng.standard_normal(eigenvalues.shape) ** 2
        square[rows] = (eigenvalues * latent).sum(axis=1)
        tangent[rows] = (eigenvalues**2 * latent).sum(axis=1)
    scale = lam * np.sqrt(tangent)
    noise = normal_noise(lam * square.max(), (scale.min(), scale.max()))
    return lambda log_P: noise.own_weight(log_P, lam * square, scale)


@checked
def half_load(curve: Curve, N: int) -> float:
    """Return the load alpha = log P / N at which a falling curve of log P crosses 1/2.

    Raises
    ------
    ValueError
        If it is below 1/2 already for two patterns.
    """
    low, high = np.log(2.0), 4.0
    if curve(low) < 0.5:
        raise ValueError(f"N={N}: below 1/2 for any number of patterns.")
    while curve(high) > 0.5:
        low, high = high, 1.5 * high
    return float(brentq(lambda log_P: curve(log_P) - 0.5, low, high, xtol=1e-5)) / N


@dataclass(frozen=True)
class MeanHalfLoad:
    """The load at which a mean over draws crosses 1/2.

    Attributes
    ----------
    load : float
        alpha = log P / N.
    stderr : float or None
        The standard error of the mean there over its slope; None for a single draw, which is
        exact.
    n : int or None
        Number of draws; None for a single one.
    """

    load: float
    stderr: float | None
    n: int | None


@checked
def mean_half_load(draws: Draws, N: int) -> MeanHalfLoad:
    """Return the load at which the mean of falling curves of log P crosses 1/2, with its error.

    Parameters
    ----------
    draws : callable
        From log P to one value for each draw.
    N : int
        Number of coordinates.

    Raises
    ------
    ValueError
        As in `half_load`.
    """
    load = half_load(lambda log_P: float(draws(log_P).mean()), N)
    values = draws(load * N)
    n = values.size
    if n == 1:
        return MeanHalfLoad(load, None, None)
    step = 0.1 / N
    slope = abs(draws((load + step) * N).mean() - draws((load - step) * N).mean()) / 0.2 * N
    return MeanHalfLoad(load, float(values.std(ddof=1) / np.sqrt(n) / slope), n)


@checked
def chi_square_nodes(N: int, nodes: int = 33, lowest: float | None = None) -> tuple[Rows, Rows]:
    """Return r^2 and weights of an average over the chi-square law of N degrees of freedom.

    A uniform rule in log r^2 over 7 standard deviations, or from N `lowest` on for rare events.
    """
    deviation = np.sqrt(2 / N)
    start = -7 * deviation if lowest is None else np.log(lowest)
    log_square = np.log(N) + np.linspace(start, 7 * deviation, nodes)
    log_weight = chi2.logpdf(np.exp(log_square), N) + log_square
    return np.exp(log_square), np.exp(log_weight - logsumexp(log_weight))


def _require(lam: float, N: int) -> None:
    if not (np.isfinite(lam) and lam > 0 and N >= 4):
        raise ValueError(f"lam={lam}, N={N}: take a finite lambda > 0 and N >= 4.")
