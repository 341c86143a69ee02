"""Whether a measurement bears a claim out, as far as its error bar can tell."""

from typing import Literal

from memgen.statistics.measurement import Measurement

Relation = Literal["equal", "at least", "at most"]
Verdict = Literal["holds", "fails", "not resolved at this size", "illustration"]


def verdict(
    measurement: Measurement, relation: Relation, expected: float, tolerance: float
) -> Verdict:
    """Judge a claim.

    With the miss m = |value - expected| ("equal"), expected - value ("at least") or
    value - expected ("at most"), the claim holds if m + margin <= tolerance, fails if
    m - margin > tolerance, and is not resolved in between.
    """
    miss = {
        "equal": abs(measurement.value - expected),
        "at least": expected - measurement.value,
        "at most": measurement.value - expected,
    }[relation]
    spread = measurement.margin
    if miss + spread <= tolerance:
        return "holds"
    if miss - spread > tolerance:
        return "fails"
    return "not resolved at this size"
