"""The linear hidden manifold at one norm: its Gaussian points given that |xi|^2 = N."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.normed_gaussian import conditioned_components


@dataclass(frozen=True)
class SphericalManifold:
    """Points xi = F z, z ~ N(0, I_D), conditioned on |xi|^2 = N.

    With the left singular vectors and the eigenvalues a of F F^T they are xi = sqrt(N) U u, u on
    the unit sphere of the rank of F, of density exp(-(N / 2) sum u^2 / a).

    Attributes
    ----------
    F : (N, D)
        Effective matrix, entries of variance 1/D.
    """

    F: Float[np.ndarray, "N D"]

    def sample(self, P: int, rng: np.random.Generator) -> Float[np.ndarray, "P N"]:
        """Return `P` points."""
        directions, scales, _ = np.linalg.svd(self.F, full_matrices=False)
        spectrum = np.broadcast_to(scales**2, (P, len(scales)))
        return conditioned_components(spectrum, len(self.F), rng) @ directions.T
