"""Patterns of associative memories: independent ones, and points of a hidden manifold."""

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from jaxtyping import Float

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix

PatternName = Literal["gaussian", "spherical", "binary", "manifold"]
PATTERN_NAMES: tuple[str, ...] = get_args(PatternName)


def draw_patterns(
    patterns: str,
    P: int,
    N: int,
    rng: np.random.Generator,
    D: int | None = None,
    activation: str = "linear",
) -> Float[np.ndarray, "P N"]:
    """Return P patterns of N coordinates of variance 1 (of the manifold: E[sigma(g)^2]).

    gaussian    independent N(0, 1)
    spherical   uniform on |xi|^2 = N
    binary      independent +1 or -1
    manifold    sigma(F z) with a fresh F of entries of variance 1/D (arXiv:2503.09518)

    The first patterns are the same for every P.

    Parameters
    ----------
    patterns : str
        One of these four.
    P, N : int
        Number of patterns and of coordinates, at least 1.
    rng : numpy.random.Generator
        Their source.
    D : int, optional
        Latent dimension of the manifold; it needs one, the others have none.
    activation : str
        sigma, for the manifold.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    if patterns not in PATTERN_NAMES:
        raise ValueError(f"patterns={patterns!r} is not one of {', '.join(PATTERN_NAMES)}.")
    if P < 1 or N < 1:
        raise ValueError(f"P={P}, N={N}: both must be at least 1.")
    if (patterns == "manifold") != (D is not None):
        raise ValueError(f"D={D}: manifold patterns need a latent dimension, {patterns} have none.")
    if D is not None:
        return HiddenManifold(draw_matrix(N, D, rng), activation).sample(P, rng)
    if patterns == "binary":
        return rng.integers(0, 2, size=(P, N)) * 2.0 - 1.0
    gaussian = rng.standard_normal((P, N))
    return gaussian if patterns == "gaussian" else on_sphere(gaussian)


def first_independent(
    draw: Callable[[], Float[np.ndarray, "P N"]], attempts: int = 100
) -> Float[np.ndarray, "P N"]:
    """Return the first draw of patterns that are linearly independent, as a network needs them.

    Parameters
    ----------
    draw : callable
        Draws patterns; few random ones are dependent.
    attempts : int
        Draws at most.

    Raises
    ------
    ValueError
        If they are always dependent.
    """
    for _ in range(attempts):
        patterns = draw()
        if np.linalg.matrix_rank(patterns) == len(patterns):
            return patterns
    P, N = patterns.shape
    raise ValueError(
        f"{P} patterns of {N} coordinates were dependent in {attempts} draws: take fewer."
    )


def on_sphere(points: Float[np.ndarray, "P N"]) -> Float[np.ndarray, "P N"]:
    """Return points of |xi|^2 = N in the same directions."""
    N = points.shape[1]
    return points * np.sqrt(N / np.einsum("pn,pn->p", points, points))[:, None]


def corrupt(
    pattern: Float[np.ndarray, "batch N"],
    overlap: float,
    patterns: PatternName,
    rng: np.random.Generator,
) -> Float[np.ndarray, "batch N"]:
    """Return states of mean overlap c with the patterns, and of their law's norm.

    Binary patterns have coordinates flipped, (1 - c) / 2 of them on average; the others become
    c xi + sqrt(1 - c^2) |xi| u with u uniform on the unit sphere orthogonal to xi, so that overlap
    and norm are exact.

    Parameters
    ----------
    pattern : (batch, N)
        The patterns.
    overlap : float
        c in (0, 1].
    patterns : str
        Their kind, as in `draw_patterns`.
    rng : numpy.random.Generator
        Source of the noise.

    Raises
    ------
    ValueError
        If c is outside (0, 1].
    """
    if not 0 < overlap <= 1:
        raise ValueError(f"overlap={overlap} must lie in (0, 1].")
    if patterns == "binary":
        return np.where(rng.random(pattern.shape) < (1 - overlap) / 2, -pattern, pattern)
    square = np.einsum("bn,bn->b", pattern, pattern)[:, None]
    noise = rng.standard_normal(pattern.shape)
    noise -= np.einsum("bn,bn->b", noise, pattern)[:, None] / square * pattern
    noise *= np.sqrt(square / np.einsum("bn,bn->b", noise, noise)[:, None])
    return overlap * pattern + np.sqrt(1 - overlap**2) * noise
