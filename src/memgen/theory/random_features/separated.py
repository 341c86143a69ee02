"""The outlier of a well-separated mixture, |m| = mu sqrt d.

The two means then move each feature by an amount of order 1, and U has an eigenvalue of order d,

    lambda_out / d = psi_p E_g[f(mu e^{-t} g)^2],    f(x) = E_u[sigma(x + Gamma_t u)],

g, u ~ N(0, 1), Gamma_t^2 = e^{-2t} sigma_x^2 + Delta: f(mu e^{-t} g_i) is the mean of feature i in
one class, minus that in the other. Corrections are of relative order 1/d. The Gaussian equivalent
fails here, since its coefficients differ from feature to feature. memgen's derivation.
"""

import numpy as np

from memgen.activations import get_activation
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked

NODES = 160


@checked
def separated_outlier(
    psi_p: float, t: float, separation: float, variance: float = 1.0, activation: str = "tanh"
) -> float:
    """Return lambda_out / d for d to infinity.

    Parameters
    ----------
    psi_p, t : float
        p / d and the Ornstein-Uhlenbeck time, positive.
    separation : float
        mu = |m| / sqrt d, positive.
    variance : float
        sigma_x^2 of each Gaussian, positive.
    activation : str
        "linear" or "tanh".

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(psi_p=psi_p, t=t, separation=separation, variance=variance)
    if activation not in ("linear", "tanh"):
        raise ValueError(f"activation={activation!r} must be linear or tanh, which are odd.")
    sigma = get_activation(activation).function
    gamma = np.sqrt(np.exp(-2 * t) * variance - np.expm1(-2 * t))
    u, w = np.polynomial.hermite_e.hermegauss(NODES)
    w = w / w.sum()
    mean = sigma(separation * np.exp(-t) * u[:, None] + gamma * u) @ w
    return float(psi_p * w @ mean**2)
