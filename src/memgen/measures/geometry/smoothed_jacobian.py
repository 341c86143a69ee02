"""The empirical score's Jacobian at the centre of the data, smoothed over steps of sqrt(t)."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int


@dataclass(frozen=True)
class SmoothedJacobian:
    """J_ij = [score_i(sqrt(t) e_j) - score_i(0)] / sqrt(t), and the weights behind it.

    Attributes
    ----------
    entries : (N, columns)
        J: row i is the score's component, column j the direction of the step.
    participation : (columns,)
        Y2 = sum_mu w_mu^2 at the end of each step.
    apart : (columns,)
        sum_mu (w_mu - w_mu^0)^2 = Y2_0 + Y2_j - 2 sum w^0 w, w^0 the weights at the centre: what
        of the participation at both ends is not of the same points.
    spread : (N, columns)
        sum_mu (w_mu - w_mu^0)^2 y_i^2; over t^3 its mean is that of J_ij^2, i other than j.
    """

    entries: Float[np.ndarray, "N columns"]
    participation: Float[np.ndarray, " columns"]
    apart: Float[np.ndarray, " columns"]
    spread: Float[np.ndarray, "N columns"]


def smoothed_jacobian(
    points: Float[np.ndarray, "P N"], t: float, columns: Int[np.ndarray, " columns"] | None = None
) -> SmoothedJacobian:
    """Return the smoothed Jacobian at the origin (arXiv:2410.08727).

    Parameters
    ----------
    points : (P, N)
        Training points, about the origin.
    t : float
        Noise variance, positive.
    columns : (columns,), optional
        The directions of the steps; all of them by default.
    """
    j = np.arange(points.shape[1]) if columns is None else columns
    squares = points**2
    at_origin = -squares.sum(axis=1) / (2 * t)
    # |sqrt(t) e_j - y|^2 / 2t is that of the origin, less y_j / sqrt(t), but for a constant
    log_weight = np.column_stack([at_origin, at_origin[:, None] + points[:, j] / np.sqrt(t)])
    weight = np.exp(log_weight - log_weight.max(axis=0))
    weight /= weight.sum(axis=0)
    change = weight[:, 1:] - weight[:, :1]
    entries = points.T @ change / t**1.5
    entries[j, np.arange(j.size)] -= 1 / t
    squared = change**2
    return SmoothedJacobian(
        entries=entries,
        participation=(weight[:, 1:] ** 2).sum(axis=0),
        apart=squared.sum(axis=0),
        spread=squares.T @ squared,
    )
