"""Levels of the linear manifold at one norm, exactly at finite N: u = xi.x given |xi|^2 = N.

In the eigenbasis of F F^T (eigenvalues a_k, components x_k) the Gaussian level given the multiplier
tau is normal of variance B = sum a_k x_k^2 / (1 + tau a_k), so that the density of u is one contour
integral,

    p(u) ~ int dtau e^{N tau / 2} prod_k (1 + tau a_k)^{-1/2} B^{-1/2} exp(-u^2 / 2B),

through its saddle on the real axis and bent to the left, where it decays and every singularity lies
on the axis. For equal a_k it is (1 - u^2 / N |x|^2)^{(rank - 3)/2}.

memgen's derivation.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.interpolate import CubicSpline

from memgen.numerics.doors import checked
from memgen.numerics.normed_gaussian import conditioned_components
from memgen.theory.capacity.levels import mean_log_sum, mean_own_weight
from memgen.theory.manifold.finite_size import spectra

Spectrum = Float[np.ndarray, " rank"]
Times = Float[np.ndarray, " times"]
PerDraw = Float[np.ndarray, "draws times"]

POINTS = 97  # at which the contour is followed; the density is interpolated between them
FINE_POINTS = 1201
_SPREAD = 7.0
_ANGLES = np.linspace(0.0, 8.0, 33)
_BEND = 0.12
_ITERATIONS = 60


@checked
def level_law(
    eigenvalues: Spectrum, x: Spectrum, N: int
) -> tuple[Float[np.ndarray, " levels"], Float[np.ndarray, " levels"]]:
    """Return levels u = xi.x, ascending, and their masses, seen from x with |x|^2 = N.

    Parameters
    ----------
    eigenvalues, x : (rank,)
        Non-zero a_k, and the components x_k along their eigenvectors, sum x_k^2 = N; rank >= 4.
    N : int
        The squared norm.
    """
    a, x_squared = eigenvalues, x**2
    low = -np.arctanh(min(_SPREAD * np.sqrt(np.dot(a, x_squared)) / N, 0.999))
    v = np.linspace(low, 4.0, POINTS)
    u = N * np.tanh(v)
    tau = _saddle(u, a, x_squared, N)
    phase = _phase(tau.astype(complex), u, a, x_squared, N)
    width = 1 / np.sqrt(_derivatives(tau, u, a, x_squared, N)[1])
    path = tau[:, None] + width[:, None] * (1j * _ANGLES - _BEND * _ANGLES**2)
    step = width[:, None] * (1j - 2 * _BEND * _ANGLES)
    along = _phase(path, u[:, None], a, x_squared, N)
    integrand = (np.exp(along - phase[:, None]) * step / 1j).real
    weight = np.full(_ANGLES.size, 1.0)
    weight[0] = 0.5
    log_density = (
        phase.real + np.log(np.maximum(integrand @ weight, 1e-300)) - 2 * np.log(np.cosh(v))
    )
    fine = np.linspace(low, v[-1], FINE_POINTS)
    mass = np.exp(CubicSpline(v, log_density - log_density.max())(fine))
    return N * np.tanh(fine), mass / mass.sum()


@checked
def normed_own_weight(
    t: Times, N: int, D: int, log_P: float, draws: int, rng: np.random.Generator
) -> PerDraw:
    """Return the own weight at a pattern, exp(-|x - xi|^2 / 2t) normalised, averaged over the rest.

    It is that of the memory at lambda = 1 / t. Draws are independent in F and the pattern, and
    share these over the times.

    Parameters
    ----------
    t : (times,)
        Noise variances.
    N, D : int
        Ambient and latent dimension, at least 4.
    log_P : float
        Logarithm of the number of patterns.
    draws : int
        Independent draws of F and of a pattern.
    rng : numpy.random.Generator
        Their source.
    """
    weight = np.empty((draws, len(t)))
    for draw, (u, mass) in enumerate(_laws(N, D, draws, rng)):
        weight[draw] = [mean_own_weight((u - N) / time, mass, log_P) for time in t]
    return weight


@checked
def normed_cross_entropy(
    t: Times, N: int, D: int, log_P: float, draws: int, rng: np.random.Generator
) -> PerDraw:
    """Return -(1/N) E log p_t^emp at a fresh point of the same norm, averaged over the P points.

    Parameters as in `normed_own_weight`; draws are independent in F and the fresh point.
    """
    log_sum = np.empty((draws, len(t)))
    for draw, (u, mass) in enumerate(_laws(N, D, draws, rng)):
        log_sum[draw] = [mean_log_sum((u - N) / time, mass, log_P) for time in t]
    return np.log(2 * np.pi * t) / 2 + (log_P - log_sum) / N


def _laws(
    N: int, D: int, draws: int, rng: np.random.Generator
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    for _, eigenvalues in spectra(N, D, draws, rng):
        points = conditioned_components(eigenvalues, N, rng)
        for a, x in zip(eigenvalues, points, strict=True):
            yield level_law(a, x, N)


def _phase(tau, u, a: Spectrum, x_squared: Spectrum, N: int):
    """Return the logarithm of the integrand at tau."""
    z = 1 + tau[..., None] * a
    pull = a * x_squared / z
    B = pull.sum(axis=-1)
    return N * tau / 2 - np.log(z).sum(axis=-1) / 2 - np.log(B) / 2 - u**2 / (2 * B)


def _derivatives(tau, u, a: Spectrum, x_squared: Spectrum, N: int):
    """Return the first and second derivative of that logarithm at real tau."""
    z = 1 + tau[:, None] * a
    shrunk, pull = a / z, a * x_squared / z
    B = pull.sum(axis=1)
    slope_B, curve_B = -(pull * shrunk).sum(axis=1), 2 * (pull * shrunk**2).sum(axis=1)
    # of -log B / 2 - u^2 / (2 B) with respect to B
    by_B, by_BB = -1 / (2 * B) + u**2 / (2 * B**2), 1 / (2 * B**2) - u**2 / B**3
    first = N / 2 - shrunk.sum(axis=1) / 2 + by_B * slope_B
    second = (shrunk**2).sum(axis=1) / 2 + by_B * curve_B + by_BB * slope_B**2
    return first, second


def _saddle(u, a: Spectrum, x_squared: Spectrum, N: int) -> Float[np.ndarray, " levels"]:
    """Return the tau > -1 / max(a) where the logarithm, convex on the axis, is least.

    Newton's method for log(tau + 1 / max(a)), within a bracket.
    """
    edge = 1 / a.max()
    low, high = np.full(len(u), np.log(edge) - 20), np.full(len(u), np.log(edge) + 25)
    place = np.full(len(u), np.log(edge))
    for _ in range(_ITERATIONS):
        shifted = np.exp(place)
        first, second = _derivatives(shifted - edge, u, a, x_squared, N)
        low, high = np.where(first < 0, place, low), np.where(first < 0, high, place)
        bend = second * shifted**2 + first * shifted
        newton = place - first * shifted / np.where(bend > 0, bend, np.inf)
        inside = (newton > low) & (newton < high) & (bend > 0)
        new = np.where(inside, newton, (low + high) / 2)
        if np.abs(new - place).max() < 1e-10:
            break
        place = new
    return np.exp(place) - edge
