"""Claims of fig1_concept: active samples, and the order in which directions condense."""

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def condensation_matches_finite_theory(tables: Tables) -> Measurement:
    """Measured over exact t at Y2 = 1/2, the worst of both data and variances."""
    rows = select(tables["concept"], quantity="half_time")
    exact = select(rows, kind="theory").set_index(["data", "direction"])["value"]
    return worst_of(
        of_row(row, float(exact[row["data"], row["direction"]]))
        for _, row in select(rows, kind="simulation").iterrows()
    )


def few_directions_condense_together(tables: Tables) -> Measurement:
    """Noise variance at which Y2 is 1/2, larger over smaller variance, few directions."""
    return _ratio(tables, "few")


def many_directions_near_their_limit(tables: Tables) -> Measurement:
    """The same of many directions, over the ratio of their limit, that of the variances."""
    rows = select(tables["concept"], data="many", quantity="loss_time")
    limit = of_row(single(rows, direction="large")), of_row(single(rows, direction="small"))
    return quotient(_ratio(tables, "many"), quotient(*limit))


def _ratio(tables: Tables, data: str) -> Measurement:
    """The errors of both are added as if of independent draws."""
    rows = select(tables["concept"], data=data, quantity="half_time", kind="simulation")
    return quotient(
        of_row(single(rows, direction="large")), of_row(single(rows, direction="small"))
    )
