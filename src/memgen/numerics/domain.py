"""Domains of functions: numbers and arrays, checked by name."""

from typing import Any, overload

import numpy as np

from memgen.numerics.types import Real

SMALLEST_TIME = 1e-300


def real(name: str, value: Any) -> np.ndarray:
    """Return the value as an array of floats.

    Raises
    ------
    TypeError
        If it is masked, or no real number: None, a string, a truth value, a complex number.
    """
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} is masked; drop or fill what is, {name}.filled(...).")
    whole = isinstance(value, int) and not isinstance(value, bool)  # of any size
    if not whole and np.asarray(value).dtype.kind not in "fiu":
        raise TypeError(f"{name}={value!r} is no real number.")
    return np.asarray(value, dtype=float)


def positive(**values: Real) -> list[np.ndarray]:
    """Return the values as arrays.

    Raises
    ------
    ValueError
        If one of them is not positive and finite.
    TypeError
        If one of them is masked, or no real number.
    """
    return [_within(name, value, np.greater, "positive") for name, value in values.items()]


def non_negative(**values: Real) -> list[np.ndarray]:
    """Return the values as arrays.

    Raises
    ------
    ValueError
        If one of them is negative or not finite.
    TypeError
        If one of them is masked, or no real number.
    """
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
    array = real(name, value)
    if not (relation(array, 0) & np.isfinite(array)).all():
        raise ValueError(f"{name}={value} must be {word} and finite.")
    return array
