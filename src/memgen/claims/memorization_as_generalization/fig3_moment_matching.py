"""Claims of fig3_moment_matching: moment matching at t = 0 and t > 0."""

import numpy as np

from memgen.claims.rows import difference, of_row, only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

# Of generated states, up to which load they are examples.
HALF = 0.5
# Load at which the stability of examples is compared.
COMPARED = 0.4


def sampling_temperature_decides(tables: Tables) -> Measurement:
    """Load up to which half of the states are examples, sampled at t = 0 over at t > 0.

    Both learnt at t > 0.
    """
    cold = _half(tables, "warm", "fraction_elsewhere")
    return quotient(cold, _half(tables, "warm", "fraction_on_data"))


def learning_temperature_matters_less(tables: Tables) -> Measurement:
    """The same load of states that are sampled at t = 0, learnt at t = 0 over at t > 0."""
    cold = _half(tables, "cold", "fraction_on_data")
    return quotient(cold, _half(tables, "warm", "fraction_elsewhere"))


def learning_temperature_matters_less_when_warm(tables: Tables) -> Measurement:
    """The same load of states that are sampled at t > 0, learnt at t = 0 over at t > 0."""
    cold = _half(tables, "cold", "fraction_elsewhere")
    return quotient(cold, _half(tables, "warm", "fraction_on_data"))


def learning_temperature_decides_stability(tables: Tables) -> Measurement:
    """Share of examples that are stable, learnt at t = 0 less at t > 0, load of .4."""
    return difference(*(_stable(tables, regime) for regime in ("cold", "warm")))


def teacher_learnt_at_positive_t(tables: Tables) -> Measurement:
    """Overlap with the teacher for infinitely many chains over theory, t > 0, largest load."""
    rows = select(tables["moment_matching"], regime="warm")
    rows = rows[rows["load"] == rows["load"].max()]
    theory = of_row(single(rows, quantity="overlap", kind="theory"))
    return quotient(of_row(single(rows, quantity="overlap_without_noise")), theory)


def teacher_missed_at_zero_t(tables: Tables) -> Measurement:
    """Overlap with the teacher, t > 0 less t = 0, largest load, the same examples."""
    rows = select(tables["moment_matching"], quantity="overlap_gain")
    return only_row(rows[rows["load"] == rows["load"].max()])


def noise_falls_with_the_rate(tables: Tables) -> Measurement:
    """Squared residual above that of the averaged couplings, slower over faster rate, t = 0."""
    return only_row(select(tables["moment_matching"], quantity="excess_ratio"))


def _stable(tables: Tables, regime: str) -> Measurement:
    """Share of examples that are stable at the load nearest to that which is compared."""
    rows = select(tables["moment_matching"], quantity="stable_examples", regime=regime)
    return of_row(rows.iloc[int((rows["load"] - COMPARED).abs().to_numpy().argmin())])


def _half(tables: Tables, regime: str, quantity: str) -> Measurement:
    """Load at which a falling share is 1/2, on lines in the load's logarithm.

    Its error by that of the share, of the two points beside, over the slope. Not measured where the
    share does not pass 1/2.
    """
    rows = select(tables["moment_matching"], quantity=quantity, regime=regime).sort_values("load")
    share, error = rows["value"].to_numpy(float), rows["stderr"].to_numpy(float)
    place = np.log(rows["load"].to_numpy(float))
    above = np.flatnonzero((share[:-1] >= HALF) & (share[1:] < HALF))
    if not len(above):
        return Measurement(float("nan"), float("inf"), int(rows["n"].min()))
    k = above[0]
    slope = (share[k + 1] - share[k]) / (place[k + 1] - place[k])
    half = float(np.exp(place[k] + (HALF - share[k]) / slope))
    return Measurement(
        half, half * float(error[k : k + 2].max()) / abs(slope), int(rows["n"].min())
    )
