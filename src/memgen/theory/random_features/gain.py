"""How strongly the trained score pulls along a direction of the data, against training time.

The linear response of s = B sigma along a unit vector e of the data, whose variance is l, is

    kappa(tau) = -e^T B (a W / sqrt d) e = (a b / sqrt(Delta)) int dnu_l f_tau
    nu_l = (psi_p / pi) Im q / (1 + psi_p q (b^2 + l alpha^2 / D)),
    f_tau(x) = (1 - exp(-2 Delta x tau / psi_p)) / x,

where the exact score has 1 / (e^{-2t} l + Delta). nu_l has total mass psi_p. A direction of its
own, as the mean of a mixture, l = sigma_x^2 + |m|^2, brings a pole at the outlier of mass
psi_p omega^2, learned at tau_out = psi_p / (2 Delta lambda_out). memgen's derivation.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked
from memgen.theory.random_features.outlier import Outlier, find_outlier, find_threshold
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_feature_edges, quadrature

Times = Float[np.ndarray, " times"]


@dataclass(frozen=True)
class Gain:
    """Linear response along one direction.

    Attributes
    ----------
    value : (times,)
        kappa(tau).
    exact : float
        1 / (e^{-2t} l + Delta), the exact score's.
    outlier : Outlier or None
        The pole, where there is one.
    """

    value: Times
    exact: float
    outlier: Outlier | None


@checked
def gain_curve(tau: Times, model: FeatureModel, signal: float = 0.0) -> Gain:
    """Return kappa(tau) along m of a mixture with |m|^2 = signal, or across it (signal = 0).

    Parameters
    ----------
    tau : (times,)
        Training times, >= 0; inf is allowed.
    model : FeatureModel
        With one atom, the isotropic variance sigma_x^2.
    signal : float
        |m|^2 of order 1, not negative.

    Raises
    ------
    ValueError
        If the covariance is not isotropic, or a time or the signal is negative.
    ConvergenceError
        If the spectrum is not found.
    """
    tau = np.asarray(tau, dtype=float)
    if not ((tau >= 0).all() and signal >= 0):
        raise ValueError(f"tau={tau}, signal={signal}: neither may be negative.")
    threshold = find_threshold(model)  # refuses more than one atom
    c, psi = model.coefficients, model.psi_p
    level = model.mean_variance + signal
    nodes = quadrature(model, find_feature_edges(model))
    k = c.b**2 + level * c.signal2 / nodes.found.D
    q = nodes.found.q
    x, mass = nodes.x, psi / np.pi * (q / (1 + psi * q * k)).imag * nodes.step
    pole = find_outlier(model, signal) if signal > threshold else None
    if pole is not None:
        x, mass = np.append(x, pole.eigenvalue), np.append(mass, psi * pole.overlap)
    learned = -np.expm1(-2 * c.delta * np.outer(tau, x) / psi) / x
    return Gain(
        c.a * c.b / np.sqrt(c.delta) * learned @ mass,
        float(1 / (c.decay**2 * level + c.delta)),
        pole,
    )


@checked
def outlier_time(model: FeatureModel, signal: float) -> float:
    """Return tau_out = psi_p / (2 Delta lambda_out); errors as in `find_outlier`."""
    found = find_outlier(model, signal)
    return float(model.psi_p / (2 * model.coefficients.delta * found.eigenvalue))
