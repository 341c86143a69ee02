"""Domains of functions: numbers and arrays, checked by name."""

from typing import overload

import numpy as np

from memgen.numerics.types import Real

SMALLEST_TIME = 1e-300


def positive(**values: Real) -> list[np.ndarray]:
    """Return the values as arrays; ValueError names the one that is not positive and finite."""
    return [_within(name, value, np.greater, "positive") for name, value in values.items()]


def non_negative(**values: Real) -> list[np.ndarray]:
    """Return the values as arrays; ValueError names the one that is negative or not finite."""
    return [
        _within(name, value, np.greater_equal, "non-negative") for name, value in values.items()
    ]


@overload
def plain(array: float) -> float: ...
@overload
def plain(array: Real) -> np.ndarray: ...
def plain(array: Real) -> float | np.ndarray:
    """Return a float in place of an array without axes."""
    return float(array) if np.ndim(array) == 0 else np.asarray(array)


def represented_time(log_t: Real) -> Real:
    """Return exp(log t), which times of the hidden manifold reach at large alpha / alpha_D.

    Raises
    ------
    ValueError
        If a time is below 1e-300, where floating-point numbers end.
    """
    if np.any(np.asarray(log_t) < np.log(SMALLEST_TIME)):
        raise ValueError(
            f"alpha / alpha_D is too large: the time lies at 1e{np.min(log_t) / np.log(10):.0f}, "
            f"and times below {SMALLEST_TIME} are not represented."
        )
    return np.exp(log_t)


def _within(name: str, value: Real, relation: np.ufunc, word: str) -> np.ndarray:
    array = np.asarray(value, dtype=float)
    if not (relation(array, 0) & np.isfinite(array)).all():
        raise ValueError(f"{name}={value} must be {word} and finite.")
    return array
