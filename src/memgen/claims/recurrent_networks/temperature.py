"""Claims of fig7: the learning temperature."""

from collections.abc import Mapping
from typing import Any

from memgen.claims.recurrent_networks.single_row import single_row
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def temperature_is_a_gauge(tables: Tables) -> Measurement:
    """Spread of the KL over the temperatures of learning, relative, norm of J free."""
    found = single_row(select(tables["learning_temperature"], quantity="free_spread"))
    return Measurement(found.value, 0.0, found.n)


def memorises_when_cold(tables: Tables) -> Measurement:
    """Mass on the training set at the lowest t less the teacher's, fewest examples."""
    return _of_sizes(tables, "mass_gain", 0)


def cold_mass(tables: Tables) -> Measurement:
    """Mass on the training set at the lowest t, fewest examples."""
    return _of_sizes(tables, "cold_mass", 0)


def best_at_the_teacher_s_temperature(tables: Tables) -> Measurement:
    """log(best t / teacher's t), most examples."""
    return _of_sizes(tables, "log_best_over_teacher", -1)


def few_examples_want_it_hotter(tables: Tables) -> Measurement:
    """log(best t / teacher's t), fewest examples."""
    return _of_sizes(tables, "log_best_over_teacher", 0)


def _of_sizes(tables: Tables, quantity: str, which: int) -> Measurement:
    rows = select(tables["learning_temperature"], quantity=quantity).sort_values("P")
    return single_row(rows.iloc[[which]])
