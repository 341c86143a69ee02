"""The hidden manifold of any activation at finite N, averaged over its points without drawing them.

Given F and x, the P points enter through one function, the Laplace exponent of their energies
e = -|x - sigma(F z)|^2 / (2t),

    P q(s) = P E_z [1 - exp(-s e^e)],     E exp(-s S) = [1 - q(s)]^P,     S = sum_mu e^{e_mu}

(as in `memgen.theory.energies.finite_rem`, which knows the cumulant of e). For a curved manifold
no cumulant is known, but the integral over z is concentrated about the posterior of z given x: it
is done by importance sampling from a Gaussian fitted to that posterior, with a wider one mixed in.
Only log P enters. For the linear manifold it is the exact `memgen.theory.manifold.finite_size`.

memgen's derivation, for the model of arXiv:2502.09578.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import Activation, get_activation
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked

WIDTHS = np.array([1.15, 2.0])  # variances of the two Gaussians, in units of the posterior's
SHARES = np.array([0.8, 0.2])
LEAST_SHARE = 0.005  # of the samples that count: below, the Gaussian misses the posterior
ROUNDS = 3  # of sampling, each from a Gaussian with the moments of the one before
_STEP = 0.5  # of log s: what is integrated is as smooth as a Gumbel density
_SCALES = np.arange(-14.0, 4.01, _STEP)
_GUMBEL_SCALES = np.arange(-16.0, 5.01, _STEP)
Batch = Float[np.ndarray, "batch times"]


@checked
def own_weight_given(
    F: Float[np.ndarray, "N D"],
    latent: Float[np.ndarray, "batch D"],
    noise: Float[np.ndarray, "batch N"],
    t: Float[np.ndarray, " times"],
    log_P: float,
    samples: int,
    rng: np.random.Generator,
    activation: str = "linear",
) -> Batch:
    """Return the weight of xi^1 = sigma(F z^1) at x_t = xi^1 + sqrt(t) omega, given F, z^1, omega.

    w_1 = 1 / (1 + S), S over the P - 1 other points relative to the own one, averaged over these:
    E w_1 = int ds e^{-s} [1 - q(s)]^{P-1}.

    Parameters
    ----------
    F : (N, D)
        Effective matrix, entries of variance 1/D.
    latent : (batch, D)
        z^1 of each x.
    noise : (batch, N)
        omega of each x.
    t : (times,)
        Noise variances, positive.
    log_P : float
        Logarithm of the number of points, above log 2.
    samples : int
        Importance samples for each x and t.
    rng : numpy.random.Generator
        Their source.
    activation : str
        "linear", "tanh" or "relu".

    Returns
    -------
    (batch, times)

    Raises
    ------
    ValueError
        If t is not positive, log_P is below log 2, or the posterior is so far from a Gaussian that
        less than 0.5 % of the samples are left: large D.
    """
    positive(t=t)
    sigma, log_M = get_activation(activation), _others(log_P)
    own = sigma.function(latent @ F.T)
    square = (noise**2).sum(axis=1)[:, None]
    weight = np.empty((len(latent), len(t)))
    normals = rng.standard_normal((ROUNDS, len(latent), samples, F.shape[1]))
    for k, time in enumerate(np.asarray(t, dtype=float)):
        x = own + np.sqrt(time) * noise
        drawn = _posterior_samples(F, sigma, x, latent, np.full(len(x), time), normals)
        energies = square / 2 - drawn.distances / (2 * time)
        exponents = _exponents(drawn, energies, log_M, np.tile(_SCALES, (len(x), 1)))
        s = np.exp(_SCALES)
        weight[:, k] = (s * np.exp(-s) * _power(exponents, log_M)).sum(axis=1) * _STEP
    return weight


@checked
def log_sum_given(
    F: Float[np.ndarray, "N D"],
    latent: Float[np.ndarray, "batch D"],
    t: Float[np.ndarray, " times"],
    log_P: float,
    samples: int,
    rng: np.random.Generator,
    activation: str = "linear",
) -> Batch:
    """Return E log sum_mu exp(-|x - xi^mu|^2 / 2t) at fresh x = sigma(F z), given F and z.

    One set of samples serves all t, from the posterior at the noise t_x at which the sum condenses:
    below it the sum is that of the nearest points, which lie as far as that posterior reaches.

    Parameters
    ----------
    t : (times,)
        Noise variances, positive; below t_cond0 of `memgen.theory.manifold.condensation_time`, or
        not far above it.
    F, latent, log_P, samples, rng, activation
        As in `own_weight_given`, with its errors; all P points are others here.

    Returns
    -------
    (batch, times)
        Nats.
    """
    t = np.asarray(t, dtype=float)
    positive(t=t)
    sigma = get_activation(activation)
    x = sigma.function(latent @ F.T)
    normals = rng.standard_normal((ROUNDS, len(latent), samples, F.shape[1]))
    condensed = _condensation(F, sigma, x, latent, log_P)
    drawn = _posterior_samples(F, sigma, x, latent, condensed, normals)
    gumbel = np.exp(-np.exp(_GUMBEL_SCALES))
    log_sum = np.empty((len(latent), len(t)))
    for k, time in enumerate(t):
        energies = -drawn.distances / (2 * time)
        c = np.minimum(1.0, time / condensed)
        # where one term of the sum is expected, up to a factor of order 1: any scale will do
        typical = (log_P + _log_mean(drawn.log_weights + c[:, None] * energies)) / c
        scales = _GUMBEL_SCALES / c[:, None]
        exponents = _exponents(drawn, energies - typical[:, None], log_P, scales)
        shift = (gumbel - _power(exponents, log_P)).sum(axis=1) * _STEP
        log_sum[:, k] = typical - np.euler_gamma + (np.euler_gamma + shift) / c
    return log_sum


def _condensation(
    F: np.ndarray, sigma: Activation, x: np.ndarray, start: np.ndarray, log_P: float
) -> np.ndarray:
    """Return t_x (batch,), at which the entropy of the points about each x vanishes.

    log P + K - K' = log P - 1/2 log det A - |z|^2/2 + 1/2 (D - tr A^{-1}) = 0, with the posterior a
    Gaussian of mode z and precision A at noise t.
    """
    D = F.shape[1]
    low, high = np.full(len(x), -30.0), np.full(len(x), 12.0)
    for _ in range(24):
        middle = (low + high) / 2
        mode, precision = _mode(F, sigma, x, start, np.exp(middle))
        entropy = log_P - np.linalg.slogdet(precision)[1] / 2 - (mode**2).sum(axis=1) / 2
        entropy += (D - np.trace(np.linalg.inv(precision), axis1=1, axis2=2)) / 2
        low, high = np.where(entropy > 0, low, middle), np.where(entropy > 0, middle, high)
    return np.exp((low + high) / 2)


@dataclass(frozen=True)
class _Samples:
    """Squared distances |x - sigma(F z)|^2 and log importance weights, each (batch, samples)."""

    distances: Float[np.ndarray, "batch samples"]
    log_weights: Float[np.ndarray, "batch samples"]


def _posterior_samples(
    F: np.ndarray,
    sigma: Activation,
    x: np.ndarray,
    start: np.ndarray,
    t: np.ndarray,
    normals: np.ndarray,
) -> _Samples:
    """Sample z about the posterior exp(-|z|^2/2 - |x - sigma(F z)|^2 / 2t) of each x, t (batch,).

    First from the Gaussian at its mode, then anew from those with the moments of these samples.
    """
    centre, precision = _mode(F, sigma, x, start, t)
    for adapted in range(ROUNDS):
        root = np.linalg.cholesky(precision)
        z, log_weights = _mixture(centre, root, normals[adapted])
        size, samples, D = z.shape
        fields = (z.reshape(-1, D) @ F.T).reshape(size, samples, -1)
        distances = ((x[:, None] - sigma.function(fields)) ** 2).sum(axis=2)
        tilted = log_weights - distances / (2 * t[:, None])
        tilted = np.exp(tilted - tilted.max(axis=1, keepdims=True))
        tilted /= tilted.sum(axis=1, keepdims=True)
        count = 1 / (tilted**2).sum(axis=1)
        if adapted == ROUNDS - 1:
            break
        mean = (tilted[:, None] @ z)[:, 0]
        apart = z - mean[:, None]
        covariance = (apart * tilted[:, :, None]).swapaxes(1, 2) @ apart
        trust = (count / (count + 2 * D))[:, None, None]
        covariance = trust * covariance + (1 - trust) * np.linalg.inv(precision)
        centre = trust[:, 0] * mean + (1 - trust[:, 0]) * centre
        precision = np.linalg.inv(covariance)
    share = float(np.mean(count)) / samples
    if share < LEAST_SHARE:
        raise ValueError(
            f"at t={np.median(t):.4g}, D={D} {share:.2%} of the samples are left: "
            f"the posterior is no Gaussian there; lower D or t."
        )
    return _Samples(distances, log_weights)


def _mode(
    F: np.ndarray, sigma: Activation, x: np.ndarray, start: np.ndarray, t: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the posterior's mode by Gauss and Newton from a typical z, and its precision."""
    z, unit = start, np.eye(F.shape[1])
    for step in (0.7, 1.0, 1.0, 1.0, 0.0):
        fields = z @ F.T
        slopes = sigma.derivative(fields)
        precision = unit + (F.T[None] * (slopes**2 / t[:, None])[:, None]) @ F
        pull = ((x - sigma.function(fields)) * slopes / t[:, None]) @ F - z
        z = z + step * np.linalg.solve(precision, pull[:, :, None])[:, :, 0]
    return z, precision


def _mixture(
    centre: np.ndarray, root: np.ndarray, normals: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return z of the two Gaussians and log of prior over proposal, precision = root root^T."""
    samples, D = normals.shape[1:]
    narrow = np.arange(samples) < round(SHARES[0] * samples)
    u = normals * np.sqrt(np.where(narrow, *WIDTHS))[:, None]
    z = centre[:, None] + u @ np.linalg.inv(root)
    square = (u**2).sum(axis=2)
    first, second = (
        np.log(share) - D / 2 * np.log(width) - square / (2 * width)
        for share, width in zip(SHARES, WIDTHS, strict=True)
    )
    log_det = np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1)[:, None]
    return z, -(z**2).sum(axis=2) / 2 - np.logaddexp(first, second) - log_det


def _exponents(
    drawn: _Samples, energies: np.ndarray, log_M: float, scales: np.ndarray
) -> np.ndarray:
    """Return M q(s), (batch, scales), at log s = `scales`."""
    weight = np.exp(drawn.log_weights + log_M - np.log(energies.shape[1]))
    factors = np.exp(np.clip(energies, -700.0, 700.0))
    # exp is several times faster, and as good unless M times its rounding counts
    lost = np.expm1 if log_M > 20 else lambda minus: np.exp(minus) - 1
    with np.errstate(over="ignore"):
        lost_at = [lost(-factors * s[:, None]) for s in np.exp(scales).T]
    return -np.stack([np.einsum("bs,bs->b", weight, each) for each in lost_at], axis=1)


def _power(exponents: np.ndarray, log_M: float) -> np.ndarray:
    """Return (1 - q)^M from M q."""
    if log_M > 30:
        return np.exp(-exponents)
    M = np.exp(log_M)
    return np.exp(M * np.log1p(-np.minimum(exponents / M, 1 - 1e-16)))


def _log_mean(logs: np.ndarray) -> np.ndarray:
    highest = logs.max(axis=1)
    return highest + np.log(np.exp(logs - highest[:, None]).mean(axis=1))


def _others(log_P: float) -> float:
    """Return log(P - 1)."""
    if not log_P >= np.log(2) - 1e-12:
        raise ValueError(f"log_P={log_P} must be at least log 2: there is no other point.")
    return log_P + float(np.log1p(-np.exp(-log_P)))
