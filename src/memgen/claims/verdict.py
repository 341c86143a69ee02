"""Whether a measurement bears a claim out, as far as its error bar can tell."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

Relation = Literal["equal", "at least", "at most"]
Verdict = Literal["holds", "fails", "not resolved at this size", "illustration"]

# A deviation counts when it exceeds this many standard errors.
SIGNIFICANCE = 2.0


@dataclass(frozen=True)
class Measurement:
    """A number measured from a figure's tables.

    Attributes
    ----------
    value : float
    stderr : float
        Standard error over independent draws; 0 for a number without noise (pure theory);
        infinite if nothing could be measured at this size (the value is then nan).
    n : int or None
        Number of independent draws behind it; None for pure theory.

    """

    value: float
    stderr: float = 0.0
    n: int | None = None

    def __post_init__(self):
        if np.isnan(self.stderr) or not (np.isfinite(self.value) or np.isinf(self.stderr)):
            raise ValueError(
                f"value={self.value} with stderr={self.stderr} is no measurement; what could not "
                "be measured has an infinite standard error."
            )


def verdict(
    measurement: Measurement, relation: Relation, expected: float, tolerance: float
) -> Verdict:
    """Judge a claim.

    With the miss m = |value - expected| ("equal"), expected - value ("at least") or
    value - expected ("at most"), the claim holds if m + 2 stderr <= tolerance, fails if
    m - 2 stderr > tolerance, and is not resolved in between.
    """
    miss = {
        "equal": abs(measurement.value - expected),
        "at least": expected - measurement.value,
        "at most": measurement.value - expected,
    }[relation]
    spread = SIGNIFICANCE * measurement.stderr
    if miss + spread <= tolerance:
        return "holds"
    if miss - spread > tolerance:
        return "fails"
    return "not resolved at this size"
