"""The empirical score's Jacobian at the centre of the data, smoothed over steps of sqrt(t)."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class SmoothedJacobian:
    """J_ij = [score_i(sqrt(t) e_j) - score_i(0)] / sqrt(t), and the weights behind it.

    Attributes
    ----------
    entries : (N, N)
        J: row i is the score's component, column j the direction of the step.
    participation : (N,)
        Y2 = sum_mu w_mu^2 at the end of each step.
    apart : (N,)
        sum_mu (w_mu - w_mu^0)^2 = Y2_0 + Y2_j - 2 sum w^0 w, w^0 the weights at the centre: what
        of the participation at both ends is not of the same points.
    """

    entries: Float[np.ndarray, "N N"]
    participation: Float[np.ndarray, " N"]
    apart: Float[np.ndarray, " N"]


def smoothed_jacobian(points: Float[np.ndarray, "P N"], t: float) -> SmoothedJacobian:
    """Return the smoothed Jacobian at the origin (arXiv:2410.08727).

    Parameters
    ----------
    points : (P, N)
        Training points, about the origin.
    t : float
        Noise variance, positive.
    """
    N = points.shape[1]
    steps = np.concatenate([np.zeros((1, N)), np.sqrt(t) * np.eye(N)])
    log_weight = -((steps[:, None] - points) ** 2).sum(axis=2) / (2 * t)
    weight = np.exp(log_weight - log_weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    score = (weight @ points - steps) / t
    return SmoothedJacobian(
        entries=(score[1:] - score[0]).T / np.sqrt(t),
        participation=(weight[1:] ** 2).sum(axis=1),
        apart=((weight[1:] - weight[0]) ** 2).sum(axis=1),
    )
