"""The two matrices that a random-feature score model learns from, without Monte Carlo noise.

For features sigma_i = sigma(W_i.x_t / sqrt d), x_t = e^{-t} x + sqrt(Delta) xi, the score-matching
loss of s = B sigma, B = A / sqrt p, is

    L(B) = (1/d) E|sqrt(Delta) B sigma + xi|^2
         = 1 + (Delta/d) Tr(B U B^T) + (2 sqrt(Delta)/d) Tr(B V)
    U = E[sigma sigma^T],   V = E[sigma xi^T],

the means over the noise and over the data, or over a population of them. The noise enters a pair of
features through two normal variables of correlation rho_ij = cos(W_i, W_j), so that Mehler's
formula sums over Hermite orders,

    E_xi[sigma_i sigma_j] = sum_k rho_ij^k c_k(i) c_k(j),  c_k(i) = E_u[He_k(u) sigma_i] / sqrt(k!).

t is the Ornstein-Uhlenbeck time. Source: arXiv:2505.17638 for the model; the exact sums are
memgen's derivation.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName, get_activation

NODES = 64
TOLERANCE = 1e-10
MOST_ORDERS = 60
BLOCK = 2**21


@dataclass(frozen=True)
class Moments:
    """U and V of one loss.

    Attributes
    ----------
    U : (p, p)
    V : (p, d)
    delta : float
        Delta_t = 1 - e^{-2t}.
    """

    U: Float[np.ndarray, "p p"]
    V: Float[np.ndarray, "p d"]
    delta: float

    def loss(self, B: Float[np.ndarray, "d p"]) -> float:
        """Return L(B) = 1 + (Delta/d) Tr(B U B^T) + (2 sqrt(Delta)/d) Tr(B V)."""
        d = len(B)
        quadratic = np.einsum("dp,dp->", B @ self.U, B)
        linear = np.einsum("dp,pd->", B, self.V)
        return float(1 + self.delta / d * quadratic + 2 * np.sqrt(self.delta) / d * linear)


def training_moments(
    W: Float[np.ndarray, "p d"],
    x: Float[np.ndarray, "n d"],
    t: float,
    activation: ActivationName = "tanh",
) -> Moments:
    """Return U and V over the noise and the data x.

    Parameters
    ----------
    W : (p, d)
        Frozen first layer.
    x : (n, d)
        Data.
    t : float
        Ornstein-Uhlenbeck time, positive.
    activation : str
        sigma.

    Raises
    ------
    ValueError
        If t is not positive.
    """
    delta, decay = _noise(t)
    p, d = W.shape
    sigma = get_activation(activation).function
    norm = np.linalg.norm(W, axis=1)
    centre = decay * W @ x.T / np.sqrt(d)  # (p, n)
    width = np.sqrt(delta / d) * norm[:, None]
    u, weight = np.polynomial.hermite_e.hermegauss(NODES)
    weight = weight / weight.sum()
    U = np.zeros((p, p))
    cosine = (W / norm[:, None]) @ (W / norm[:, None]).T
    np.fill_diagonal(cosine, 0.0)
    reach = float(np.abs(cosine).max(initial=0.0))
    before, now = np.zeros_like(u), np.ones_like(u)
    power, first, before_last = np.ones_like(cosine), np.zeros(p), np.inf
    for k in range(MOST_ORDERS):
        c = _average(sigma, centre, width, u, weight * now)
        if k == 1:
            first = c.mean(axis=1)
        U += power * (c @ c.T) / x.shape[0]
        size = reach**k * float((c**2).mean(axis=1).max())
        # Every other order may vanish: two small ones in a row end the sum.
        if k >= 1 and max(size, before_last) < TOLERANCE:
            break
        before_last = size
        power *= cosine
        before, now = now, (u * now - np.sqrt(k) * before) / np.sqrt(k + 1)
    square = _average(lambda y: sigma(y) ** 2, centre, width, u, weight).mean(axis=1)
    np.fill_diagonal(U, square)
    return Moments(U, (first / norm)[:, None] * W, delta)


def population_moments(
    W: Float[np.ndarray, "p d"],
    t: float,
    variance: float = 1.0,
    activation: ActivationName = "tanh",
) -> Moments:
    """Return U and V over the noise and over all data N(0, variance).

    The pre-activations are normal of variance Gamma_i^2 = |W_i|^2 (e^{-2t} variance + Delta) / d.
    Parameters and errors as in `training_moments`.
    """
    delta, decay = _noise(t)
    p, d = W.shape
    sigma = get_activation(activation).function
    norm = np.linalg.norm(W, axis=1)
    width = norm * np.sqrt((decay**2 * variance + delta) / d)
    cosine = (W / norm[:, None]) @ (W / norm[:, None]).T
    np.fill_diagonal(cosine, 0.0)
    reach = float(np.abs(cosine).max(initial=0.0))
    z = np.linspace(-10, 10, 801)
    weight = np.exp(-(z**2) / 2)
    weight /= weight.sum()
    values = sigma(width[:, None] * z)
    U, power, before_last = np.zeros((p, p)), np.ones_like(cosine), np.inf
    before, now, slope = np.zeros_like(z), np.ones_like(z), np.zeros(p)
    for k in range(MOST_ORDERS):
        c = values @ (weight * now)
        if k == 1:
            slope = c / width
        U += power * np.outer(c, c)
        size = reach**k * float((c**2).max())
        if k >= 1 and max(size, before_last) < TOLERANCE:
            break
        before_last = size
        power *= cosine
        before, now = now, (z * now - np.sqrt(k) * before) / np.sqrt(k + 1)
    np.fill_diagonal(U, values**2 @ weight)
    return Moments(U, np.sqrt(delta / d) * slope[:, None] * W, delta)


def _average(function, centre, width, u, weight):
    """Return sum_u weight f(centre + width u) for every pair of a feature and a datum."""
    total = np.zeros_like(centre)
    rows = max(1, BLOCK // centre.shape[1])
    for start in range(0, len(centre), rows):
        here = slice(start, start + rows)
        for node, share in zip(u, weight, strict=True):
            total[here] += share * function(centre[here] + width[here] * node)
    return total


def _noise(t: float) -> tuple[float, float]:
    """Return Delta_t and e^{-t}."""
    if not (np.isfinite(t) and t > 0):
        raise ValueError(f"t={t} must be positive and finite.")
    return -float(np.expm1(-2 * t)), float(np.exp(-t))
