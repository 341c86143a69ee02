"""A mixture of two Gaussians with opposite means, and its exact score."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive


@dataclass(frozen=True)
class TwoGaussians:
    """Data +-m + N(0, variance), each sign with probability 1/2 (arXiv:2402.18491).

    Diffused to the Ornstein-Uhlenbeck time t it is the mixture of means +-e^{-t} m and variance
    Gamma^2 = e^{-2t} variance + Delta_t, Delta_t = 1 - e^{-2t}.

    Attributes
    ----------
    mean : (d,)
        m.
    variance : float
        sigma^2 > 0 of each Gaussian.

    Raises
    ------
    ValueError
        If the variance is not positive or m is no finite vector.
    """

    mean: Float[np.ndarray, " d"]
    variance: float = 1.0

    def __post_init__(self):
        positive(variance=self.variance)
        if self.mean.ndim != 1 or not np.isfinite(self.mean).all():
            raise ValueError(f"mean has shape {self.mean.shape}; give a finite vector (d,).")

    def sample(self, n: int, rng: np.random.Generator) -> Float[np.ndarray, "n d"]:
        """Return n points."""
        signs = rng.choice([-1.0, 1.0], size=(n, 1))
        noise = rng.standard_normal((n, self.mean.size))
        return signs * self.mean + np.sqrt(self.variance) * noise

    def score(self, x: Float[np.ndarray, "batch d"], t: float) -> Float[np.ndarray, "batch d"]:
        """Return grad log p_t(x) = [e^{-t} m tanh(e^{-t} m.x / Gamma^2) - x] / Gamma^2."""
        pull, gamma2 = self._diffused(t)
        return (np.tanh(x @ pull / gamma2)[:, None] * pull - x) / gamma2

    def exploding_score(
        self, x: Float[np.ndarray, "batch d"], t: float
    ) -> Float[np.ndarray, "batch d"]:
        """Return the score at the variance-exploding sample x and variance t, for the samplers."""
        scale = np.sqrt(1 + t)
        return self.score(x / scale, float(np.log1p(t) / 2)) / scale

    def log_density(self, x: Float[np.ndarray, "batch d"], t: float) -> Float[np.ndarray, " batch"]:
        """Return log p_t(x) in nats."""
        pull, gamma2 = self._diffused(t)
        terms = [-((x - sign * pull) ** 2).sum(axis=1) / (2 * gamma2) for sign in (-1.0, 1.0)]
        normalisation = 0.5 * pull.size * np.log(2 * np.pi * gamma2) + np.log(2)
        return np.logaddexp(*terms) - normalisation

    def _diffused(self, t: float) -> tuple[Float[np.ndarray, " d"], float]:
        """Return e^{-t} m and Gamma^2."""
        if not t >= 0:
            raise ValueError(f"t={t} must not be negative.")
        return np.exp(-t) * self.mean, float(np.exp(-2 * t) * self.variance - np.expm1(-2 * t))
