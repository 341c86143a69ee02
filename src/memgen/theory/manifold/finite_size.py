"""The linear hidden manifold at finite N, averaged over its P points without drawing them.

Given F and a point x, the other energies e_mu = -|x - xi^mu|^2 / (2t) are independent, with

    K(lambda) = -1/2 sum_k log(1 + lambda a_k/t) - (lambda/2t) sum_k x_k^2 / (1 + lambda a_k/t)

up to the constant -|x_perp|^2 / (2t): a_k are the eigenvalues of F F^T / D and x_k the components
of x along its eigenvectors. `memgen.theory.energies.finite_rem` turns K into the exact averages
over the P - 1 points; what is left to sample is the D eigenvalues and the D components of x, so
that N = 1000 takes milliseconds where P = e^{alpha N} points could not even be counted.

memgen's derivation, for the model of arXiv:2502.09578.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload

import numpy as np
from jaxtyping import Float
from scipy.linalg import eigvalsh_tridiagonal

from memgen.numerics.doors import checked
from memgen.numerics.types import Real
from memgen.theory.energies.finite_rem import (
    EnergyLaw,
    mean_log_sum,
    mean_maximum,
    planted_averages,
)
from memgen.theory.manifold.linear import linear_condensation
from memgen.theory.manifold.linear_information import level_variance

CHUNK = 1000  # latent components in memory at a time
SMALLEST_RANK = 4  # below it the density of distances near 0 is too singular for the quadrature
Times = Float[np.ndarray, " times"]
PerDraw = Float[np.ndarray, "draws times"]


@dataclass(frozen=True)
class OwnPattern:
    """How much the pattern under x_t = xi^1 + sqrt(t) omega stands out, draw by draw.

    Every entry is an average over the P - 1 other points and over an antithetic pair of (x_t,
    omega); draws are independent in (F, xi^1, omega), and share these over the times.

    The pair swaps the correlated unit normals x_k / sqrt(a_k + t) and omega_k, whose joint
    law is symmetric. The information density log p(x|xi^1)/p(x) then fluctuates the other way, and
    with it the leading fluctuations of w_1, of order 1 in a window of log t of order N^{-1/2}.

    Attributes
    ----------
    weight : Float[np.ndarray, "draws times"]
        w_1, the posterior weight of xi^1.
    participation : Float[np.ndarray, "draws times"]
        Y2 = sum_mu w_mu^2.
    excess_entropy : Float[np.ndarray, "draws times"]
        -log w_1, nats.
    """

    weight: PerDraw
    participation: PerDraw
    excess_entropy: PerDraw


@checked
def own_pattern(
    t: Times, N: int, D: int, log_P: float, draws: int, rng: np.random.Generator
) -> OwnPattern:
    """Return w_1, Y2 and -log w_1 at x_t = xi^1 + sqrt(t) omega, averaged over the other points.

    Parameters
    ----------
    t : Float[np.ndarray, "times"]
        Noise variances, positive.
    N, D : int
        Ambient and latent dimension.
    log_P : float
        Logarithm of the number of points, at least log 2.
    draws : int
        Independent draws of (F, xi^1, omega).
    rng : np.random.Generator
        Source of the draws.

    Returns
    -------
    OwnPattern
        Means and standard errors over the first axis are the caller's.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    t = _validated(t, N, D, log_P, draws)
    log_others = log_P + np.log1p(-np.exp(-log_P))
    weight, participation, excess_entropy = np.empty((3, draws, len(t)))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        pattern = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.shape)
        noise = rng.standard_normal(eigenvalues.shape)
        for j, time in enumerate(t):
            deviation = np.sqrt(eigenvalues + time)
            x = (pattern + np.sqrt(time) * noise) / deviation
            # x and noise are exchangeable, and swapping them reverses what x tells of xi^1
            pairs, swapped = np.concatenate([x, noise]), np.concatenate([noise, x])
            spectrum, scale = np.tile(eigenvalues, (2, 1)), np.tile(deviation, (2, 1))
            law = energy_law(spectrum, scale * pairs, time, -(swapped**2).sum(-1) / 2)
            averages = planted_averages(law, log_others)
            weight[rows, j] = averages.own_weight.reshape(2, -1).mean(0)
            participation[rows, j] = averages.participation.reshape(2, -1).mean(0)
            excess_entropy[rows, j] = averages.excess_entropy.reshape(2, -1).mean(0)
    return OwnPattern(weight, participation, excess_entropy)


@checked
def own_weight_of_spectrum(
    t: Times,
    eigenvalues: Float[np.ndarray, " rank"],
    log_P: float,
    draws: int,
    rng: np.random.Generator,
) -> PerDraw:
    """Return w_1 at x_t = xi^1 + sqrt(t) omega for Gaussian points of one given covariance.

    `own_pattern` with the positive eigenvalues a_k of that covariance in place of F F^T / D's;
    draws are independent in (xi^1, omega), and share these over the times.
    """
    t = _validated(t, len(eigenvalues), len(eigenvalues), log_P, draws)
    log_others = log_P + np.log1p(-np.exp(-log_P))
    spectrum = np.tile(eigenvalues, (draws, 1))
    pattern = np.sqrt(spectrum) * rng.standard_normal(spectrum.shape)
    noise = rng.standard_normal(spectrum.shape)
    weight = np.empty((draws, len(t)))
    for j, time in enumerate(t):
        deviation = np.sqrt(spectrum + time)
        x = (pattern + np.sqrt(time) * noise) / deviation
        pairs, swapped = np.concatenate([x, noise]), np.concatenate([noise, x])
        both, scale = np.tile(spectrum, (2, 1)), np.tile(deviation, (2, 1))
        law = energy_law(both, scale * pairs, float(time), -(swapped**2).sum(-1) / 2)
        weight[:, j] = planted_averages(law, log_others).own_weight.reshape(2, -1).mean(0)
    return weight


@checked
def pattern_weight(
    t: Times, N: int, D: int, log_P: float, draws: int, rng: np.random.Generator
) -> PerDraw:
    """Return w_1 at the pattern itself, x = xi^1, averaged over the other points.

    As N grows it becomes a step at the onset time, where alpha + zeta_{t,0}(1) = 0. Parameters and
    errors as in `own_pattern`.

    Returns
    -------
    Float[np.ndarray, "draws times"]
        Draws are independent in (F, xi^1), and share these over the times.
    """
    t = _validated(t, N, D, log_P, draws)
    log_others = log_P + np.log1p(-np.exp(-log_P))
    weight = np.empty((draws, t.size))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        pattern = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.shape)
        for k, time in enumerate(t):
            law = energy_law(eigenvalues, pattern, float(time), np.zeros(len(eigenvalues)))
            weight[rows, k] = planted_averages(law, log_others).own_weight
    return weight


@checked
def finite_cross_entropy(
    t: Times, N: int, D: int, log_P: float, draws: int, rng: np.random.Generator
) -> PerDraw:
    """Return -(1/N) E log p_t^emp(x) at fresh x ~ p_0, averaged over the P points.

    Phi_t = 1/2 log(2 pi t) + (log P - E log sum_mu e^{e_mu}) / N; its limit is
    `memgen.theory.manifold.cross_entropy`.

    Parameters and errors as in `own_pattern`, but N and D at least 4.

    Returns
    -------
    Float[np.ndarray, "draws times"]
        Nats per coordinate; draws are independent in (F, x).
    """
    t = _validated(t, N, D, log_P, draws, smallest_rank=SMALLEST_RANK)
    log_sum = np.empty((draws, len(t)))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        x = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.shape)
        for j, time in enumerate(t):
            law = energy_law(eigenvalues, x, time, np.zeros(len(x)))
            log_sum[rows, j] = mean_log_sum(law, log_P)
    return np.log(2 * np.pi * t) / 2 + (log_P - log_sum) / N


@checked
def mean_nearest_distance(
    N: int, D: int, log_P: float, draws: int, rng: np.random.Generator
) -> Float[np.ndarray, " draws"]:
    """Return E min_mu |x - xi^mu|^2 / N at fresh x ~ p_0, averaged over the P points.

    Parameters and errors as in `own_pattern`, but N and D at least 4; draws are independent in
    (F, x). The limit is the d_min of `memgen.theory.manifold.linear.linear_condensation`.
    """
    _validated(np.ones(1), N, D, log_P, draws, smallest_rank=SMALLEST_RANK)
    distance = np.empty(draws)
    for rows, eigenvalues in spectra(N, D, draws, rng):
        x = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.shape)
        law = energy_law(eigenvalues, x, 1.0, np.zeros(len(x)))
        distance[rows] = -2 * mean_maximum(law, log_P) / N
    return distance


@overload
def nearest_distance_bahadur_rao(alpha: float, alpha_D: float, N: float) -> float: ...
@overload
def nearest_distance_bahadur_rao(alpha: Real, alpha_D: Real, N: Real) -> np.ndarray: ...
@checked
def nearest_distance_bahadur_rao(alpha: Real, alpha_D: Real, N: Real) -> float | np.ndarray:
    """Return d_min at size N: the limit's formula with alpha less (1/N) log(theta sqrt(2 pi)).

    P(distance < d) = exp(K - lambda K') / (theta sqrt(2 pi)), theta = lambda sqrt(K''), lambda
    the tilt that makes d typical (Bahadur and Rao). One point is expected within d_min where
    log P = -K + lambda K' + log(theta sqrt(2 pi)), with

        theta^2 = N zeta''_{s,0}(1) = N int mu(da) [u^2/2 + u^2 (1 - u)],    u = a / (a + s)

    at s = t_cond0. This is the cheap estimate, with the spectrum and x at their typical values;
    `mean_nearest_distance` also averages over their fluctuations, of the same order 1/N.

    Parameters
    ----------
    alpha, alpha_D, N : float or np.ndarray
        Positive, broadcast together.

    Raises
    ------
    ValueError
        Outside the domain, or if N is so small that the shifted alpha is not positive.
    """
    s = np.asarray(linear_condensation(alpha, alpha_D).t_cond0)
    theta = np.sqrt(N * level_variance(s, alpha_D))
    shifted = np.asarray(alpha - np.log(theta * np.sqrt(2 * np.pi)) / N)
    if not (shifted > 0).all():
        raise ValueError(
            f"N={N} is too small at alpha={alpha}, alpha_D={alpha_D}: alpha shifts to {shifted}."
        )
    return linear_condensation(shifted, alpha_D).d_min


@checked
def energy_law(
    eigenvalues: Float[np.ndarray, "draws rank"],
    x: Float[np.ndarray, "draws rank"],
    t: float,
    origin: Float[np.ndarray, " draws"],
) -> EnergyLaw:
    """Return the law of e_mu - origin at noise variance t, a batch of draws of (F, x).

    Parameters
    ----------
    eigenvalues, x : Float[np.ndarray, "draws rank"]
        Non-zero eigenvalues a_k of F F^T / D, and the components x_k along their eigenvectors.
    t : float
        Noise variance.
    origin : Float[np.ndarray, "draws"]
        Energy from which e_mu is measured, without its share -|x_perp|^2 / (2t).
    """
    a, x_squared = eigenvalues, x**2

    def cumulant(lam: np.ndarray) -> np.ndarray:
        kappa = lam / t
        # log z and 1/z of z = 1 + kappa a in real arithmetic, three times as fast
        real = 1 + kappa.real[:, :, None] * a[:, None, :]
        slant = kappa.imag[:, :, None] * a[:, None, :] / real
        size = 1 + slant**2
        log_z = np.log(real * np.sqrt(size)).sum(-1) + 1j * np.arctan(slant).sum(-1)
        inverse = 1 / (real * size)
        pull = inverse @ x_squared[:, :, None] - 1j * ((slant * inverse) @ x_squared[:, :, None])
        return -log_z / 2 - kappa / 2 * pull[:, :, 0] - lam * origin[:, None]

    def derivatives(lam: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        kappa = lam / t
        z = 1 + kappa[:, None] * a
        shrunk, pull = a / z, x_squared / z
        value = -np.log(z).sum(-1) / 2 - kappa / 2 * pull.sum(-1) - lam * origin
        slope = -(shrunk + pull / z).sum(-1) / 2
        curvature = (shrunk**2 / 2 + shrunk * pull / z).sum(-1)
        return value, slope / t - origin, curvature / t**2

    return EnergyLaw(len(a), cumulant, derivatives)


@checked
def spectra(
    N: int, D: int, draws: int, rng: np.random.Generator
) -> Iterator[tuple[slice, Float[np.ndarray, "chunk rank"]]]:
    """Yield the non-zero eigenvalues of F F^T / D, some draws at a time, with their rows.

    They are those of B B^T / D for the bidiagonal B of independent chi variables (Dumitriu and
    Edelman, math-ph/0206043), so that F itself is never drawn.
    """
    long, rank = max(N, D), min(N, D)
    chunk = int(np.clip(CHUNK // rank, 1, 64))
    for first in range(0, draws, chunk):
        n = min(chunk, draws - first)
        diagonal = rng.chisquare(long - np.arange(rank), size=(n, rank))
        lower = rng.chisquare(np.arange(rank - 1, 0, -1), size=(n, rank - 1))
        off_diagonal = np.sqrt(diagonal[:, :-1] * lower)
        diagonal[:, 1:] += lower
        spectra = [eigvalsh_tridiagonal(d, e) for d, e in zip(diagonal, off_diagonal, strict=True)]
        yield slice(first, first + n), np.maximum(spectra, 0) / D


def _validated(t: Times, N: int, D: int, log_P: float, draws: int, smallest_rank: int = 1) -> Times:
    t = np.asarray(t, dtype=float)
    if t.ndim != 1 or not (t > 0).all():
        raise ValueError(f"t={t} must be a one-dimensional array of positive noise variances.")
    if min(N, D) < smallest_rank or draws < 1:
        raise ValueError(
            f"N={N} and D={D} must be at least {smallest_rank}, draws={draws} at least 1."
        )
    if not log_P >= np.log(2) - 1e-12:
        raise ValueError(f"log_P={log_P} must be at least log 2: there is no other point.")
    return t
