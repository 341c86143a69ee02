"""Gaussian-equivalence coefficients of a random-feature score model.

The model s_A(x) = (A / sqrt p) sigma(W x / sqrt d) sees data through sigma(y) with
y = e^{-t} x + sqrt(Delta) xi, x ~ N(0, sigma_x^2), xi ~ N(0, 1), Delta = 1 - e^{-2t}, of variance
Gamma^2 = e^{-2t} sigma_x^2 + Delta. Features of the same x and independent xi are correlated by
rho = e^{-2t} sigma_x^2 / Gamma^2. In the Hermite coefficients c_k of sigma(Gamma z),

    mu_1 = c_1,   a = mu_1 / Gamma,   b = sqrt(Delta) mu_1 / Gamma,
    v^2 = sum_{k >= 2} c_k^2 rho^k,   s^2 = sum_{k >= 2} c_k^2 (1 - rho^k),

so that nothing cancels at small or large t. Source: arXiv:2505.17638, section 3 and appendix C;
t is the Ornstein-Uhlenbeck time.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from memgen.activations import Activation, get_activation
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked

ORDERS = 240
SMOOTH_AND_ODD = ("linear", "tanh")


@dataclass(frozen=True)
class Coefficients:
    """Coefficients of the Gaussian-equivalent features.

    Attributes
    ----------
    mu1 : float
        E[sigma(Gamma z) z].
    a, b : float
        Linear response to the data and to the noise: e^{-2t} sigma_x^2 a^2 + b^2 = mu_1^2.
    v2, s2 : float
        v^2, shared by the noises of one data point; s^2, drawn anew with each noise.
    delta, decay : float
        Delta_t = 1 - e^{-2t} and e^{-t}.
    """

    mu1: float
    a: float
    b: float
    v2: float
    s2: float
    delta: float
    decay: float

    @property
    def signal2(self) -> float:
        """(a e^{-t})^2, the square of the linear response to a clean datum."""
        return (self.a * self.decay) ** 2


@checked
@lru_cache(maxsize=256)
def coefficients(t: float, activation: str = "tanh", variance: float = 1.0) -> Coefficients:
    """Return mu_1, a, b, v^2 and s^2.

    Parameters
    ----------
    t : float
        Ornstein-Uhlenbeck time, positive.
    activation : str
        "linear" or "tanh": the equivalence wants an odd sigma, whose features have no mean.
    variance : float
        sigma_x^2 = Tr Sigma / d, positive.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(t=t, variance=variance)
    sigma = get_activation(activation)
    if sigma.name not in SMOOTH_AND_ODD:
        raise ValueError(f"activation={activation!r} must be one of {', '.join(SMOOTH_AND_ODD)}.")
    delta, decay = -float(np.expm1(-2 * t)), float(np.exp(-t))
    gamma = float(np.sqrt(decay**2 * variance + delta))
    c = hermite_coefficients(sigma, gamma)
    k = np.arange(2, c.size)
    # 1 - rho^k through log rho, which is small at small t
    log_rho = -np.log1p(delta / (decay**2 * variance))
    return Coefficients(
        mu1=float(c[1]),
        a=float(c[1] / gamma),
        b=float(np.sqrt(delta) * c[1] / gamma),
        v2=float(c[2:] ** 2 @ np.exp(k * log_rho)),
        s2=float(-(c[2:] ** 2) @ np.expm1(k * log_rho)),
        delta=delta,
        decay=decay,
    )


@checked
def hermite_coefficients(activation: Activation, scale: float, orders: int = ORDERS) -> np.ndarray:
    """Return c_k = E[sigma(scale z) He_k(z)] / sqrt(k!), k below `orders`.

    By the trapezoidal rule, which converges exponentially for smooth sigma; the normalised
    polynomials keep to order e^{z^2 / 4}.
    """
    z = np.linspace(-14.0, 14.0, 4001)
    weight = np.exp(-(z**2) / 2) * (z[1] - z[0]) / np.sqrt(2 * np.pi)
    weighted = weight * activation.function(scale * z)
    before, now = np.zeros_like(z), np.ones_like(z)
    c = np.empty(orders)
    for k in range(orders):
        c[k] = weighted @ now
        before, now = now, (z * now - np.sqrt(k) * before) / np.sqrt(k + 1)
    return c
