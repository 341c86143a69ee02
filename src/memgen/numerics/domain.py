"""Domains of the theory's functions: numbers and arrays, checked by name."""

import numpy as np

from memgen.numerics.types import Real


def positive(**values: Real) -> list[np.ndarray]:
    """Return the values as arrays; ValueError names the one that is not positive and finite."""
    arrays = [np.asarray(value, dtype=float) for value in values.values()]
    for name, array in zip(values, arrays, strict=True):
        if not ((array > 0) & np.isfinite(array)).all():
            raise ValueError(f"{name}={values[name]} must be positive and finite.")
    return arrays


def non_negative(**values: Real) -> list[np.ndarray]:
    """Return the values as arrays; ValueError names the one that is negative or not finite."""
    arrays = [np.asarray(value, dtype=float) for value in values.values()]
    for name, array in zip(values, arrays, strict=True):
        if not ((array >= 0) & np.isfinite(array)).all():
            raise ValueError(f"{name}={values[name]} must be non-negative and finite.")
    return arrays


def plain(array: Real) -> float | np.ndarray:
    """Return a float in place of an array without axes."""
    return float(array) if np.ndim(array) == 0 else array
