"""One noisy point of a freshly drawn hidden manifold."""

import numpy as np
from jaxtyping import Float

from memgen.activations import ActivationName
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix


def noisy_point(
    rng: np.random.Generator, N: int, D: int, activation: ActivationName, t: float
) -> tuple[Float[np.ndarray, "N D"], Float[np.ndarray, "1 N"]]:
    """Return F, and x = sigma(F z) + sqrt(t) w of one draw of z and of the noise."""
    F = draw_matrix(N, D, rng)
    xi = HiddenManifold(F, activation).sample(1, rng)
    return F, xi + np.sqrt(t) * rng.standard_normal(xi.shape)
