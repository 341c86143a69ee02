"""Claims of fig3_moment_matching: moment matching at t = 0 and t > 0."""

from memgen.claims.rows import difference, of_row, only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

# The load that is compared: few examples, of which sampling at t = 0 still gives many.
FEW = 0.2


def sampling_temperature_decides(tables: Tables) -> Measurement:
    """Share of states that are examples, learnt at t > 0: sampled at t = 0 less at t > 0."""
    elsewhere = _generated(tables, "warm", "fraction_elsewhere")
    return difference(elsewhere, _generated(tables, "warm", "fraction_on_data"))


def learning_temperature_matters_less(tables: Tables) -> Measurement:
    """Share of minima that are examples, learnt at t = 0 less learnt at t > 0."""
    cold = _generated(tables, "cold", "fraction_on_data")
    return difference(cold, _generated(tables, "warm", "fraction_elsewhere"))


def teacher_learnt_at_positive_t(tables: Tables) -> Measurement:
    """Overlap with the teacher over theory, learnt at t > 0, largest load."""
    rows = select(tables["moment_matching"], quantity="overlap", regime="warm")
    rows = rows[rows["load"] == rows["load"].max()]
    return quotient(*(of_row(single(rows, kind=kind)) for kind in ("simulation", "theory")))


def teacher_missed_at_zero_t(tables: Tables) -> Measurement:
    """Overlap with the teacher, t > 0 less t = 0, largest load, the same examples."""
    rows = select(tables["moment_matching"], quantity="overlap_gain")
    return only_row(rows[rows["load"] == rows["load"].max()])


def noise_falls_with_the_rate(tables: Tables) -> Measurement:
    """Squared residual above that of the averaged couplings, slower over faster rate, t = 0."""
    return only_row(select(tables["moment_matching"], quantity="excess_ratio"))


def _generated(tables: Tables, regime: str, quantity: str) -> Measurement:
    """A share at the load nearest to that of few examples."""
    rows = select(tables["moment_matching"], quantity=quantity, regime=regime)
    return of_row(rows.iloc[int((rows["load"] - FEW).abs().to_numpy().argmin())])
