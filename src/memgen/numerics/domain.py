"""Domains of functions: numbers and arrays, checked by name."""

from typing import overload

import numpy as np

from memgen.numerics.types import Real


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


def _within(name: str, value: Real, relation: np.ufunc, word: str) -> np.ndarray:
    array = np.asarray(value, dtype=float)
    if not (relation(array, 0) & np.isfinite(array)).all():
        raise ValueError(f"{name}={value} must be {word} and finite.")
    return array
