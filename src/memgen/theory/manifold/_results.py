"""The four characteristic times of a diffusion model on the hidden manifold."""

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

Level = TypeVar("Level", bound=float | np.ndarray)
"""A float for scalar input, an array for arrays."""


@dataclass(frozen=True, kw_only=True)
class ManifoldTimes(Generic[Level]):
    """The four times, as variances of the noise; generalization < condensation < collapse < onset.

    Attributes
    ----------
    collapse, onset, condensation, generalization : float or np.ndarray
        t_c, t_o, t_cond0 and t_g.
    """

    collapse: Level
    onset: Level
    condensation: Level
    generalization: Level


@dataclass(frozen=True)
class Condensation(Generic[Level]):
    """Condensation seen from a fresh point of p_0.

    Attributes
    ----------
    t_cond0 : float or np.ndarray
        Noise variance below which few patterns carry the empirical density at the fresh point.
    d_min : float or np.ndarray
        Squared distance per coordinate to the nearest pattern, which is also the time t_g of
        best generalization.
    """

    t_cond0: Level
    d_min: Level
