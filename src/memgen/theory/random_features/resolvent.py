"""The resolvent of the feature matrix U, from two equations in two unknowns.

U = (1/n) sum_nu E_xi[sigma sigma^T] (p x p) has the Gaussian equivalent

    U = G G^T / n + b^2 W W^T / d + s^2,    G = e^{-t} a W X / sqrt d + v Omega.

With q(z) = (1/p) Tr (U - z)^{-1}, psi_p = p/d, psi_n = n/d, alpha = a e^{-t}, the spectrum rho_S of
the data covariance and k(l) = b^2 + l alpha^2 / D,

    1/q = s^2 - z + v^2 / D + E_S[k / (1 + psi_p q k)]
    D = 1 + (psi_p / psi_n) q [v^2 + alpha^2 E_S[l / (1 + psi_p q k)]]

(arXiv:2505.17638, theorem 3.1, with its four unknowns reduced to two; memgen's derivation). The
equations are solved for many z at once by Newton's method, coming down from a large Im z where
q = -1/z and D = 1.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from jaxtyping import Complex, Float

from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.numerics.half_plane import newton_in_half_plane
from memgen.theory.random_features._coefficients import Coefficients, coefficients

Spectrum = Float[np.ndarray, " atoms"]

TOLERANCE = 1e-10
DESCENT = 0.5  # factor of Im z from one solution to the next
ITERATIONS = 30


@dataclass(frozen=True)
class FeatureModel:
    """A random-feature model in the proportional limit.

    Attributes
    ----------
    psi_p, psi_n : float
        p / d and n / d, positive.
    t : float
        Ornstein-Uhlenbeck time, positive.
    variances, weights : tuple of float
        Atoms of the spectrum rho_S of the data covariance, and their weights, which sum to 1.
    activation : str
        "tanh" or "linear".

    Raises
    ------
    ValueError
        Outside this domain.
    """

    psi_p: float
    psi_n: float
    t: float
    variances: tuple[float, ...] = (1.0,)
    weights: tuple[float, ...] = (1.0,)
    activation: str = "tanh"

    def __post_init__(self):
        positive(psi_p=self.psi_p, psi_n=self.psi_n)
        level, w = np.array(self.variances), np.array(self.weights)
        if level.shape != w.shape or not ((level >= 0).all() and (w > 0).all() and level @ w > 0):
            raise ValueError(
                f"variances={self.variances}, weights={self.weights}: one positive weight for "
                "each variance, and a positive mean."
            )
        if abs(w.sum() - 1) > 1e-9:
            raise ValueError(f"weights={self.weights} must sum to 1, not {w.sum():.6g}.")

    @property
    def mean_variance(self) -> float:
        """sigma_x^2 = Tr Sigma / d."""
        return float(np.array(self.variances) @ np.array(self.weights))

    @cached_property
    def coefficients(self) -> Coefficients:
        """The Gaussian-equivalence coefficients."""
        return coefficients(self.t, self.activation, self.mean_variance)


@dataclass(frozen=True)
class Resolvent:
    """Solutions of the two equations.

    Attributes
    ----------
    z : (points,)
    q : (points,)
        (1/p) Tr (U - z)^{-1}.
    D : (points,)
    """

    z: Complex[np.ndarray, " points"]
    q: Complex[np.ndarray, " points"]
    D: Complex[np.ndarray, " points"]

    def projected(self, model: FeatureModel) -> Complex[np.ndarray, " points"]:
        """Return s(z) = (1/(p d)) Tr W^T (U - z)^{-1} W = E_S[q / (1 + psi_p q k)]."""
        level, w = _atoms(model)
        k = _response(model, level, self.D[:, None])
        return (self.q[:, None] / (1 + model.psi_p * self.q[:, None] * k)) @ w


def resolvent(
    z: Complex[np.ndarray, " points"],
    model: FeatureModel,
    start: Resolvent | None = None,
) -> Resolvent:
    """Return q and D at points of the upper half plane.

    Parameters
    ----------
    z : (points,)
        Im z > 0; close to the real axis for the density.
    model : FeatureModel
        The model.
    start : Resolvent, optional
        Solutions at nearby points, to start from instead of far above the axis.

    Returns
    -------
    Resolvent

    Raises
    ------
    ValueError
        If a point is not in the upper half plane.
    ConvergenceError
        If Newton's method does not converge to a q in the upper half plane.
    """
    z = np.asarray(z, dtype=complex)
    if not (np.imag(z) > 0).all():
        raise ValueError("z must lie in the upper half plane: give it a small imaginary part.")
    if start is not None:
        q, D = _newton(z, start.q, start.D, model)
        return _checked(z, q, D, model)
    # Im z of each point falls from far above the spectrum to its own value.
    top = np.maximum(100.0 * (1.0 + np.abs(z)), np.imag(z))
    steps = int(np.ceil(np.log(np.max(top / np.imag(z))) / -np.log(DESCENT)))
    q, D = -1 / (np.real(z) + 1j * top), np.ones_like(z)
    for share in np.linspace(0, 1, steps + 1):
        height = top * (np.imag(z) / top) ** share
        q, D = _newton(np.real(z) + 1j * height, q, D, model)
    return _checked(z, q, D, model)


def equations(q, D, z, model: FeatureModel):
    """Return the two residuals and their Jacobian with respect to (q, D).

    F_1 = s^2 - z + v^2 / D + E_S[k / (1 + psi_p q k)] - 1/q
    F_2 = 1 + (psi_p / psi_n) q [v^2 + alpha^2 E_S[l / (1 + psi_p q k)]] - D
    """
    c, psi = model.coefficients, model.psi_p
    level, w = _atoms(model)
    q_, D_ = q[..., None], D[..., None]
    k = _response(model, level, D_)
    slope = -level * c.signal2 / D_**2  # dk / dD
    u = 1 / (1 + psi * q_ * k)
    ratio = psi / model.psi_n
    F1 = c.s2 - z + c.v2 / D + (k * u) @ w - 1 / q
    F2 = 1 + ratio * q * (c.v2 + c.signal2 * ((level * u) @ w)) - D
    # d(k u)/dk = u^2, du/dk = -psi q u^2, du/dq = -psi k u^2
    F1q = -psi * ((k**2 * u**2) @ w) + 1 / q**2
    F1D = -c.v2 / D**2 + (u**2 * slope) @ w
    F2q = ratio * (c.v2 + c.signal2 * ((level * u) @ w)) - ratio * q * c.signal2 * psi * (
        (level * k * u**2) @ w
    )
    F2D = -ratio * q * c.signal2 * psi * q * ((level * u**2 * slope) @ w) - 1
    return F1, F2, F1q, F1D, F2q, F2D


def _newton(z, q, D, model):
    """Solve both equations at all points, from q in its half plane."""

    def step(q, D):
        F1, F2, F1q, F1D, F2q, F2D = equations(q, D, z, model)
        determinant = F1q * F2D - F1D * F2q
        return (-F1 * F2D + F2 * F1D) / determinant, (-F1q * F2 + F2q * F1) / determinant

    return newton_in_half_plane(step, (q, D), 1e-12, ITERATIONS)


def _checked(z, q, D, model) -> Resolvent:
    F1, F2 = equations(q, D, z, model)[:2]
    scale = np.abs(z) + np.abs(1 / q) + 1e-300
    residual = float(np.max(np.abs(F1) / scale + np.abs(F2) / np.abs(D)))
    if not (residual < TOLERANCE and (np.imag(q) > 0).all()):
        raise ConvergenceError(f"resolvent of {model}", residual, TOLERANCE)
    return Resolvent(z, q, D)


def _atoms(model: FeatureModel) -> tuple[Spectrum, Spectrum]:
    return np.array(model.variances), np.array(model.weights)


def _response(model: FeatureModel, level: Spectrum, D):
    c = model.coefficients
    return c.b**2 + level * c.signal2 / D
