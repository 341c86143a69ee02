"""The random energy model at finite size, exactly.

M energies e_mu are drawn independently from a law whose cumulant K(lambda) = log E exp(lambda e)
is known in the complex plane, and S = sum_mu exp(e_mu). As the e_mu are independent,

    E exp(-s S) = [1 - q(s)]^M,     q(s) = E[1 - exp(-s e^e)]
    q(s) = -1/(2 pi i) int_{Re lambda = c} dlambda Gamma(-lambda) exp(K(lambda) + lambda log s)

with 0 < c < 1; moving c past the pole at lambda = 1 splits off the mean s e^{K(1)}. Whatever is
asked of S is an integral of E exp(-s S) over log s. Only log M enters, so that M = e^{alpha N} may
be astronomically large, and nothing is expanded in 1/N.

memgen's derivation. The limit N -> infinity is `memgen.theory.energies.rem`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Complex, Float
from scipy.special import loggamma

from memgen.errors import ConvergenceError
from memgen.numerics.doors import checked

Batch = Float[np.ndarray, " batch"]
Grid = Float[np.ndarray, "batch s"]

DIGITS = 20.0  # terms below exp(-20) = 2e-9 are neglected
_STEP = 0.1
_U = np.arange(-6.7, 5.0, _STEP)
X = 2 * np.sinh(_U)  # log s about its typical value: dense there, sparse in the broad tails
X_WEIGHT = 2 * np.cosh(_U) * _STEP
GUMBEL = np.exp(-np.exp(np.minimum(X, 100.0)))


@dataclass(frozen=True)
class EnergyLaw:
    """The laws of one energy for a batch of random energy models.

    Attributes
    ----------
    size : int
        Number of models in the batch.
    cumulant : callable
        K at complex lambda of shape (batch, n), Re lambda > 0; returns (batch, n).
    derivatives : callable
        K, K' and K'' > 0 at real lambda > 0 of shape (batch,).
    """

    size: int
    cumulant: Callable[[np.ndarray], np.ndarray]
    derivatives: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class PlantedAverages:
    """Averages over the other energies, measured from the planted one, whose factor is 1.

    Attributes
    ----------
    own_weight : Float[np.ndarray, "batch"]
        E 1 / (1 + S), the weight of the planted one.
    participation : Float[np.ndarray, "batch"]
        E (1 + S_2) / (1 + S)^2, S_2 the sum of the squared factors of the others.
    excess_entropy : Float[np.ndarray, "batch"]
        E log(1 + S), nats.
    """

    own_weight: Batch
    participation: Batch
    excess_entropy: Batch


@checked
def planted_averages(law: EnergyLaw, log_M: float) -> PlantedAverages:
    """Return the averages over M energies, measured from the planted one.

    E 1/(1+S)   = int ds e^{-s} L(s),       L(s) = E e^{-sS} = (1 - q)^M
    E log(1+S)  = int ds/s e^{-s} [1 - L(s)]
    E Y2        = int ds s e^{-s} [L(s) + M E(z^2 e^{-sz}) (1 - q)^{M-1}],   z = e^e

    Parameters
    ----------
    law : EnergyLaw
        A batch of laws of e_mu, measured from the planted energy.
    log_M : float
        Logarithm of the number of energies beside the planted one; >= 0.

    Raises
    ------
    ConvergenceError
        If the condensation point of a law is not found.
    """
    saddle = _condensation(law, log_M)
    log_scale = np.logaddexp(0.0, saddle.log_typical_sum)  # of 1 + S
    log_s = X - log_scale[:, None]
    s = np.exp(np.minimum(log_s, 100.0))
    counts, pairs = _mellin(law, log_M, saddle, log_s)
    laplace = np.exp(-s) * _power(counts, log_M)
    others = np.exp(-s) * pairs * _power(counts, log_M, removed=1)
    return PlantedAverages(
        own_weight=(s * laplace) @ X_WEIGHT,
        participation=(s**2 * laplace + others) @ X_WEIGHT,
        excess_entropy=log_scale + (GUMBEL - laplace) @ X_WEIGHT,
    )


@checked
def mean_log_sum(law: EnergyLaw, log_M: float) -> Batch:
    """Return E log S, nats, from E log S = int ds/s (e^{-s} - E e^{-sS}).

    M q grows as e^x at log s = x / c - log S_0 (c = lambda_* when condensed); did it so for all x,
    E log S would be log S_0 + (1/c - 1) gamma_Euler, and the integral is done relative to that.
    Parameters and errors as in `planted_averages`.
    """
    saddle = _condensation(law, log_M)
    c = np.minimum(saddle.tilt, 1.0)
    log_s = X / c[:, None] - saddle.log_typical_sum[:, None]
    counts, _ = _mellin(law, log_M, saddle, log_s)
    shift = np.euler_gamma + (GUMBEL - _power(counts, log_M)) @ X_WEIGHT
    return saddle.log_typical_sum - np.euler_gamma + shift / c


@checked
def mean_maximum(law: EnergyLaw, log_M: float) -> Batch:
    """Return E max_mu e_mu, from P(e > y) = 1/(2 pi i) int dlambda/lambda e^{K - lambda y}.

    At y = e_* - x / lambda_* the expected number of levels above y grows as e^x; were it e^x,
    the maximum would be e_* + gamma_Euler / lambda_*, and the integral is done relative to that.
    Parameters and errors as in `planted_averages`.
    """
    saddle = _condensation(law, log_M)
    _, _, curvature = law.derivatives(saddle.tilt)
    period = np.maximum((log_M + DIGITS) / saddle.tilt, 8 * np.sqrt(curvature))
    lam, step = _contour(law, saddle.tilt, curvature, period, decay=0.0)
    log_kernel = log_M + law.cumulant(lam) - np.log(lam)
    log_s = X / saddle.tilt[:, None] - saddle.edge[:, None]
    (counts,) = _fourier_sums(log_s, saddle.tilt, step, [log_kernel])
    counts = np.maximum.accumulate(counts, axis=1)
    shift = np.euler_gamma + (GUMBEL - _power(counts, log_M)) @ X_WEIGHT
    return saddle.edge + shift / saddle.tilt


@dataclass(frozen=True)
class _Saddle:
    """Condensation of a batch of laws: lambda_*, e_* = K'(lambda_*), log of the typical S."""

    tilt: Batch
    edge: Batch
    log_typical_sum: Batch


def _condensation(law: EnergyLaw, log_M: float) -> _Saddle:
    """Solve log M + K - lambda K' = 0 in log lambda, by Newton's method within a bracket."""
    tolerance = 1e-8
    levels = max(log_M, 0.5)  # the scale of a sum of one or two terms is no edge; any will do
    low, high = np.full(law.size, -80.0), np.full(law.size, 80.0)
    log_tilt = np.zeros(law.size)
    for _ in range(200):
        tilt = np.exp(log_tilt)
        value, slope, curvature = law.derivatives(tilt)
        entropy = levels + value - tilt * slope
        low, high = np.where(entropy > 0, log_tilt, low), np.where(entropy > 0, high, log_tilt)
        newton = log_tilt + np.clip(entropy / (tilt**2 * curvature), -3, 3)
        target = np.where((newton >= low) & (newton <= high), newton, (low + high) / 2)
        largest = float(np.max(np.abs(target - log_tilt)))
        log_tilt = target
        if largest < tolerance:
            break
    else:
        raise ConvergenceError("condensation of the finite random energy model", largest, tolerance)
    tilt = np.exp(log_tilt)
    _, edge, _ = law.derivatives(tilt)
    at_one, _, _ = law.derivatives(np.ones(law.size))
    return _Saddle(tilt, edge, np.where(tilt < 1, edge, levels + at_one))


def _mellin(law: EnergyLaw, log_M: float, saddle: _Saddle, log_s: Grid) -> tuple[Grid, Grid]:
    """Return M q(s) and M E[(s z)^2 exp(-s z)], whose kernel is Gamma(2 - lambda)."""
    tilt = saddle.tilt
    mean, _, curvature = law.derivatives(np.ones(law.size))
    # stay a fraction of the saddle's width away from the pole at lambda = 1
    gap = np.clip(2 / np.sqrt(curvature), 0.02, 0.3)
    past_pole = tilt > 1 + gap
    c = np.where(past_pole, (1 + np.minimum(tilt, 2.0)) / 2, np.minimum(tilt, 1 - gap))
    _, _, curvature = law.derivatives(c)
    # the sum over the contour repeats q with this period in log s, damped by exp(-c period)
    period = np.maximum((log_M + DIGITS) / c, DIGITS / np.minimum(np.abs(1 - c), 2 - c))
    lam, step = _contour(law, c, curvature, period, decay=np.pi / 2)
    log_pairs = log_M + law.cumulant(lam) + loggamma(2 - lam)
    log_counts = log_pairs - np.log(lam * (1 - lam))  # Gamma(2 - l) = -Gamma(-l) l (1 - l)
    counts, pairs = _fourier_sums(log_s, c, step, [log_counts, log_pairs])
    log_mean = np.where(past_pole, log_M + mean, -np.inf)
    counts = counts + np.exp(np.minimum(log_mean[:, None] + log_s, 100.0))
    return np.maximum.accumulate(np.maximum(counts, 0.0), axis=1), pairs


def _contour(
    law: EnergyLaw, c: Batch, curvature: Batch, period: Batch, decay: float
) -> tuple[Complex[np.ndarray, "batch n"], Batch]:
    """Return lambda = c + i k step, k = 0..n-1, up to where exp(K - decay Im lambda) is spent."""
    reach = 2 / np.sqrt(curvature)[:, None] * 1.5 ** np.arange(20)
    start, _, _ = law.derivatives(c)
    spent = start[:, None] - np.real(law.cumulant(c[:, None] + 1j * reach)) + decay * reach
    extent = [np.interp(1.15 * DIGITS, s, y) for s, y in zip(spent, reach, strict=True)]
    step = 2 * np.pi / period
    nodes = np.arange(2 + int(np.max(extent / step)))
    return c[:, None] + 1j * step[:, None] * nodes, step


def _fourier_sums(
    log_s: Grid, c: Batch, step: Batch, log_kernels: list[Complex[np.ndarray, "batch n"]]
) -> list[Grid]:
    """Return 1/(2 pi) int dy exp(log_kernel + (c + i y) log_s) for every kernel.

    The phases are exp(i step log_s (block b + k)): a matrix product within the blocks and one
    between them, instead of an exponential for every pair of nodes.
    """
    block = 32
    phase = 1j * (step[:, None] * log_s)[:, :, None]
    within = np.exp(phase * np.arange(block))
    results = []
    for log_kernel in log_kernels:
        size, n = log_kernel.shape
        blocks = -(-n // block)
        # relative to the largest exponent, which log_s brings back to order one
        level = np.real(log_kernel[:, :1])
        kernel = np.zeros((size, blocks * block), dtype=complex)
        kernel[:, :n] = np.exp(log_kernel - level)
        kernel[:, 0] /= 2
        between = np.exp(phase * block * np.arange(blocks))
        inner = within @ kernel.reshape(size, blocks, block).swapaxes(1, 2)
        envelope = np.exp(np.clip(level + c[:, None] * log_s, -700, 100))
        results.append(step[:, None] / np.pi * envelope * (inner * between).sum(-1).real)
    return results


def _power(counts: Grid, log_M: float, removed: int = 0) -> Grid:
    """Return (1 - q)^(M - removed) from M q."""
    if log_M > 30:
        return np.exp(-counts)
    M = np.exp(log_M)
    return np.exp((M - removed) * np.log1p(-np.minimum(counts / M, 1 - 1e-16)))
