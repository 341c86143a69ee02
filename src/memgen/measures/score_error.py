"""How far a score is from the hidden manifold's own, at noisy test points.

The own score is that of message passing, exact for N, D to infinity. The difference is measured
directly, and by the excess risk of the denoiser x + t score: the risk of any denoiser is that of
the posterior mean, which is told without the clean point, plus their squared difference, so that

    E |s - s*|^2 / N = E [|x + t s - xi|^2 - sum_i Var[xi_i | x]] / (N t^2)

if the posterior is exact.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName
from memgen.theory.message_passing import Posterior, posterior

Score = Callable[[Float[np.ndarray, "batch N"], float], Float[np.ndarray, "batch N"]]
ByPoint = Float[np.ndarray, "times probes"]


@dataclass(frozen=True)
class NoisyPoints:
    """Test points at several noise variances, with what message passing says of them.

    Attributes
    ----------
    clean : (probes, N)
        xi.
    times : tuple of float
        t.
    noisy : tuple of (probes, N)
        x = xi + sqrt(t) w at each t.
    exact : tuple of Posterior
        At each t.
    """

    clean: Float[np.ndarray, "probes N"]
    times: tuple[float, ...]
    noisy: tuple[Float[np.ndarray, "probes N"], ...]
    exact: tuple[Posterior, ...]

    @classmethod
    def draw(
        cls,
        F: Float[np.ndarray, "N D"],
        activation: ActivationName,
        clean: Float[np.ndarray, "probes N"],
        times: tuple[float, ...],
        rng: np.random.Generator,
        tolerance: float = 1e-6,
    ) -> "NoisyPoints":
        """Return noisy copies of points of the manifold of F.

        Parameters
        ----------
        F, activation
            The manifold.
        clean : (probes, N)
            Its points.
        times : tuple of float
            Noise variances.
        rng : numpy.random.Generator
            Source of the noise.
        tolerance : float
            Of the messages.
        """
        noisy = tuple(clean + np.sqrt(t) * rng.standard_normal(clean.shape) for t in times)
        exact = tuple(
            posterior(F, x, t, activation, tolerance=tolerance)
            for t, x in zip(times, noisy, strict=True)
        )
        return cls(clean, times, noisy, exact)

    def errors(self, score: Score) -> tuple[ByPoint, ByPoint]:
        """Return |score - exact|^2 / N of each point at each t, directly and by the excess risk."""
        direct, excess = [], []
        for t, x, exact in zip(self.times, self.noisy, self.exact, strict=True):
            value = score(x, t)
            direct.append(((value - exact.score) ** 2).mean(axis=1))
            risk = ((x + t * value - self.clean) ** 2).mean(axis=1)
            excess.append((risk - exact.visible_variance.mean(axis=1)) / t**2)
        return np.array(direct), np.array(excess)

    def fisher(self) -> Float[np.ndarray, " times"]:
        """Return E |score|^2 / N of message passing at each t."""
        return np.array([(exact.score**2).mean() for exact in self.exact])

    def posterior_variance(self) -> Float[np.ndarray, " times"]:
        """Return E Var[xi | x] / N of message passing at each t."""
        return np.array([exact.visible_variance.mean() for exact in self.exact])
