"""The energy of memories on the unit circle: infinitely many, equally spaced, or drawn at random.

With beta = 1 / 2t and kappa = R/t = 2 beta R (arXiv:2505.21777, eqs. 13 and 18; finite K derived):

    K to infinity:   E(R) = R^2 + 1 - (1/beta) log I_0(2 beta R)
    minimum:         R* = A(2 beta R*), A = I_1 / I_0, for beta > 1; the origin for beta <= 1
    equally spaced:  barrier along the ring about (4/beta) I_K(2 beta) / I_0(2 beta)
    at random:       std of E along the ring about (1/beta) sqrt((I_0(4 beta)/I_0(2 beta)^2 - 1)/K)

The energy of K memories is here -(1/beta) log of the mean, not the sum, of exp(-beta |x - xi|^2): a
constant (1/beta) log K apart, so that it has a limit.
"""

from typing import Any

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import i0e, ive

from memgen.numerics.bessel import bessel_ratio
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked

Radius = float | Float[np.ndarray, "*shape"]


@checked
def circle_energy(R: Radius, t: float) -> Any:
    """Return E(R) = R^2 + 1 - 2t log I_0(R/t) of infinitely many memories."""
    positive(t=t)
    R = np.asarray(R, dtype=float)
    return (R - 1) ** 2 - 2 * t * np.log(i0e(R / t))


@checked
def circle_force(R: Radius, t: float) -> Any:
    """Return -dE/dR = 2 A(R/t) - 2 R: 2t times the radial component of the score."""
    positive(t=t)
    return 2 * bessel_ratio(R / t) - 2 * R


@checked
def ring_radius(t: float) -> float:
    """Return R* = A(R*/t), where E is lowest; 0 for t >= 1/2, where the ring has closed."""
    positive(t=t)
    if t >= 0.5:
        return 0.0
    # A(kappa) > kappa/2 - kappa^3/16, so that the root lies above the cubic's
    low = np.sqrt(max(8 * t**2 * (1 - 2 * t), 0))
    return float(brentq(lambda R: bessel_ratio(R / t) - R, min(low, 0.5), 1.0, xtol=1e-14))


@checked
def ring_curvature(t: float) -> float:
    """Return E'' at the minimum: 4 - 4 beta (1 - R*^2) at the ring, 2 - 2 beta at the origin."""
    R = ring_radius(t)
    beta = 1 / (2 * t)
    return 4 - 4 * beta * (1 - R**2) if R > 0 else 2 - 2 * beta


@checked
def ring_barrier(K: int, t: float) -> float:
    """Return (4/beta) I_K(2 beta) / I_0(2 beta), about the barrier between equally spaced memories.

    The first harmonic of log p_t along R = 1; good where it is small, K >> 2 sqrt(beta). For large
    beta it tends to (4/beta) exp(-K^2 / 4 beta).

    Raises
    ------
    ValueError
        If t is not positive or K < 1.
    """
    positive(t=t)
    if K < 1:
        raise ValueError(f"K={K} must be at least 1.")
    return float(8 * t * ive(K, 1 / t) / i0e(1 / t))


@checked
def ring_roughness(K: int | float, t: float) -> float:
    """Return the standard deviation of E along R = 1 for K memories drawn at random.

    (1/beta) sqrt((I_0(4 beta) / I_0(2 beta)^2 - 1) / K), the relative fluctuation of a mean of K
    independent kernels; good where it is small. For large beta the root is that of
    sqrt(2 pi beta) / K - 1 / K.

    Raises
    ------
    ValueError
        If t is not positive or K < 1.
    """
    positive(t=t)
    if K < 1:
        raise ValueError(f"K={K} must be at least 1.")
    # I_0(2x) / I_0(x)^2 without the exponentials, which cancel
    ratio = i0e(2 / t) / i0e(1 / t) ** 2
    return float(2 * t * np.sqrt((ratio - 1) / K))
