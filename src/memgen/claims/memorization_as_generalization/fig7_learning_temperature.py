"""Claims of fig7_learning_temperature: the temperature of learning."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def temperature_is_a_gauge(tables: Tables) -> Measurement:
    """Relative spread of the divergence over the temperatures of learning, norm of J free.

    Rounding alone makes it: its scatter over teachers is no error of a mean.
    """
    spread = only_row(select(tables["learning_temperature"], quantity="free_spread"))
    return Measurement(spread.value, 0.0, spread.n)


def mass_beyond_the_teacher_s_when_cold(tables: Tables) -> Measurement:
    """Probability of the training set at the lowest t less the teacher's, fewest examples."""
    return _of_sizes(tables, "mass_gain", 0)


def mass_on_the_training_set_when_cold(tables: Tables) -> Measurement:
    """Probability that the model gives to the training set at the lowest t, fewest examples."""
    return _of_sizes(tables, "cold_mass", 0)


def best_temperature_with_many_examples(tables: Tables) -> Measurement:
    """Logarithm of the best temperature over the teacher's, most examples."""
    return _of_sizes(tables, "log_best_over_teacher", -1)


def best_temperature_with_few_examples(tables: Tables) -> Measurement:
    """Logarithm of the best temperature over the teacher's, fewest examples."""
    return _of_sizes(tables, "log_best_over_teacher", 0)


def _of_sizes(tables: Tables, quantity: str, which: int) -> Measurement:
    rows = select(tables["learning_temperature"], quantity=quantity).sort_values("P")
    return only_row(rows.iloc[[which]])
