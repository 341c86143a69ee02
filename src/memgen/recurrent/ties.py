"""Fields summed exactly, and the one rule for ties: a field that is 0 but for rounding is 0.

A sum of doubles depends on its order, thus on the processor and its BLAS, by a few units in the
last place. That decides something where the field h_i = sum_j J_ij x_j is 0, as it often is with
Hebb's couplings, whose fields are whole multiples of 1 / N. Two steps take the choice away:

 1. Couplings are rounded to whole multiples of one power of 2, the unit u, so coarse that every
    sum of them that a computation meets stays below 2^53 u. Doubles hold these sums without error:
    in any order, with fused multiply-adds or without, at once or spin flip by spin flip.
 2. Each coupling is off what its rule defines by at most u / 2 from step 1, and by DIGITS times
    the largest coupling from the arithmetic that made it (a sum over patterns, a factorisation).
    N of them make the tie bound

        tie = N (DIGITS max_j |J_ij| + u / 2),

    and a field with |h_i| <= tie counts as 0: it has no sign, flips no spin (x_i keeps its value)
    and makes no strict minimum.

Where the fields are whole multiples of some g > 2 tie, as with couplings by Hebb's rule and by
unlearning, this is the rule of exact arithmetic, and every processor gives the same states. Where
couplings come from a factorisation (pseudo-inverse, daydreaming's norm) or an ascent (symmetric
perceptron) their own last digits differ between processors, by about 1e-15 of the largest; then the
states differ only where a field lies that near the bound itself, which no field that vanishes by
symmetry does. Moment matching adds single numbers, whose rounding IEEE 754 fixes. A heat bath
compares random numbers with exponentials, whose last digit is the processor's: one in some 1e15
comparisons.
"""

import math

import numpy as np
from jaxtyping import Float

# A hundred times the error of the pseudo-inverse of ill-conditioned patterns.
DIGITS = 1e-13
# What the sums of a loop may be compiled to. Of doubles this changes digits; of whole multiples of
# a unit it changes nothing but the speed.
EXACT_SUMS = {"reassoc", "contract", "nsz"}


def grid_unit(reach: float) -> float:
    """Return u = 2^k for sums of absolute value `reach` at most: they stay below 2^52 u.

    One bit is spare, for changes of a sum by twice a summand.
    """
    return math.ldexp(1.0, math.frexp(reach)[1] - 52)


def on_grid(J: Float[np.ndarray, "N N"], unit: float) -> Float[np.ndarray, "N N"]:
    """Return J rounded to whole multiples of `unit`."""
    return np.ascontiguousarray(np.rint(J / unit) * unit)


def longest_row(J: Float[np.ndarray, "N N"]) -> float:
    """Return max_i sum_j |J_ij|, which no field of states of +-1 exceeds."""
    return float(np.abs(J).sum(axis=1).max())


def tie_bound(J: Float[np.ndarray, "N N"], unit: float) -> float:
    """Return the absolute value up to which a field of J, on the grid of `unit`, counts as 0."""
    return len(J) * (DIGITS * float(np.abs(J).max()) + unit / 2)


def exact_couplings(
    J: Float[np.ndarray, "N N"], reach: float | None = None
) -> tuple[Float[np.ndarray, "N N"], float]:
    """Return J on the grid that makes its fields exact, and their tie bound.

    Parameters
    ----------
    J : (N, N)
        Couplings.
    reach : float, optional
        Largest absolute value of the sums to be taken; that of a field by default.
    """
    unit = grid_unit(longest_row(J) if reach is None else reach)
    return on_grid(J, unit), tie_bound(J, unit)


def fields(
    J: Float[np.ndarray, "N N"], x: Float[np.ndarray, "batch N"]
) -> Float[np.ndarray, "batch N"]:
    """Return h_i = sum_j J_ij x_j, summed exactly, and 0 where it is a tie.

    Parameters
    ----------
    J : (N, N)
        Couplings, symmetric or not.
    x : (batch, N)
        States of +-1.
    """
    exact, tie = exact_couplings(J)
    h = x @ exact.T
    return np.where(np.abs(h) <= tie, 0.0, h)


def in_steps(
    J: Float[np.ndarray, "N N"], step: float, steps: int
) -> tuple[Float[np.ndarray, "N N"], float]:
    """Return J / step on a grid for changes by up to `steps` an entry, and the tie bound there.

    For rules that add or take off whole multiples of a step. Where J was made of such multiples,
    as Hebb's couplings are of 1 / N, the result holds whole numbers, free of J's rounding.

    Parameters
    ----------
    J : (N, N)
        Couplings to begin with.
    step : float
        The step > 0.
    steps : int
        Largest change of an entry, in steps.

    Raises
    ------
    ValueError
        If doubles cannot hold J and one step beside it.
    """
    scaled = J / step
    unit = grid_unit(longest_row(scaled) + len(J) * steps)
    if not unit <= 1:
        raise ValueError(
            f"step={step:.3g} is lost beside couplings up to {float(np.abs(J).max()):.3g}, or in "
            f"{steps} steps: take a larger rate, or fewer steps."
        )
    counted = on_grid(scaled, unit)
    return counted, tie_bound(counted, unit)
