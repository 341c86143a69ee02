"""The outlier of a two-Gaussian mixture: U sees the means past a threshold.

Data +-m + N(0, sigma_x^2), M = |m|^2 of order 1, change the Gaussian equivalent by one direction.
An eigenvalue leaves the bulk where

    1 + psi_p q(z) [b^2 + l alpha^2 / D(z)] = 0,      l = sigma_x^2 + M,

with q and D of the mixture without means (the vanishing denominator of the self-energy). For
isotropic covariance it is a quadratic equation for D:

    c_1 = 1 + sigma_x^2 / (psi_n M),    B = b^2 - c_1 l alpha^2 - v^2 / psi_n
    D = (B + sqrt(B^2 + 4 c_1 b^2 l alpha^2)) / (2 c_1 b^2)
    lambda = s^2 + v^2 / D
             + (b^2 + l alpha^2 / D) [psi_p + (b^2 D + sigma_x^2 alpha^2) / (alpha^2 M)]

It leaves the bulk at the M where lambda is least, which is the bulk's upper edge. memgen's
derivation; the transition is that of Baik, Ben Arous and Peche.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from memgen.numerics.doors import checked
from memgen.theory.random_features.resolvent import FeatureModel, equations


@dataclass(frozen=True)
class Outlier:
    """The isolated eigenvalue and its eigenvector.

    Attributes
    ----------
    eigenvalue : float
    overlap : float
        Squared cosine of the eigenvector with W m; 0 at the threshold, 1 far above it.
    """

    eigenvalue: float
    overlap: float


@checked
def find_outlier(model: FeatureModel, signal: float) -> Outlier:
    """Return the outlier of the mixture with M = |m|^2.

    Parameters
    ----------
    model : FeatureModel
        With one atom, the isotropic variance sigma_x^2.
    signal : float
        M.

    Raises
    ------
    ValueError
        If the covariance is not isotropic, or M is not above the threshold.
    """
    threshold = find_threshold(model)
    if not signal > threshold:
        raise ValueError(
            f"signal={signal} must be above {threshold:.6g}, where the outlier leaves the bulk."
        )
    return Outlier(eigenvalue(model, signal), _overlap(model, signal))


def find_threshold(model: FeatureModel) -> float:
    """Return M_c, the |m|^2 at which the outlier leaves the bulk.

    psi_n -> infinity: M_c = Gamma^2 e^{2t} / sqrt(psi_p); t -> 0, psi_p -> infinity:
    sigma_x^2 / sqrt(psi_n). Errors as in `find_outlier`.
    """
    _variance(model)
    found = minimize_scalar(
        lambda log_M: np.log(eigenvalue(model, float(np.exp(log_M)))),
        bounds=(-20.0, 20.0),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(np.exp(found.x))


@checked
def transition_time(
    psi_p: float, psi_n: float, signal: float, bracket: tuple[float, float] = (1e-3, 5.0)
) -> float:
    """Return t_BBP, at which the threshold, which grows with t, is |m|^2 = signal.

    Parameters
    ----------
    psi_p, psi_n : float
        p / d and n / d; the data's variance about the means is 1, the activation tanh.
    signal : float
        |m|^2.
    bracket : (float, float)
        Times before and after it.

    Raises
    ------
    ValueError
        If the threshold does not pass |m|^2 between these times.
    """
    first, last = (find_threshold(FeatureModel(psi_p, psi_n, t)) for t in bracket)
    if not first <= signal <= last:
        raise ValueError(
            f"signal={signal} must lie between {first:.4g} and {last:.4g}, the thresholds at "
            f"t = {bracket[0]:g} and {bracket[1]:g}."
        )
    return brentq(
        lambda t: np.log(find_threshold(FeatureModel(psi_p, psi_n, t)) / signal), *bracket
    )


@checked
def eigenvalue(model: FeatureModel, signal: float) -> float:
    """Return the closed form of the outlier, meaningful above the threshold alone."""
    c, variance = model.coefficients, _variance(model)
    level = variance + signal
    D = _response(model, signal)
    k = c.b**2 + level * c.signal2 / D
    lift = (c.b**2 * D + variance * c.signal2) / (c.signal2 * signal)
    return float(c.s2 + c.v2 / D + k * (model.psi_p + lift))


def _response(model: FeatureModel, signal: float) -> float:
    """Return D at the outlier."""
    c, variance = model.coefficients, _variance(model)
    level = variance + signal
    c1 = 1 + variance / (model.psi_n * signal)
    B = c.b**2 - c1 * level * c.signal2 - c.v2 / model.psi_n
    root = np.sqrt(B**2 + 4 * c1 * c.b**2 * level * c.signal2)
    # the positive root, without the difference of nearly equal numbers where B < 0
    return float((B + root) / (2 * c1 * c.b**2) if B > 0 else 2 * level * c.signal2 / (root - B))


def _overlap(model: FeatureModel, signal: float) -> float:
    """Return omega^2 = -q / (d/dz [psi_p q (b^2 + l alpha^2 / D)]) at the outlier.

    The derivatives of q and D follow from the two equations: J (q', D')^T = (1, 0)^T.
    """
    c, level = model.coefficients, _variance(model) + signal
    D = _response(model, signal)
    q = -1 / (model.psi_p * (c.b**2 + level * c.signal2 / D))
    z = eigenvalue(model, signal)
    parts = equations(np.array([q]), np.array([D]), np.array([z]), model)
    F1q, F1D, F2q, F2D = (float(part[0]) for part in parts[2:])
    determinant = F1q * F2D - F1D * F2q
    dq, dD = F2D / determinant, -F2q / determinant
    slope = model.psi_p * (
        dq * (c.b**2 + level * c.signal2 / D) - q * level * c.signal2 * dD / D**2
    )
    return float(-q / slope)


def _variance(model: FeatureModel) -> float:
    if len(model.variances) != 1:
        raise ValueError(
            f"variances={model.variances}: the outlier is known for isotropic covariance, one atom."
        )
    return model.variances[0]
