"""Cumulants of the overlaps between a state and independent patterns, where they are explicit.

A state x of the norm of the patterns has the levels eps^mu = xi^mu.x / N, whose cumulant
zeta(lambda) = lim (1/N) log E exp(lambda xi.x) makes `memgen.theory.energies.rem` the theory of the
dense associative memory exp(lambda xi.x): the noise that the other patterns make.

Gaussian, spherical and binary patterns see only the norm of x; on the hidden manifold zeta knows
whether x lies on the manifold. Curved manifolds need replicas
(`memgen.theory.replica.hopfield_branch`).
"""

import numpy as np

from memgen.activations import Activation
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import gauss_hermite, gaussian_average
from memgen.numerics.types import Real
from memgen.theory.energies.rem import Cumulant, gaussian
from memgen.theory.field.grid import local_average

NODES = 40


def spherical() -> Cumulant:
    """Return the cumulant of patterns uniform on the sphere |xi|^2 = N, seen from its surface.

    zeta = lambda eps + 1/2 log(1 - eps^2),
    zeta' = eps(lambda) = (sqrt(1 + 4 lambda^2) - 1) / (2 lambda)

    (arXiv:2304.14964; the density of a coordinate of the sphere is (1 - eps^2)^{N/2}.)
    """

    def slope(lam: Real) -> Real:
        # without the difference of nearly equal numbers at small lambda
        return 2 * lam / (1 + np.sqrt(1 + 4 * np.square(lam)))

    def value(lam: Real) -> Real:
        level = slope(lam)
        # 1 - eps^2 = 2 / (1 + sqrt(1 + 4 lambda^2)) keeps its digits where eps tends to 1
        return lam * level - 0.5 * np.log((1 + np.sqrt(1 + 4 * np.square(lam))) / 2)

    return Cumulant(value, slope)


def binary() -> Cumulant:
    """Return the cumulant of patterns of independent coordinates +1 or -1, seen from one of them.

    zeta = log cosh lambda.
    """

    def value(lam: Real) -> Real:
        return np.logaddexp(lam, -lam) - np.log(2)

    return Cumulant(value, np.tanh)


@checked
def linear_manifold(alpha_D: float, overlap: float = 1.0) -> Cumulant:
    """Return the cumulant of the linear manifold's patterns, from x = c xi^1 + sqrt(1 - c^2) w.

    Given F the overlaps are Gaussian, of variance |F^T x|^2 / N = 1 + c^2 / alpha_D per coordinate:

        zeta = (1 + c^2 / alpha_D) lambda^2 / 2,    w ~ N(0, 1).

    Parameters
    ----------
    alpha_D : float
        D / N > 0; inf for independent Gaussian patterns.
    overlap : float
        c.
    """
    return gaussian(1 + overlap**2 / alpha_D)


@checked
def independent(activation: Activation, overlap: float = 1.0) -> Cumulant:
    """Return the cumulant of patterns sigma(g) with independent g: the manifold at alpha_D = inf.

    zeta = E_{g,w} log E_g' exp(lambda sigma(g') x),   x = c sigma(g) + sqrt((1 - c^2) rho) w

    Parameters
    ----------
    activation : Activation
        sigma.
    overlap : float
        c.
    """
    scale = None if not activation.kinks else 1.0
    g, weight = gaussian_average(NODES, scale, symmetric=False)
    x = overlap * activation.function(g)
    if overlap < 1:
        w, noise_weight = gauss_hermite(NODES)
        noise = np.sqrt((1 - overlap**2) * activation.second_moment())
        x = (x[:, None] + noise * w).ravel()
        weight = (weight[:, None] * noise_weight).ravel()

    def averages(lam: Real) -> tuple[Real, Real]:
        lam = np.asarray(lam, dtype=float)
        field = lam[..., None] * x
        average = local_average(
            activation, np.zeros_like(field), 1.0, 0.0, np.zeros_like(field), field
        )
        return average.log_z @ weight, (average.gap * x) @ weight

    return Cumulant(lambda lam: averages(lam)[0], lambda lam: averages(lam)[1])
