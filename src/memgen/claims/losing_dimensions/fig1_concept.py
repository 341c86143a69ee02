"""Claims of fig1_concept: active samples, and the order in which directions are lost."""

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def few_directions_lost_together(tables: Tables) -> Measurement:
    """Noise variance at which Y2 is 1/2, larger over smaller variance, few directions."""
    return _loss_ratio(tables, "few")


def many_directions_lost_in_order(tables: Tables) -> Measurement:
    """Ratio of the t at which Y2 is 1/2, over s_1^2 / s_2^2, many directions and one norm."""
    large, small = (
        value_of(tables["concept"], "loss_time", data="many", direction=direction)
        for direction in ("large", "small")
    )
    expected = large / small
    measured = _loss_ratio(tables, "many")
    return Measurement(measured.value / expected, measured.stderr / expected, measured.n)


def _loss_ratio(tables: Tables, data: str) -> Measurement:
    """Noise variance t at which Y2 is 1/2 along the larger over that along the smaller variance."""
    rows = select(tables["concept"], data=data, quantity="half_time")
    return quotient(
        of_row(single(rows, direction="large")), of_row(single(rows, direction="small"))
    )
