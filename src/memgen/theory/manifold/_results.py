"""The four characteristic times of a diffusion model on the hidden manifold."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, kw_only=True)
class ManifoldTimes:
    """The four times, as variances of the noise; generalization < condensation < collapse < onset.

    Attributes
    ----------
    collapse, onset, condensation, generalization : float or np.ndarray
        t_c, t_o, t_cond0 and t_g.
    """

    collapse: float | np.ndarray
    onset: float | np.ndarray
    condensation: float | np.ndarray
    generalization: float | np.ndarray


@dataclass(frozen=True)
class Condensation:
    """Condensation seen from a fresh point of p_0.

    Attributes
    ----------
    t_cond0 : float or np.ndarray
        Noise variance below which few patterns carry the empirical density at the fresh point.
    d_min : float or np.ndarray
        Squared distance per coordinate to the nearest pattern, which is also the time t_g of
        best generalization.
    """

    t_cond0: float | np.ndarray
    d_min: float | np.ndarray
