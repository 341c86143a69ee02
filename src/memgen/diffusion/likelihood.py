"""The density that a score implies, by its probability-flow ODE with the exact divergence.

    dx/dt = -score / 2,        d log p_t(x(t)) / dt = div score / 2

along it, so that log p_t(x) = log p_T(x(T)) - 1/2 int_t^T div score dt' (Song et al.,
arXiv:2011.13456, section 4.3), with the density p_T of the data diffused to T: for a score of the
data itself the result is its p_t, for a trained one what the network takes for it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.empirical import EmpiricalScore

ScoreAndDivergence = Callable[[Any, float], tuple[Any, Any]]
"""From samples (batch, N) and a variance to the score (batch, N) and its divergence (batch,)."""


def flow_to(
    score_and_divergence: ScoreAndDivergence,
    x: Float[np.ndarray, "batch N"],
    t: float,
    t_end: float,
    steps: int = 24,
) -> tuple[Float[np.ndarray, "batch N"], Float[np.ndarray, " batch"]]:
    """Follow the flow from x at t to t_end by Runge and Kutta's method in log t.

    Parameters
    ----------
    score_and_divergence : callable
        Of numpy arrays.
    x : (batch, N)
        Where to start.
    t, t_end : float
        First and last noise variance.
    steps : int
        Steps of fourth order.

    Returns
    -------
    (batch, N), (batch,)
        x(t_end), and log p_{t_end}(x(t_end)) - log p_t(x).

    Raises
    ------
    ValueError
        Unless 0 < t < t_end and steps >= 1.
    """
    if not (0 < t < t_end and steps >= 1):
        raise ValueError(f"t={t}, t_end={t_end}, steps={steps}: give 0 < t < t_end, steps >= 1.")
    h = np.log(t_end / t) / steps
    gained = np.zeros(len(x))

    def slope(position: Any, s: float) -> tuple[Any, Any]:
        now = float(np.exp(s))
        score, divergence = score_and_divergence(position, now)
        return -0.5 * now * score, 0.5 * now * divergence

    for step in range(steps):
        s = np.log(t) + step * h
        v1, d1 = slope(x, s)
        v2, d2 = slope(x + 0.5 * h * v1, s + 0.5 * h)
        v3, d3 = slope(x + 0.5 * h * v2, s + 0.5 * h)
        v4, d4 = slope(x + h * v3, s + h)
        x = x + h / 6 * (v1 + 2 * v2 + 2 * v3 + v4)
        gained = gained + h / 6 * (d1 + 2 * d2 + 2 * d3 + d4)
    return x, gained


def flow_log_density(
    score_and_divergence: ScoreAndDivergence,
    x: Float[np.ndarray, "batch N"],
    t: float,
    t_end: float,
    end_log_density: Callable[[Any], Any],
    steps: int = 24,
) -> Float[np.ndarray, " batch"]:
    """Return log p_t(x) in nats; `end_log_density` is log p at t_end. See `flow_to`."""
    end, gained = flow_to(score_and_divergence, x, t, t_end, steps)
    return end_log_density(end) - gained


def empirical_divergence(empirical: EmpiricalScore) -> ScoreAndDivergence:
    """Return score and divergence of the empirical score, the trace of its exact Jacobian."""

    def both(x: Any, t: float) -> tuple[Any, Any]:
        jacobian = empirical.jacobian(x, t)
        return empirical.score(x, t), np.trace(jacobian, axis1=1, axis2=2)

    return both


def network_divergence(score: Callable[[Any, Any], Any], dtype: Any = None) -> ScoreAndDivergence:
    """Return score and exact divergence, by automatic differentiation, of a score of tensors.

    Parameters
    ----------
    score : callable
        score(x, t) of tensors (batch, N), such as `memgen.training.score_matching.NetworkScore`;
        a sample's score must not depend on the other samples.
    dtype : torch.dtype, optional
        Of the network's weights; float64 by default.
    """
    import torch

    def both(x: Any, t: float) -> tuple[Any, Any]:
        given = torch.as_tensor(x, dtype=dtype or torch.float64).requires_grad_(True)
        with torch.enable_grad():
            found = score(given, t)
            divergence = torch.zeros(len(given), dtype=given.dtype)
            for k in range(given.shape[1]):
                last = k == given.shape[1] - 1
                (gradient,) = torch.autograd.grad(found[:, k].sum(), given, retain_graph=not last)
                divergence = divergence + gradient[:, k]
        return found.detach().numpy().astype(float), divergence.numpy().astype(float)

    return both
