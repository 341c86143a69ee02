"""How far a denoiser is from the hidden manifold's own, at noisy test points.

The own denoiser D* = E[xi | x] is that of message passing, exact for N, D to infinity. The
difference is measured directly, and by the excess risk: the risk of any denoiser is that of the
posterior mean plus their squared difference, so that

    E |D - D*|^2 = E [ |D - xi|^2 - |D* - xi|^2 ]

if D* is the posterior mean. Both sides are of the same points, which leaves of their difference
the noise of 2 (D - D*) . (D* - xi) alone; a score's error is that of its denoiser x + t score, over
t^2.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName
from memgen.theory.message_passing import Posterior, posterior

Denoiser = Callable[[Float[np.ndarray, "batch N"], float], Float[np.ndarray, "batch N"]]
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

    def errors(self, denoise: Denoiser) -> tuple[ByPoint, ByPoint]:
        """Return |D - D*|^2 / N of each point at each t, directly and by the excess risk."""
        direct, excess = [], []
        for t, x, exact in zip(self.times, self.noisy, self.exact, strict=True):
            value = denoise(x, t)
            direct.append(((value - exact.denoised) ** 2).mean(axis=1))
            risks = (value - self.clean) ** 2 - (exact.denoised - self.clean) ** 2
            excess.append(risks.mean(axis=1))
        return np.array(direct), np.array(excess)

    def posterior_variance(self) -> Float[np.ndarray, " times"]:
        """Return E Var[xi | x] / N of message passing at each t, the least error there is."""
        return np.array([exact.visible_variance.mean() for exact in self.exact])
