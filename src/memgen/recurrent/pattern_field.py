"""Energy fluctuations of a network of a few patterns at large N, by an integral over P fields.

With pseudo-inverse couplings E = P - M^T G^-1 M, M_mu = sum_i xi_i^mu x_i and G = Xi Xi^T. A
Gaussian vector z of P components decouples the spins,

    Z = e^(-beta P) E_z prod_i 2 cosh(sqrt(2 beta) z.G^(-1/2) xi_i),

and the N factors are equal within the at most 2^(P-1) classes of `few_patterns`. The trapezoidal
rule with a step of one leaves a relative error of about 1e-5: no factor makes the integrand's local
width smaller than that of z.
"""

import numpy as np
from jaxtyping import Float
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from memgen.numerics.domain import positive
from memgen.recurrent.couplings import check_binary

# Of the grid beyond the largest mean of z, in units of its width.
MARGIN = 6
PRECISION = 1e-4


def field_specific_heat(patterns: Float[np.ndarray, "P N"], t: float) -> float:
    """Return var E / t^2 of the network that stores the patterns, exact for its N.

    var E is the second derivative of log Z in beta = 1 / t.

    Parameters
    ----------
    patterns : (P, N)
        Linearly independent patterns of +-1; the grid has of order (2 sqrt(2 beta N))^P points.
    t : float
        Temperature.

    Raises
    ------
    ValueError
        If the patterns are not +-1 or t is not positive.
    """
    check_binary(patterns, "patterns")
    positive(t=t)
    beta = 1 / t
    values, vectors = np.linalg.eigh(patterns @ patterns.T)
    root = vectors / np.sqrt(values) @ vectors.T
    signs, sizes = np.unique((patterns * patterns[0]).T, axis=0, return_counts=True)
    fields = np.sqrt(2 * beta) * signs @ root
    reach = np.ceil(sizes @ np.abs(fields)) + MARGIN
    axes = [np.arange(-most, most + 1) for most in reach]
    # z and -z are alike
    axes[0] = axes[0][axes[0] >= 0]
    P = len(axes)
    log_p = np.zeros([len(axis) for axis in axes])
    log_p += _along(np.where(axes[0] > 0, 0.0, np.log(0.5)), 0, P)
    for k, axis in enumerate(axes):
        log_p -= _along(axis, k, P) ** 2 / 2
    slope, bend = np.zeros_like(log_p), np.zeros_like(log_p)
    for size, field in zip(sizes, fields, strict=True):
        terms = [
            f * _along(axis, k, P) for k, (f, axis) in enumerate(zip(field, axes, strict=True))
        ]
        u = np.abs(sum(terms[1:], terms[0]))
        decay = np.exp(-2 * u)
        tanh = (1 - decay) / (1 + decay)
        log_p += size * (u + np.log1p(decay))
        # d u / d beta = u / 2 beta
        slope += size * u * tanh / (2 * beta)
        bend += size * (u**2 * (1 - tanh**2) - u * tanh) / (4 * beta**2)
    p = np.exp(log_p - logsumexp(log_p))
    mean = (p * slope).sum()
    return float((p * (bend + (slope - mean) ** 2)).sum() * beta**2)


def heat_peak(patterns: Float[np.ndarray, "P N"], low: float, high: float) -> float:
    """Return the temperature between `low` and `high` at which the specific heat is largest.

    Raises
    ------
    ValueError
        As `field_specific_heat`.
    """
    found = minimize_scalar(
        lambda log_t: -field_specific_heat(patterns, float(np.exp(log_t))),
        bounds=(np.log(low), np.log(high)),
        method="bounded",
        options={"xatol": PRECISION},
    )
    return float(np.exp(found.x))


def _along(axis: np.ndarray, number: int, axes: int) -> np.ndarray:
    """Return the values of an axis of the grid, to be broadcast along the others."""
    return axis.reshape([-1 if k == number else 1 for k in range(axes)])
