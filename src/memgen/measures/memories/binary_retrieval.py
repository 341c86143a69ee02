"""Retrieval by the zero-temperature dynamics of a binary network: maps, basins, stored patterns."""

import numpy as np
from jaxtyping import Bool, Float

from memgen.data.patterns import corrupt
from memgen.recurrent.dynamics import descend, overlaps
from memgen.recurrent.ties import fields


def final_overlap(
    J: Float[np.ndarray, "N N"],
    patterns: Float[np.ndarray, "P N"],
    m0: float,
    rng: np.random.Generator,
) -> Float[np.ndarray, " P"]:
    """Return m_f, the overlap with each pattern of where the dynamics ends from a corrupted copy.

    Each spin of the start is right with probability (1 + m0) / 2 (arXiv:2302.13417).

    Parameters
    ----------
    J : (N, N)
        Couplings.
    patterns : (P, N)
        Patterns of +-1.
    m0 : float
        Mean overlap of the start, in [0, 1].
    rng : numpy.random.Generator
        Source of the flips and of the dynamics.

    Raises
    ------
    ValueError
        If m0 is outside [0, 1].
    """
    start = _corrupted(patterns, m0, rng)
    return np.einsum("pn,pn->p", descend(J, start, rng), patterns) / patterns.shape[1]


def _corrupted(
    patterns: Float[np.ndarray, "P N"], m0: float, rng: np.random.Generator
) -> Float[np.ndarray, "P N"]:
    if not 0 <= m0 <= 1:
        raise ValueError(f"m0={m0} must lie in [0, 1].")
    # corrupt() knows no overlap of 0, which is half of the spins flipped
    return corrupt(patterns, max(m0, 1e-12), "binary", rng)


def first_step(
    J: Float[np.ndarray, "N N"],
    patterns: Float[np.ndarray, "P N"],
    m0: float,
    rng: np.random.Generator,
) -> Float[np.ndarray, " P"]:
    """Return m_1, the overlap after all spins of a corrupted copy follow their fields at once.

    A spin whose field is 0 counts as half right. Parameters and errors as of `final_overlap`.
    """
    aligned = np.sign(fields(J, _corrupted(patterns, m0, rng))) * patterns
    return aligned.mean(axis=1)


def retrieval_map(
    J: Float[np.ndarray, "N N"],
    patterns: Float[np.ndarray, "P N"],
    m0: Float[np.ndarray, " starts"],
    rng: np.random.Generator,
) -> Float[np.ndarray, " starts"]:
    """Return the mean of m_f over the patterns at each initial overlap."""
    return np.array([final_overlap(J, patterns, float(m), rng).mean() for m in m0])


def basin_midpoint(m0: Float[np.ndarray, " starts"], m_f: Float[np.ndarray, " starts"]) -> float:
    """Return the initial overlap at which m_f, made monotone by its running maximum, reaches 1/2.

    By linear interpolation. (The code of arXiv:2302.13417 takes the mean of m0 over the points
    with .46 <= m_f < .54, which needs a fine grid and gives the same.)

    Raises
    ------
    ValueError
        If m_f does not cross 1/2.
    """
    rising = np.maximum.accumulate(m_f)
    if not rising[0] < 0.5 <= rising[-1]:
        raise ValueError(
            f"m_f runs from {m_f[0]:.3g} to {m_f.max():.3g} and does not cross 1/2: there is no "
            "basin of half width."
        )
    k = int(np.flatnonzero(rising >= 0.5)[0])
    share = (0.5 - rising[k - 1]) / (rising[k] - rising[k - 1])
    return float(m0[k - 1] + share * (m0[k] - m0[k - 1]))


def stored(
    ends: Float[np.ndarray, "P N"], patterns: Float[np.ndarray, "P N"], error: float = 0.05
) -> Bool[np.ndarray, " P"]:
    """Return which states are within a squared distance `error` a coordinate of their pattern."""
    return ((ends - patterns) ** 2).mean(axis=1) < error


def nearest_overlap(
    x: Float[np.ndarray, "batch N"], patterns: Float[np.ndarray, "P N"]
) -> Float[np.ndarray, " batch"]:
    """Return which states are within a squared distance `error` a coordinate of a pattern."""
    return np.abs(overlaps(x, patterns)).max(axis=1)
