"""Ensembles of patterns by name: how they are drawn, beside what theory says of them."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from jaxtyping import Float

from memgen.activations import ACTIVATION_NAMES
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.patterns import draw_patterns, on_sphere
from memgen.theory.capacity import Saturation, retrieval_capacity, saturation
from memgen.theory.capacity.curved import manifold_own_weight, manifold_surroundings
from memgen.theory.capacity.finite import (
    Draws,
    binary_own_weight,
    gaussian_own_weight,
    linear_manifold_own_weight,
    spherical_own_weight,
)
from memgen.theory.capacity.poisson import Surroundings
from memgen.theory.capacity.surroundings import independent_surroundings

LARGE = 1000


@dataclass(frozen=True)
class Ensemble:
    """Patterns of one law, at any N.

    Attributes
    ----------
    name : str
        "gaussian", "spherical", "binary", or an activation: patterns of the hidden manifold.
    alpha_D : float or None
        D / N of the manifold; None for the others.
    """

    name: str
    alpha_D: float | None = None

    def __post_init__(self):
        if (self.name in ACTIVATION_NAMES) != (self.alpha_D is not None):
            raise ValueError(
                f"{self.name} with alpha_D={self.alpha_D}: manifolds, and only they, have one."
            )

    def capacity(self, lam: float) -> float:
        """Return alpha_1(lambda)."""
        return float(retrieval_capacity(lam, *self._law()))

    def saturation(self) -> Saturation:
        """Return lambda_s and the capacity there."""
        return saturation(*self._law())

    def draw(self, P: int, N: int, rng: np.random.Generator) -> Float[np.ndarray, "P N"]:
        """Return P patterns of N coordinates."""
        if self.alpha_D is None:
            return draw_patterns(self.name, P, N, rng)
        return draw_patterns("manifold", P, N, rng, round(self.alpha_D * N), self.name)

    def size(self, P: float, lam: float) -> int:
        """Return the N at which exp(alpha_1 N) is about P, and alpha_D N whole.

        Raises
        ------
        ValueError
            If alpha_D is no fraction with a denominator of 40 or less.
        """
        N = np.log(P) / self.capacity(lam)
        step = 1
        if self.alpha_D is not None:
            step = Fraction(self.alpha_D).limit_denominator(40).denominator
            if abs(self.alpha_D * step - round(self.alpha_D * step)) > 1e-9:
                raise ValueError(
                    f"alpha_D={self.alpha_D} gives whole D = alpha_D N at no small N: take a "
                    "fraction such as 0.25 or 0.3."
                )
        return max(1, round(N / step)) * step if step > 1 else max(4, round(N))

    def whole(self, N: int) -> bool:
        """Return whether alpha_D N is a whole number of latent dimensions."""
        return self.alpha_D is None or abs(self.alpha_D * N - round(self.alpha_D * N)) < 1e-9

    def own_weight(self, lam: float, N: int, draws: int, rng: np.random.Generator) -> Draws:
        """Return the finite-size theory of the own weight at a pattern, against log P.

        One value for each of `draws` of F and of a pattern on a manifold; a single one for the
        others, which need no draws. A Gaussian pattern has |xi|^2 = N.
        """
        if self.alpha_D is not None:
            D = round(self.alpha_D * N)
            if self.name == "linear":
                return linear_manifold_own_weight(lam, N, D, draws, rng)
            return manifold_own_weight(lam, N, D, self.name, draws, rng)
        theory = {
            "gaussian": gaussian_own_weight,
            "spherical": spherical_own_weight,
            "binary": binary_own_weight,
        }[self.name]
        exact = theory(lam, N)
        return lambda log_P: np.array([exact(log_P)])

    def drawn(self, P: int, N: int, targets: int, rng: np.random.Generator) -> "Drawn":
        """Return P patterns, the first `targets` of which are looked at.

        Gaussian targets are brought to |xi|^2 = N: the others' norms are not.
        """
        if self.alpha_D is None:
            patterns = draw_patterns(self.name, P, N, rng)
            if self.name == "gaussian":
                patterns[:targets] = on_sphere(patterns[:targets])
            return Drawn(self, patterns, None, None)
        manifold = HiddenManifold(draw_matrix(N, round(self.alpha_D * N), rng), self.name)
        z = rng.standard_normal((P, round(self.alpha_D * N)))
        return Drawn(self, manifold.embed(z), manifold.F, z[:targets])

    def surroundings(self, lam: float, N: int, rng: np.random.Generator) -> Surroundings:
        """Return the surroundings of a random target, for any number of patterns."""
        return self.drawn(1, N, 1, rng).surroundings(0, lam, rng)

    def coordinates(self) -> dict[str, float | str]:
        """Return the ensemble's columns of a table."""
        return {"patterns": self.name} | ({} if self.alpha_D is None else {"alpha_D": self.alpha_D})

    def _law(self) -> tuple[str, float | None, str | None]:
        if self.alpha_D is None:
            return self.name, None, None
        return "manifold", self.alpha_D, self.name


@dataclass(frozen=True)
class Drawn:
    """Patterns of an ensemble, with what theory needs to know of those that are looked at.

    Attributes
    ----------
    ensemble : Ensemble
    patterns : (P, N)
        The targets first.
    F : (N, D) or None
        Matrix of the manifold.
    z : (targets, D) or None
        Latents of the targets.
    """

    ensemble: Ensemble
    patterns: Float[np.ndarray, "P N"]
    F: Float[np.ndarray, "N D"] | None
    z: Float[np.ndarray, "targets D"] | None

    def surroundings(self, target: int, lam: float, rng: np.random.Generator) -> Surroundings:
        """Return the theory's surroundings of one target, up to inverse temperature `lam`."""
        if self.F is not None and self.z is not None:
            return manifold_surroundings(self.F, self.z[target], self.ensemble.name, lam, rng)
        own = self.patterns[target]
        # what little scatters at large N needs few points, and they are long
        points = 100 if own.size <= LARGE else 10
        return independent_surroundings(self.ensemble.name, own, [own], lam, rng, points)
