"""The first step of retrieval: the overlap after all spins follow the fields of a corrupted start.

From a start whose spins are right independently with probability (1 + m0) / 2 the field on spin i
of pattern xi is, with stability Delta = xi_i h_i / |J_i| at the pattern, Gaussian for many
neighbours,

    xi_i h_i(start) / |J_i| ~ m0 Delta + sqrt(1 - m0^2) z,

    m1 = <erf(m0 Delta / sqrt(2 (1 - m0^2)))>,

the mean over stabilities (Krauth, Nadal and Mezard 1988; Kepler and Abbott 1988). Of the projector
on P = alpha N random patterns all stabilities tend to sqrt(1 / alpha - 1). Later steps feel the
correlations that the first has made, and in a full network they decide: where iterating this map
would bring back any m0 > 0, at alpha < 2 / (2 + pi), the basins that are found stay finite (Kanter
and Sompolinsky 1987 measured them by simulation).
"""

from typing import overload

import numpy as np
from jaxtyping import Float
from scipy.special import erf

from memgen.numerics.domain import plain
from memgen.numerics.doors import checked


@overload
def projector_first_step(load: float, m0: float) -> float: ...
@overload
def projector_first_step(load: float, m0: Float[np.ndarray, "*shape"]) -> np.ndarray: ...
@checked
def projector_first_step(
    load: float, m0: float | Float[np.ndarray, "*shape"]
) -> float | Float[np.ndarray, "*shape"]:
    """Return m1 of the projector (pseudo-inverse) without its diagonal, N to infinity.

    Parameters
    ----------
    load : float
        P / N in (0, 1).
    m0 : float or array
        Initial overlap in [0, 1].

    Raises
    ------
    ValueError
        Outside this domain.
    """
    m = np.asarray(m0, dtype=float)
    if not 0 < load < 1 or not ((m >= 0) & (m <= 1)).all():
        raise ValueError(f"load={load} must lie in (0, 1) and m0={m0} in [0, 1].")
    stability = np.sqrt(1 / load - 1)
    noise = np.sqrt(np.maximum(2 * (1 - m**2), np.finfo(float).tiny))
    return plain(erf(m * stability / noise))
