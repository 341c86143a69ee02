"""The message-passing score of the hidden manifold, and its state evolution.

`posterior` runs generalised approximate message passing at given observations;
`state_evolution` is its limit N, D to infinity at fixed alpha_D = D / N, without any matrix.
"""

from memgen.inference.message_passing import Posterior, posterior, undamped_steps
from memgen.theory.bayes_optimal.state_evolution import (
    Path,
    StateEvolution,
    state_evolution,
    state_evolution_path,
)

__all__ = [
    "Path",
    "Posterior",
    "StateEvolution",
    "posterior",
    "state_evolution",
    "state_evolution_path",
    "undamped_steps",
]
