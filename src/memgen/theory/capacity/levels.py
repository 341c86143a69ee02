"""The random energy model of a tabulated law: averages over M independent levels of any law.

The levels e_mu are independent, of masses p_i at e_i, and S = sum_mu exp(e_mu). With
q(s) = sum_i p_i [1 - exp(-s e^{e_i})], of which only log M and log q are needed,

    E 1 / (1 + S) = int ds e^{-s} [1 - q(s)]^M
    E log S       = l + (w - 1) gamma_Euler + int dy { exp(-e^{(y + l) / w}) - [1 - q(e^y)]^M }

for any l and w: l is taken near the largest level, w as the width over which their number falls.

memgen's derivation; `memgen.theory.energies.finite_rem` does the same for a law whose cumulant is
known, `memgen.theory.capacity.finite` for laws of one scale.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked

# below, s contributes less than 1e-9; the trapezoid's error is exp(-pi^2 / step)
LOG_S = np.arange(-21.0, 3.9, 0.45)
S_WEIGHT = 0.45 * np.exp(LOG_S - np.exp(LOG_S))
_STEP = 0.3
_MARGIN = 25.0

Levels = Float[np.ndarray, " levels"]


@checked
def mean_own_weight(level: Levels, mass: Levels, log_P: float) -> float:
    """Return E 1 / (1 + S) among P patterns, of which P - 1 make S.

    Parameters
    ----------
    level : (levels,)
        e_i, measured from the own pattern's, in nats.
    mass : (levels,)
        p_i, which add up to 1.
    log_P : float
        Logarithm of the number of patterns, at least log 2.
    """
    log_M = log_P + np.log1p(-np.exp(-log_P))
    return float(power(tail(level, mass, LOG_S), log_M) @ S_WEIGHT)


@checked
def mean_log_sum(level: Levels, mass: Levels, log_M: float) -> float:
    """Return E log S over M levels, in nats; ascending levels."""
    # the level above which one of the M is expected, and how fast the number above it falls
    beyond = np.log(np.maximum(mass[::-1].cumsum()[::-1], 1e-290)) + log_M
    edge = int(np.clip(np.searchsorted(-beyond, 0.0), 1, len(level) - 2))
    fall = (beyond[edge - 1] - beyond[edge + 1]) / (level[edge + 1] - level[edge - 1])
    width = max(1.0, 1 / fall)
    top = max(level[edge], np.log(mass @ np.exp(level - level[edge])) + level[edge] + log_M)
    # to where both terms have fallen to 0
    end = max(5 * width, min(level[edge] - level[0] - log_M, 12 * width) + 5) - level[edge]
    log_s = np.arange(-top - _MARGIN * width, end, _STEP * width)
    reference = np.exp(-np.exp(np.minimum((log_s + level[edge]) / width, 50.0)))
    gap = reference - power(tail(level, mass, log_s), log_M)
    return float(level[edge] + (width - 1) * np.euler_gamma + gap.sum() * _STEP * width)


def tail(
    level: Float[np.ndarray, "*batch levels"],
    mass: Float[np.ndarray, "*batch levels"],
    log_s: Float[np.ndarray, " s"],
) -> Float[np.ndarray, "*batch s"]:
    """Return q(s) = sum_i p_i [1 - exp(-s e^{e_i})]."""
    z = np.exp(np.clip(log_s[:, None] + level[..., None, :], -700.0, 50.0))
    return (-np.expm1(-z) @ mass[..., None])[..., 0]


@checked
def power(
    q: Float[np.ndarray, "*batch s"], log_M: float | Float[np.ndarray, " batch"]
) -> Float[np.ndarray, "*batch s"]:
    """Return (1 - q)^M = E exp(-s S)."""
    log_M = np.asarray(log_M)[..., None]
    small = np.log(np.maximum(q, 1e-300)) + log_M
    exact = -np.exp(np.minimum(log_M, 30.0)) * np.log1p(-np.minimum(q, 1 - 1e-16))
    return np.exp(-np.where(log_M > 30, np.exp(np.minimum(small, 50.0)), exact))
