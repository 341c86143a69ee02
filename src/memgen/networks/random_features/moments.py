"""The matrices that a random-feature score model learns from, without Monte Carlo noise.

For features sigma_i = sigma(W_i.x_t / sqrt d + b_i), x_t = e^{-t} x + sqrt(Delta) xi, the
score-matching loss of s = B sigma, B = A / sqrt p, is

    L(B) = (1/d) E|sqrt(Delta) B sigma + xi|^2
         = L(0) + (Delta/d) Tr(B U B^T) + (2 sqrt(Delta)/d) Tr(B V)
    U = E[sigma sigma^T],   V = E[sigma xi^T],   L(0) = 1,

the means over the noise and over the data, or over a population of them. The noise enters a pair of
features through two normal variables of correlation rho_ij = cos(W_i, W_j), so that Mehler's
formula sums over Hermite orders,

    E_xi[sigma_i sigma_j] = sum_k rho_ij^k c_k(i) c_k(j),  c_k(i) = E_u[He_k(u) sigma_i] / sqrt(k!).

t is the Ornstein-Uhlenbeck time. Source: arXiv:2505.17638 for the model, whose b is 0; the exact
sums are memgen's derivation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName, get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive

TOLERANCE = 1e-10
MOST_ORDERS = 2000
SAMPLE = 32  # data that tell how many orders matter
REACH = 8.5  # of the normal variable u
ACCURACY = 28.0  # -log of the quadrature's error
BLOCK = 2**20  # numbers in a block of features, which a cache should hold


@dataclass(frozen=True)
class Moments:
    """U, V and E[sigma x_t^T] of one loss.

    Attributes
    ----------
    U : (p, p)
        E[sigma sigma^T].
    V : (p, d)
        E[sigma xi^T].
    X : (p, d)
        E[sigma x_t^T].
    delta : float
        Delta_t = 1 - e^{-2t}.
    constant : float
        L(0).
    """

    U: Float[np.ndarray, "p p"]
    V: Float[np.ndarray, "p d"]
    X: Float[np.ndarray, "p d"]
    delta: float
    constant: float = 1.0

    def loss(self, B: Float[np.ndarray, "d p"]) -> float:
        """Return L(B) = L(0) + (Delta/d) Tr(B U B^T) + (2 sqrt(Delta)/d) Tr(B V)."""
        d = len(B)
        quadratic = np.einsum("dp,dp->", B @ self.U, B)
        linear = np.einsum("dp,pd->", B, self.V)
        return float(
            self.constant + self.delta / d * quadratic + 2 * np.sqrt(self.delta) / d * linear
        )


def training_moments(
    W: Float[np.ndarray, "p d"],
    x: Float[np.ndarray, "n d"],
    t: float,
    activation: ActivationName = "tanh",
    shift: Float[np.ndarray, " p"] | None = None,
) -> Moments:
    """Return the moments over the noise and the data x.

    Parameters
    ----------
    W : (p, d)
        Frozen first layer.
    x : (n, d)
        Data.
    t : float
        Ornstein-Uhlenbeck time, positive.
    activation : str
        "linear" or "tanh": the quadrature wants a smooth sigma.
    shift : (p,), optional
        b, 0 by default.

    Raises
    ------
    ValueError
        If t is not positive or sigma not smooth.
    ConvergenceError
        If pairs of features are so alike that too many Hermite orders matter.
    """
    delta, decay = _noise(t)
    sigma = _smooth(activation)
    n, d = x.shape
    norm = np.linalg.norm(W, axis=1)
    cosine = _cosines(W, norm)
    centre = decay * W @ x.T / np.sqrt(d)  # (p, n)
    if shift is not None:
        centre += shift[:, None]
    width = np.sqrt(delta / d) * norm
    u, weight = _nodes(float(width.max()))
    few = _sigma(sigma, centre[:, :SAMPLE], width, u)
    rows = _enough_rows(
        u,
        weight,
        lambda row: 10 * float(np.mean(np.tensordot(row, few, 1) ** 2, axis=1).max()),
        float(np.abs(cosine).max(initial=0.0)),
    )
    orders = len(rows)
    c = np.empty((orders, *centre.shape))
    square = np.zeros(len(W))
    step = max(1, BLOCK // (u.size * len(W)))
    for start in range(0, n, step):
        here = slice(start, start + step)
        values = _sigma(sigma, centre[:, here], width, u)
        c[:, :, here] = np.tensordot(rows, values, 1)
        square += np.tensordot(weight, values**2, 1).sum(axis=1)
    U, power = np.zeros_like(cosine), np.ones_like(cosine)
    for k in range(orders):
        U += power * (c[k] @ c[k].T) / n
        power *= cosine
    np.fill_diagonal(U, square / n)
    V = (c[1].mean(axis=1) / norm)[:, None] * W
    return Moments(U, V, decay * c[0] @ x / n + np.sqrt(delta) * V, delta)


def population_moments(
    W: Float[np.ndarray, "p d"],
    t: float,
    variance: float = 1.0,
    activation: ActivationName = "tanh",
    shift: Float[np.ndarray, " p"] | None = None,
) -> Moments:
    """Return the moments over the noise and over all data N(0, variance).

    The pre-activations are normal, of mean b_i and variance |W_i|^2 (e^{-2t} variance + Delta) / d.
    Parameters and errors as in `training_moments`.
    """
    delta, decay = _noise(t)
    sigma = _smooth(activation)
    p, d = W.shape
    norm = np.linalg.norm(W, axis=1)
    gamma2 = decay**2 * variance + delta
    width = norm * np.sqrt(gamma2 / d)
    cosine = _cosines(W, norm)
    z, weight = _nodes(float(width.max()))
    centre = np.zeros((p, 1)) if shift is None else shift[:, None]
    values = _sigma(sigma, centre, width, z)[:, :, 0]  # (nodes, p)
    rows = _enough_rows(
        z,
        weight,
        lambda row: float(np.square(row @ values).max()),
        float(np.abs(cosine).max(initial=0.0)),
    )
    c = rows @ values
    U, power = np.zeros((p, p)), np.ones_like(cosine)
    for order in c:
        U += power * np.outer(order, order)
        power *= cosine
    np.fill_diagonal(U, weight @ values**2)
    slope = (c[1] / width)[:, None] * W / np.sqrt(d)  # E[sigma'] W / sqrt d, Stein's lemma
    return Moments(U, np.sqrt(delta) * slope, gamma2 * slope, delta)


def _sigma(sigma, centre, width, u):
    """Return sigma(centre + width u), (nodes, p, data)."""
    return sigma(centre + width[:, None] * u[:, None, None])


def _nodes(width: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes and weights for the mean of f(width u) over u ~ N(0, 1).

    The trapezoidal rule: poles of tanh at a distance a = pi / (2 width) from the axis bring errors
    e^{a^2 / 2 - 2 pi a / h}, the Gaussian itself e^{-2 pi^2 / h^2}.
    """
    a = np.pi / (2 * width)
    step = min(0.7, 2 * np.pi * a / (ACCURACY + a**2 / 2))
    half = int(np.ceil(REACH / step))
    u = step * np.arange(-half, half + 1)
    weight = np.exp(-(u**2) / 2)
    return u, weight / weight.sum()


def _hermite_rows(u: np.ndarray, weight: np.ndarray) -> Iterator[np.ndarray]:
    """Yield weight He_k(u) / sqrt(k!), k = 0, 1, ..."""
    before, now = np.zeros_like(u), np.ones_like(u)
    for k in range(MOST_ORDERS):
        yield weight * now
        before, now = now, (u * now - np.sqrt(k) * before) / np.sqrt(k + 1)


def _enough_rows(
    u: np.ndarray, weight: np.ndarray, size: Callable[[np.ndarray], float], reach: float
) -> np.ndarray:
    """Return the rows of all orders at which reach^k c_k^2 matters, at least two.

    Every other order may vanish: two small ones in a row end the sum.
    """
    rows, before, scale = [], np.inf, 1.0
    for row in _hermite_rows(u, weight):
        term = scale * size(row)
        if len(rows) > 2 and max(term, before) < TOLERANCE:
            return np.stack(rows[:-1])
        rows.append(row)
        before, scale = term, scale * reach
    raise ConvergenceError("Hermite orders of the features", max(term, before), TOLERANCE)


def _cosines(W, norm):
    """Return cos(W_i, W_j), 0 for i = j, which is computed by itself."""
    cosine = (W / norm[:, None]) @ (W / norm[:, None]).T
    np.fill_diagonal(cosine, 0.0)
    return cosine


def _smooth(activation: str):
    if activation not in ("linear", "tanh"):
        raise ValueError(f"activation={activation!r} must be linear or tanh, which are smooth.")
    return get_activation(activation).function


def _noise(t: float) -> tuple[float, float]:
    """Return Delta_t and e^{-t}."""
    positive(t=t)
    return -float(np.expm1(-2 * t)), float(np.exp(-t))
