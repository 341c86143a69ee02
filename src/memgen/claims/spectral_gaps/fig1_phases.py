"""Claims of fig1_phases: three phases of the score's Jacobian, measured on pairs of points."""

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import mean_squared_miss
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def values_follow_tweedie(tables: Tables) -> Measurement:
    """Mean squared miss of t / (t + s^2) by values regressed on pairs, in standard errors.

    Along s_1 and s_2; off the plane x_0 does not vary and the slope is 0 to rounding.
    """
    rows = tables["phases"]
    measured = select(rows, quantity="singular_value", kind="simulation")
    both = measured.merge(
        select(rows, quantity="expected_value")[["direction", "t", "value"]],
        on=["direction", "t"],
        suffixes=("", "_expected"),
    )
    both = both[both["direction"] != "normal"]
    return mean_squared_miss(((both["value"] - both["value_expected"]) / both["stderr"]).to_numpy())


def widest_gap(tables: Tables) -> Measurement:
    """Measured intermediate gap at t = s_1 s_2 over (s_1 - s_2) / (s_1 + s_2)."""
    rows = tables["phases"]
    gap = single(rows, quantity="gap_at_widest", direction="middle")
    return of_row(gap, value_of(rows, "widest_gap"))


def gap_is_even_about_its_widest(tables: Tables) -> Measurement:
    """Measured intermediate gap at ten times t = s_1 s_2 over that at a tenth of it."""
    rows = tables["phases"]
    above, below = (
        of_row(single(rows, quantity=f"gap_{side}_widest", direction="middle"))
        for side in ("above", "below")
    )
    return quotient(above, below)


def final_gap_is_half_open(tables: Tables) -> Measurement:
    """Measured final gap at t = s_2^2."""
    return of_row(single(tables["phases"], quantity="gap_at_half", direction="final"))
