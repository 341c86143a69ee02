"""Roots: where a function of one number changes sign, by a walk; several equations at once."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import OptimizeResult, root


def bracket(
    function: Callable[[float], float],
    start: float,
    step: float,
    limit: float = np.inf,
    growth: float = 2.0,
) -> tuple[float, float] | None:
    """Walk from `start` until the function changes sign; return the last two places, ascending.

    Parameters
    ----------
    function : callable
        Of one number, such as the logarithm of a positive unknown.
    start : float
        Where the walk begins.
    step : float
        First step; its sign is the direction.
    limit : float
        Distance from the start at which the walk gives up.
    growth : float
        Factor of the next step; 1 for a function that may change sign again within longer ones.

    Returns
    -------
    (low, high) or None
        None if the sign is the same up to the limit.
    """
    return _walk(function, start, bool(function(start) > 0), step, limit, growth)


def bracket_rising(
    function: Callable[[float], float], start: float, step: float, limit: float = np.inf
) -> tuple[float, float] | None:
    """As `bracket` for a rising function, in the direction in which its root lies."""
    positive = bool(function(start) > 0)
    return _walk(function, start, positive, -step if positive else step, limit, growth=2.0)


def hybrid_root(
    residuals: Callable[[np.ndarray], Sequence[float]], start: np.ndarray | Sequence[float]
) -> OptimizeResult:
    """Return what Powell's hybrid method ends with; its caller judges the residuals there.

    Parameters
    ----------
    residuals : callable
        As many numbers as there are unknowns.
    start : (unknowns,)
        Where to begin.
    """
    # The step of the numerical Jacobian, sqrt(eps), stays above the round-off of tiny unknowns.
    # (Any, since scipy-stubs misspells maxfev.)
    effort: Any = {"maxfev": 150, "eps": 1e-11}
    return root(residuals, start, method="hybr", tol=1e-11, options=effort)


def _walk(
    function: Callable[[float], float],
    start: float,
    positive: bool,
    step: float,
    limit: float,
    growth: float,
) -> tuple[float, float] | None:
    at = start
    while abs(at - start) < limit:
        following = at + step
        if (function(following) > 0) != positive:
            return (at, following) if step > 0 else (following, at)
        at, step = following, growth * step
    return None
