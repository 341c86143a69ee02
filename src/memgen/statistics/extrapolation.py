"""Extrapolation of measured values to infinite size."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class Limit:
    """A value at x = 0 with its standard error."""

    value: float
    stderr: float


def extrapolate(
    x: Float[np.ndarray, " sizes"],
    values: Float[np.ndarray, " sizes"],
    errors: Float[np.ndarray, " sizes"],
    degree: int = 1,
) -> Limit:
    """Return the value at x = 0 of a polynomial in x, fitted with weights 1 / error^2.

    The error is the fit's own, times the root of its reduced chi square where that exceeds 1.

    Parameters
    ----------
    x : (sizes,)
        What vanishes at infinite size, such as 1/N.
    values, errors : (sizes,)
        Measured values with their standard errors.
    degree : int
        Of the polynomial.

    Raises
    ------
    ValueError
        If there are too few sizes, or an error is not positive: a value without noise cannot be
        weighted with others.
    """
    x, values, errors = (np.asarray(a, dtype=float) for a in (x, values, errors))
    if len(np.unique(x)) < degree + 1:
        raise ValueError(f"x={x}: a polynomial of degree {degree} needs {degree + 1} sizes.")
    if not (errors > 0).all():
        raise ValueError(f"errors={errors}: a value without noise cannot be weighted with others.")
    design = np.vander(x, degree + 1, increasing=True) / errors[:, None]
    covariance = np.linalg.inv(design.T @ design)
    best = covariance @ design.T @ (values / errors)
    freedom = len(x) - degree - 1
    misfit = ((design @ best - values / errors) ** 2).sum() / freedom if freedom else 1.0
    return Limit(float(best[0]), float(np.sqrt(covariance[0, 0] * max(misfit, 1.0))))


def extrapolate_with_bias(
    x: Float[np.ndarray, " sizes"],
    values: Float[np.ndarray, " sizes"],
    errors: Float[np.ndarray, " sizes"],
) -> Limit:
    """Return the value at x = 0 of a line, with what the line itself may miss in its error.

    That is the difference which leaving out the first size makes, which should be the smallest.
    Parameters and errors raised are those of `extrapolate`, for three sizes or more.
    """
    whole = extrapolate(x, values, errors)
    without = extrapolate(x[1:], values[1:], errors[1:])
    return Limit(whole.value, float(np.hypot(whole.stderr, whole.value - without.value)))
