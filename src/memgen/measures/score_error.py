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
from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName
from memgen.errors import ConvergenceError
from memgen.theory.message_passing import Posterior, posterior

LOOSEST = 0.05
"""Tolerance beyond which messages that do not settle are an error."""

Denoiser = Callable[[Float[np.ndarray, "batch N"], float], Float[np.ndarray, "batch N"]]
ByPoint = Float[np.ndarray, "times probes"]


def settled_posterior(
    F: Float[np.ndarray, "N D"],
    x: Float[np.ndarray, "batch N"],
    t: float,
    activation: ActivationName,
    tolerance: float,
) -> Posterior:
    """Return the posterior at x, with a wider tolerance for the observations that ask for it.

    At few latents the messages of one observation in thousands go round in a small circle at any
    damping. They are taken at the first of 10, 100, ... times the tolerance that they stay within;
    the others keep theirs.

    Raises
    ------
    ConvergenceError
        If those of an observation do not stay within 0.05.
    """
    try:
        return posterior(F, x, t, activation, tolerance=tolerance)
    except ConvergenceError:
        if tolerance >= LOOSEST:
            raise
    if len(x) == 1:
        return settled_posterior(F, x, t, activation, min(10 * tolerance, LOOSEST))
    middle = len(x) // 2
    parts = [settled_posterior(F, part, t, activation, tolerance) for part in np.split(x, [middle])]
    names = [entry.name for entry in fields(Posterior)]
    return Posterior(**{name: np.concatenate([vars(p)[name] for p in parts]) for name in names})


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
            Of the messages, as `settled_posterior` understands it.
        """
        noisy = tuple(clean + np.sqrt(t) * rng.standard_normal(clean.shape) for t in times)
        exact = tuple(
            settled_posterior(F, x, t, activation, tolerance)
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
