"""Trained random features as a score that the samplers take.

The samplers of `memgen.diffusion` work at the variance-exploding t; the networks at the
Ornstein-Uhlenbeck time s, t = e^{2s} - 1. The dictionary of `memgen.diffusion.processes` turns one
into the other.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diffusion.processes import ornstein_uhlenbeck_time
from memgen.networks.random_features.time_integrated import Preconditioning


@dataclass(frozen=True)
class TimewiseScore:
    """s(x) = B_s sigma(W x / sqrt d), one set of weights for each time of a grid.

    Attributes
    ----------
    W : (p, d)
        Frozen first layer.
    times : (times,)
        Ornstein-Uhlenbeck times at which it was trained.
    weights : (times, d, p)
        B = A / sqrt p of each.
    """

    W: Float[np.ndarray, "p d"]
    times: Float[np.ndarray, " times"]
    weights: Float[np.ndarray, "times d p"]

    def __call__(self, x: Float[np.ndarray, "batch d"], t: float) -> Float[np.ndarray, "batch d"]:
        """Return the score at the variance-exploding sample x and variance t.

        Raises
        ------
        ValueError
            If the network was not trained at t.
        """
        s = float(ornstein_uhlenbeck_time(t))
        nearest = int(np.abs(self.times - s).argmin())
        if not abs(self.times[nearest] - s) <= 1e-9 * (1 + s):
            raise ValueError(
                f"t={t} is the Ornstein-Uhlenbeck time {s:.6g}, at which these features were not "
                f"trained; the nearest is {self.times[nearest]:.6g}. Train on the sampler's times."
            )
        scale, d = np.sqrt(1 + t), self.W.shape[1]
        features = np.tanh(x @ self.W.T / (scale * np.sqrt(d)))
        return features @ self.weights[nearest].T / scale


@dataclass(frozen=True)
class TimeIntegratedScore:
    """S(x, s) = alpha_s B sigma(W x / sqrt d + s b) + beta_s x, one network for all times.

    Attributes
    ----------
    W, b : (p, d), (p,)
        Frozen weights.
    B : (d, p)
        Trained ones.
    scale : Preconditioning
        alpha and beta.
    """

    W: Float[np.ndarray, "p d"]
    b: Float[np.ndarray, " p"]
    B: Float[np.ndarray, "d p"]
    scale: Preconditioning

    def __call__(self, x: Float[np.ndarray, "batch d"], t: float) -> Float[np.ndarray, "batch d"]:
        """Return the score at the variance-exploding sample x and variance t."""
        s, width = float(ornstein_uhlenbeck_time(t)), np.sqrt(1 + t)
        alpha, beta = self.scale(s)
        y = x / width
        features = np.tanh(y @ self.W.T / np.sqrt(y.shape[1]) + s * self.b)
        return (alpha * features @ self.B.T + beta * y) / width
