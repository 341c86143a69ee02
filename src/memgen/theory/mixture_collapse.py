"""The collapse of a mixture of two Gaussians at finite N and P, averaged over the other points.

While the classes are apart, the points that compete with xi^1 at x_t = xi^1 + sqrt(t) w are those
of its own Gaussian, N(m, v). Their energies e_mu = -|x_t - xi^mu|^2 / 2t are independent, with

    K(lambda) = -N/2 log(1 + lambda v / t) - (lambda / 2t) |x_t - m|^2 / (1 + lambda v / t),

and `memgen.theory.energies.finite_rem` turns K into the exact averages. How many compete is P over
the exponential of the class's entropy that x_t tells, exp(I(class; x_t)): P / 2 before, P after the
speciation. What is left is a mean over |x_t - m|^2 and |w|^2, by quasi-random points. memgen's
derivation, for the model of arXiv:2402.18491.
"""

from typing import Any, NamedTuple

import numpy as np
from jaxtyping import Float
from scipy.stats import chi2, norm, qmc

from memgen.numerics.domain import non_negative, plain, positive
from memgen.numerics.doors import checked
from memgen.theory.energies.finite_rem import EnergyLaw, planted_averages
from memgen.theory.speciation import class_information

NODES = 512  # quasi-random points of a mean; a power of 2
SCRAMBLING = 1
Times = float | Float[np.ndarray, "*times"]


class OwnPoint(NamedTuple):
    """How much the point under x_t stands out, on average.

    Attributes
    ----------
    weight : (times,)
        E w_1, the posterior weight of xi^1.
    excess_entropy : (times,)
        -E log w_1, nats.
    """

    weight: Any
    excess_entropy: Any


@checked
def own_point(t: Times, N: int, P: int, signal: float, variance: float = 1.0) -> OwnPoint:
    """Return E w_1 and -E log w_1 at x_t = xi^1 + noise, over points and noise.

    Parameters
    ----------
    t : (times,) or float
        Ornstein-Uhlenbeck times, positive.
    N, P : int
        Dimension, at least 2, and number of points in both Gaussians, more than 3.
    signal : float
        M = |m|^2, not negative.
    variance : float
        v of each Gaussian, positive.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    t, _ = positive(t=t, variance=variance)
    non_negative(signal=signal)
    if P <= 3 or N < 2:
        raise ValueError(f"P={P} must exceed 3 and N={N} must exceed 1.")
    nodes = qmc.Sobol(3, seed=SCRAMBLING).random(NODES)
    noise_squared = chi2.ppf(nodes[:, 0], N)
    # what of xi^1 - m is along w, and the square of the rest
    along, across = norm.ppf(nodes[:, 1]), chi2.ppf(nodes[:, 2], N - 1)
    weight, excess = np.empty((2, t.size))
    for j, time in enumerate(t.ravel()):
        s = float(np.expm1(2 * time))  # the variance of the noise on data of variance v
        radius = (np.sqrt(s * noise_squared) + np.sqrt(variance) * along) ** 2 + variance * across
        competing = (P - 1) * np.exp(-class_information(time, signal, variance))
        law = isotropic_law(N, variance, radius, s, -noise_squared / 2)
        averages = planted_averages(law, float(np.log(competing)))
        weight[j] = averages.own_weight.mean()
        excess[j] = averages.excess_entropy.mean()
    return OwnPoint(*(plain(value.reshape(t.shape)) for value in (weight, excess)))


@checked
def isotropic_law(
    N: int,
    variance: float,
    radius: Float[np.ndarray, " draws"],
    t: float,
    origin: Float[np.ndarray, " draws"],
) -> EnergyLaw:
    """Return the law of e_mu - origin, e_mu = -|x - xi|^2 / 2t with xi ~ N(m, variance).

    Parameters
    ----------
    N, variance : int, float
        Dimension, and variance of xi in each.
    radius : (draws,)
        |x - m|^2.
    t : float
        Noise variance.
    origin : (draws,)
        Energy from which e_mu is measured.
    """

    def cumulant(lam: np.ndarray) -> np.ndarray:
        z = 1 + lam * variance / t
        pull = radius[:, None] / z
        return -N / 2 * np.log(z) - lam / (2 * t) * pull - lam * origin[:, None]

    def derivatives(lam: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        z = 1 + lam * variance / t
        value = -N / 2 * np.log(z) - lam / (2 * t) * radius / z - lam * origin
        slope = -N * variance / (2 * t * z) - radius / (2 * t * z**2) - origin
        curvature = N * (variance / (t * z)) ** 2 / 2 + radius * variance / (t**2 * z**3)
        return value, slope, curvature

    return EnergyLaw(len(radius), cumulant, derivatives)
