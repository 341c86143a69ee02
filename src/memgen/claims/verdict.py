"""Whether a measurement bears a claim out, as far as its error bar can tell."""

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from memgen.statistics.measurement import Measurement

# A figure's tables (and arrays) by name, of which a claim is a function.
Tables = Mapping[str, Any]

Relation = Literal["equal", "at least", "at most"]
Verdict = Literal["holds", "fails", "not resolved at this size", "illustration"]


def verdict(
    measurement: Measurement, relation: Relation, expected: float, tolerance: float
) -> Verdict:
    """Judge a claim.

    With the miss m = |value - expected| ("equal"), expected - value ("at least") or
    value - expected ("at most"), the claim holds if m + margin <= tolerance, fails if
    m - margin > tolerance, and is not resolved in between: more draws would tell. Where the error
    comes from no draws (the spacing of a ladder, say), the value alone decides.
    """
    miss = {
        "equal": abs(measurement.value - expected),
        "at least": expected - measurement.value,
        "at most": measurement.value - expected,
    }[relation]
    drawn = measurement.n is not None or np.isinf(measurement.stderr)
    spread = measurement.margin if drawn else 0.0
    if miss + spread <= tolerance:
        return "holds"
    if miss - spread > tolerance:
        return "fails"
    return "not resolved at this size"
