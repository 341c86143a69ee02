"""One network for all times, for one choice of what the slides leave open."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.time_integrated import (
    Preconditioning,
    TimeNodes,
    time_nodes,
)
from memgen.settings.training_dynamics.time_integrated import ChoiceName, Protocol


@dataclass(frozen=True)
class IntegratedNetwork:
    """S(x, t) = alpha_t B sigma(W x / sqrt d + t b) + beta_t x, and the times that it learns.

    Attributes
    ----------
    scale : Preconditioning
        alpha and beta.
    times : TimeNodes
        Quadrature of the law of t.
    bias : str
        Law of the entries of b.
    """

    scale: Preconditioning
    times: TimeNodes
    bias: str

    def draw_weights(
        self, p: int, d: int, rng: np.random.Generator
    ) -> tuple[Float[np.ndarray, "p d"], Float[np.ndarray, " p"]]:
        """Return W of entries N(0, 1), and b of entries of variance 1."""
        W = rng.standard_normal((p, d))
        if self.bias == "normal":
            return W, rng.standard_normal(p)
        return W, rng.uniform(-np.sqrt(3), np.sqrt(3), p)


def integrated_network(protocol: Protocol, choice: ChoiceName) -> IntegratedNetwork:
    """Return the network of a choice."""
    chosen = protocol.choice_a if choice == "a" else protocol.choice_b
    times = time_nodes(chosen.times, *protocol.t_range, protocol.nodes)
    return IntegratedNetwork(Preconditioning(chosen.alpha, chosen.beta), times, chosen.bias)
