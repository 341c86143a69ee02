"""The spectrum of the feature matrix at finite d: why the limit's atom and bulks are broad.

In the proportional limit U - s^2 has rank n + d (`spectrum`). At finite d two things broaden it.

Norms. |W_i|^2 / d and |x_mu|^2 / d scatter by sqrt(2 / d), and the nonlinear parts of the features
with them: s_i^2 and v_i^2 of feature i, v_mu^2 of datum mu.

Sampling. s^2 is carried by products of g(h_i mu) W_i, g even functions of a clean datum's
pre-activation, W_i the noise's direction: n d directions for p features. As a function of all data
its cubic part W_i W_i W_i has d^3 / 6 directions. Off-diagonal elements of a Gram matrix of M
directions have the variance 1/M, so that s^2 becomes a Marchenko-Pastur law of ratio

    r = p [1 / (n d) + (c_3^2 3 rho^2 (1 - rho) / s^2)^2 / C(d + 2, 3)]

and R = 1 / (1 + r q_s) stands in the place of 1. Both vanish as d to infinity, r as
psi_p / (psi_n d). With averages E_i, E_mu over the norms and E_S over the spectrum of the data
covariance,

    q_i = 1 / (s_i^2 R + v_i^2 A + E_S[k / (1 + psi_p q k)] - z)
    q = E_i[q_i],   q_v = E_i[v_i^2 q_i],   q_s = E_i[s_i^2 q_i]
    A = E_mu[nu_mu / D_mu],   nu_mu = v_mu^2 / v^2,   k = b^2 + lambda a^2 e^{-2t} E_mu[1 / D_mu]
    D_mu = 1 + (psi_p / psi_n) (nu_mu q_v + q a^2 e^{-2t} E_S[lambda / (1 + psi_p q k)])

which are those of `resolvent` for equal norms and r = 0. Source: memgen's derivation, to the first
order in 1/d in the parts that it names and not systematic beyond them; the linear parts' own
dependence on norms is left out.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import comb, ndtr
from scipy.stats import chi2

from memgen.activations import get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.random_features._coefficients import hermite_coefficients
from memgen.theory.random_features.resolvent import FeatureModel

Points = Float[np.ndarray, " points"]

HEIGHT = 1e-4  # Im z / x
NODES = 120  # of the law of a norm
REACH = 4.5  # of that law, in standard deviations of the normal variable behind it
ORDERS = 40
ITERATIONS = 20000
TOLERANCE = 1e-7


@dataclass(frozen=True)
class NormLaw:
    """Nonlinear parts of features, or of data, whose norms scatter.

    Attributes
    ----------
    weight : (nodes,)
        Weights of the norms, of sum 1.
    v2, s2 : (nodes,)
        v^2 and s^2 there.
    """

    weight: Float[np.ndarray, " nodes"]
    v2: Float[np.ndarray, " nodes"]
    s2: Float[np.ndarray, " nodes"]


@checked
def finite_feature_density(x: Points, model: FeatureModel, d: int) -> Points:
    """Return the density of all eigenvalues of U at data dimension d, of integral 1.

    Parameters
    ----------
    x : (points,)
        Eigenvalues, positive; the density is smoothed over 1e-4 of each.
    model : FeatureModel
        psi_p, psi_n, t and the data covariance.
    d : int
        Data dimension, 4 or more; p = psi_p d and n = psi_n d.

    Raises
    ------
    ValueError
        If an eigenvalue is not positive or d less than 4.
    ConvergenceError
        If the equations are not solved.
    """
    x = np.asarray(x, dtype=float)
    if not (x > 0).all() or d < 4:
        raise ValueError(f"x={x}, d={d}: eigenvalues must be positive, and d 4 or more.")
    c, z = model.coefficients, x * (1 + 1j * HEIGHT)
    features, data = norm_laws(model, d)
    nu = data.v2 / c.v2
    level, w = np.array(model.variances), np.array(model.weights)
    psi, ratio = model.psi_p, sampling_ratio(model, d)
    q = 1j / x
    parts = np.stack([q, c.v2 * q, c.s2 * q])
    averages = np.stack([features.weight * part for part in (1.0, features.v2, features.s2)])
    k = np.broadcast_to(c.b**2 + level * c.signal2, (x.size, level.size)).astype(complex)
    residual = np.inf
    for _ in range(ITERATIONS):
        q, q_v, q_s = parts
        linear = c.signal2 * q * ((level / (1 + psi * q[:, None] * k)) @ w)
        D = 1 + psi / model.psi_n * (nu * q_v[:, None] + linear[:, None])
        k = c.b**2 + level * c.signal2 * ((1 / D) @ data.weight)[:, None]
        shared = (k / (1 + psi * q[:, None] * k)) @ w - z
        A, R = (nu / D) @ data.weight, 1 / (1 + ratio * q_s)
        q_i = 1 / (features.s2 * R[:, None] + features.v2 * A[:, None] + shared[:, None])
        after = averages @ q_i.T
        residual = float(np.max(np.abs(after[0] / q - 1)))
        if residual < TOLERANCE:
            return np.imag(after[0]) / np.pi
        parts = (parts + after) / 2
    raise ConvergenceError(f"spectrum of {model} at d = {d}", residual, TOLERANCE)


@checked
def sampling_ratio(model: FeatureModel, d: int) -> float:
    """Return r, features over the directions that carry s^2.

    Raises
    ------
    ValueError
        If d is not positive.
    """
    positive(d=d)
    gamma2, rho = _pre_activations(model)
    c = hermite_coefficients(get_activation(model.activation), float(np.sqrt(gamma2)), ORDERS)
    cubic = 3 * rho**2 * (1 - rho) * c[3] ** 2 / model.coefficients.s2
    return float(model.psi_p * d * (1 / (model.psi_n * d**2) + cubic**2 / comb(d + 2, 3)))


@checked
def norm_laws(model: FeatureModel, d: int) -> tuple[NormLaw, NormLaw]:
    """Return v^2 and s^2 of features, and of data, whose norms scatter as at dimension d.

    W_i^T Sigma W_i and |x_mu|^2 are taken as chi^2 of (Tr Sigma)^2 / Tr Sigma^2 degrees of freedom.
    """
    level, w = np.array(model.variances), np.array(model.weights)
    freedom = d * model.mean_variance**2 / (w @ level**2)
    u = np.linspace(-REACH, REACH, NODES)
    weight = np.exp(-(u**2) / 2)
    weight /= weight.sum()
    norm = chi2.ppf(ndtr(u), freedom) / freedom
    gamma2, rho = _pre_activations(model)
    clean, delta = gamma2 * rho, model.coefficients.delta
    features = [_nonlinear(model, gamma2 * at, rho) for at in norm]
    data = [_nonlinear(model, clean * at + delta, clean * at / (clean * at + delta)) for at in norm]
    return NormLaw(weight, *np.array(features).T), NormLaw(weight, *np.array(data).T)


def _pre_activations(model: FeatureModel) -> tuple[float, float]:
    """Return Gamma^2 and rho = e^{-2t} sigma_x^2 / Gamma^2."""
    c = model.coefficients
    clean = c.decay**2 * model.mean_variance
    return clean + c.delta, clean / (clean + c.delta)


def _nonlinear(model: FeatureModel, gamma2: float, rho: float) -> tuple[float, float]:
    """Return v^2 and s^2 of pre-activations of variance gamma2 whose noises share rho of it."""
    c = hermite_coefficients(get_activation(model.activation), float(np.sqrt(gamma2)), ORDERS)[2:]
    k = np.arange(2, ORDERS)
    shared = c**2 @ rho**k
    return float(shared), float(c @ c - shared)
