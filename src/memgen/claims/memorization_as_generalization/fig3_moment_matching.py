"""Claims of fig3_moment_matching: moment matching at t = 0 and t > 0."""

from memgen.claims.rows import difference, of_row, only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def memorised_at_zero_t(tables: Tables) -> Measurement:
    """Share of the minima that are examples, learnt at t = 0, smallest load."""
    rows = select(tables["moment_matching"], quantity="fraction_on_data", regime="cold")
    return only_row(rows[rows["load"] == rows["load"].min()])


def memorised_more_at_zero_t(tables: Tables) -> Measurement:
    """Share of generated states that are examples, t = 0 less t > 0, the load followed by steps."""
    rows = tables["moment_matching"]
    load = float(single(rows, quantity="floor_ratio")["load"])
    at = select(rows, quantity="fraction_on_data", load=load)
    cold, warm = (of_row(single(at, regime=regime)) for regime in ("cold", "warm"))
    return difference(cold, warm)


def teacher_learnt_at_positive_t(tables: Tables) -> Measurement:
    """Overlap with the teacher over theory, learnt at t > 0, largest load."""
    rows = select(tables["moment_matching"], quantity="overlap", regime="warm")
    rows = rows[rows["load"] == rows["load"].max()]
    return quotient(*(of_row(single(rows, kind=kind)) for kind in ("simulation", "theory")))


def teacher_missed_at_zero_t(tables: Tables) -> Measurement:
    """Overlap with the teacher, t > 0 less t = 0, largest load, the same examples."""
    rows = select(tables["moment_matching"], quantity="overlap_gain")
    return only_row(rows[rows["load"] == rows["load"].max()])


def residual_is_no_limit(tables: Tables) -> Measurement:
    """Residual at which learning ends at the slower rate over that at the faster, t = 0."""
    return only_row(select(tables["moment_matching"], quantity="floor_ratio"))
