"""One random-feature network for all noise times.

    S(x, t) = alpha_t B sigma(W x / sqrt d + t b) + beta_t x,

t the Ornstein-Uhlenbeck time, b a frozen vector. Its loss, averaged over a law of t,

    L(B) = (1/d) E|sqrt(Delta) S + xi|^2 = L(0) + (1/d) Tr(B U B^T) + (2/d) Tr(B V)
    U = E_t[Delta alpha^2 U_t],   V = E_t[sqrt(Delta) alpha (V_t + sqrt(Delta) beta X_t)]
    L(0) = E_t[1 + 2 Delta beta + Delta beta^2 (e^{-2t} |x|^2 / d + Delta)],

is as quadratic as that of one time, so that gradient flow keeps its closed form:
`flow.gradient_flow` and `flow.losses_along` take these moments, with 1 for Delta. Bandera's slides
leave alpha, beta, the law of b and that of t open; the derivation is memgen's.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.moments import (
    Moments,
    population_moments,
    training_moments,
)

AlphaName = Literal["inverse_noise", "one"]
BetaName = Literal["minus_one", "zero"]
TimeLaw = Literal["log_uniform", "uniform"]


@dataclass(frozen=True)
class Preconditioning:
    """alpha_t and beta_t.

    Attributes
    ----------
    alpha : str
        "inverse_noise": 1 / sqrt(Delta_t), so that the network predicts the noise; "one".
    beta : str
        "minus_one": the score of N(0, 1) is built in; "zero".
    """

    alpha: AlphaName = "inverse_noise"
    beta: BetaName = "minus_one"

    def __call__(self, t: float) -> tuple[float, float]:
        """Return alpha_t and beta_t."""
        alpha = 1.0 if self.alpha == "one" else 1 / np.sqrt(-np.expm1(-2 * t))
        return float(alpha), 0.0 if self.beta == "zero" else -1.0


@dataclass(frozen=True)
class TimeNodes:
    """A quadrature for the law of t.

    Attributes
    ----------
    t, weight : (nodes,)
        Times and weights, which sum to 1.
    """

    t: Float[np.ndarray, " nodes"]
    weight: Float[np.ndarray, " nodes"]


def time_nodes(law: TimeLaw, t_min: float, t_max: float, nodes: int) -> TimeNodes:
    """Return Gauss-Legendre nodes for t (or log t) uniform in [t_min, t_max].

    Raises
    ------
    ValueError
        Unless 0 < t_min < t_max and there is a node.
    """
    if not (0 < t_min < t_max < np.inf) or nodes < 1:
        raise ValueError(
            f"t_min={t_min}, t_max={t_max}, nodes={nodes}: give 0 < t_min < t_max and at least "
            "one node."
        )
    u, weight = np.polynomial.legendre.leggauss(nodes)
    low, high = (np.log(t_min), np.log(t_max)) if law == "log_uniform" else (t_min, t_max)
    at = low + (high - low) * (u + 1) / 2
    return TimeNodes(np.exp(at) if law == "log_uniform" else at, weight / 2)


def integrated_training(
    W: Float[np.ndarray, "p d"],
    b: Float[np.ndarray, " p"],
    x: Float[np.ndarray, "n d"],
    times: TimeNodes,
    scale: Preconditioning,
) -> Moments:
    """Return the moments of the time-averaged loss over the data x.

    Parameters
    ----------
    W, b : (p, d), (p,)
        Frozen weights.
    x : (n, d)
        Data.
    times : TimeNodes
        The law of t.
    scale : Preconditioning
        alpha and beta.
    """
    square = float((x**2).sum() / x.size)
    return _average(lambda t: training_moments(W, x, t, shift=t * b), square, times, scale, W.shape)


def integrated_population(
    W: Float[np.ndarray, "p d"],
    b: Float[np.ndarray, " p"],
    variance: float,
    times: TimeNodes,
    scale: Preconditioning,
) -> Moments:
    """Return the same over all data N(0, variance)."""
    return _average(
        lambda t: population_moments(W, t, variance, shift=t * b), variance, times, scale, W.shape
    )


def lowest_loss(variance: float, times: TimeNodes) -> float:
    """Return E_t[1 - Delta / Gamma^2], the loss of the exact score of N(0, variance).

    What a loss on fresh data exceeds it by is E_t[Delta_t E_score(t)].
    """
    delta = -np.expm1(-2 * times.t)
    gamma2 = np.exp(-2 * times.t) * variance + delta
    return float(times.weight @ (1 - delta / gamma2))


def _average(at, square, times, scale, shape) -> Moments:
    p, d = shape
    U, V, X, constant = np.zeros((p, p)), np.zeros((p, d)), np.zeros((p, d)), 0.0
    for t, weight in zip(times.t, times.weight, strict=True):
        now, (alpha, beta) = at(float(t)), scale(float(t))
        delta = now.delta
        U += weight * delta * alpha**2 * now.U
        V += weight * np.sqrt(delta) * alpha * (now.V + np.sqrt(delta) * beta * now.X)
        X += weight * now.X
        spread = np.exp(-2 * t) * square + delta
        constant += weight * (1 + 2 * delta * beta + delta * beta**2 * spread)
    return Moments(U, V, X, 1.0, float(constant))
