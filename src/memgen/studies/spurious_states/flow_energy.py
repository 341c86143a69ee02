"""Energies on the circle by the likelihood of a score, as they are and as the released code has it.

    E = -2 t log p_t,      log p_t(x) = log p_1(x(1)) - 1/2 int_t^1 div score dt'

along the probability flow from x at t to x(1) (`memgen.diffusion.likelihood`). The released code of
arXiv:2505.21777 takes N(0, 1) for p_1, and its energy is twice as large (4 t sqrt(t) at sqrt(t) = 1
in the place of 2 t).
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.likelihood import ScoreAndDivergence, flow_log_density

END = 1.0  # t at which the flow ends
DOUBLED = 2  # the released energy over the energy

Density = Callable[[Any], Any]
"""From points (batch, 2) to log p_1 (batch,)."""


def flow_energy(
    score: ScoreAndDivergence, x: Float[np.ndarray, "batch 2"], t: float, end: Density, steps: int
) -> Float[np.ndarray, " batch"]:
    """Return -2 t log p_t(x) by the flow, with `end` as log p_1."""
    return -2 * t * flow_log_density(score, x, t, END, end, steps)


def standard_normal(x: Float[np.ndarray, "batch 2"]) -> Float[np.ndarray, " batch"]:
    """Return log N(x; 0, 1), which the released code takes for log p_1."""
    return -0.5 * (x**2).sum(axis=1) - np.log(2 * np.pi)
