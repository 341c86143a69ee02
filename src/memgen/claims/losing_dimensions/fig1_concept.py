"""Claims of fig1_concept: active samples, and the order in which directions are lost."""

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def few_directions_lost_together(tables: Tables) -> Measurement:
    """Noise variance at which Y2 is 1/2, larger over smaller variance, few directions."""
    return _loss_ratio(tables, "few")


def many_directions_lost_in_order(tables: Tables) -> Measurement:
    """Ratio of the t at which Y2 is 1/2, over s_1^2 / s_2^2, many directions and one norm."""
    rows = select(tables["concept"], data="many", quantity="loss_time").set_index("direction")
    expected = float(rows.loc["large", "value"] / rows.loc["small", "value"])
    measured = _loss_ratio(tables, "many")
    return Measurement(measured.value / expected, measured.stderr / expected, measured.n)


def _loss_ratio(tables: Tables, data: str) -> Measurement:
    """Noise variance t at which Y2 is 1/2 along the larger over that along the smaller variance."""
    rows = select(tables["concept"], data=data, quantity="half_time").set_index("direction")
    return quotient(of_row(rows.loc["large"]), of_row(rows.loc["small"]))
