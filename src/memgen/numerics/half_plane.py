"""Newton's method for Stieltjes transforms, which live in the upper half plane."""

from collections.abc import Callable

import numpy as np
from jaxtyping import Complex

Unknown = Complex[np.ndarray, " points"]

HALVINGS = 30


def newton_in_half_plane(
    step: Callable[..., tuple[Unknown, ...]],
    start: tuple[Unknown, ...],
    tolerance: float,
    iterations: int,
) -> tuple[Unknown, ...]:
    """Iterate x -> x + share * step(x) for all points at once; the first unknown keeps Im x > 0.

    A transform has several roots, of which one lies in the upper half plane: each point's steps are
    halved until they stay there. The caller judges the residual of what comes back.

    Parameters
    ----------
    step : callable
        step(*unknowns): Newton's step of each unknown.
    start : tuple of (points,)
        The unknowns, the first of them in the upper half plane.
    tolerance : float
        Of the largest relative step, summed over the unknowns.
    iterations : int
        At most.
    """
    unknowns = start
    for _ in range(iterations):
        steps = step(*unknowns)
        share = _share_inside(unknowns[0], steps[0])
        unknowns = tuple(x + share * dx for x, dx in zip(unknowns, steps, strict=True))
        moved = sum(np.abs(share * dx) / np.abs(x) for x, dx in zip(unknowns, steps, strict=True))
        if np.max(moved) < tolerance:
            break
    return unknowns


def _share_inside(x: Unknown, dx: Unknown) -> np.ndarray:
    """Return the largest power of 1/2 of each step with which x stays in the half plane."""
    share = np.ones(x.shape)
    outside = np.imag(x + dx) <= 0
    for _ in range(HALVINGS):
        if not outside.any():
            break
        share = np.where(outside, share / 2, share)
        outside = np.imag(x + share * dx) <= 0
    return share
