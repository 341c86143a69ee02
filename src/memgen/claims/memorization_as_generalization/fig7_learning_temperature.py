"""Claims of fig7_learning_temperature: the temperature of learning."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def memorised_when_cold(tables: Tables) -> Measurement:
    """Probability of the training set at the lowest t less the teacher's, fewest examples."""
    return _of_sizes(tables, "mass_gain", 0)


def hotter_with_few_examples(tables: Tables) -> Measurement:
    """Logarithm of the best temperature over the teacher's, fewest examples."""
    rows = select(tables["learning_temperature"], kind="simulation")
    return _of_sizes({"learning_temperature": rows}, "log_best_over_teacher", 0)


def best_temperature_by_theory(tables: Tables) -> Measurement:
    """Logarithm of the best temperature over the teacher's, over theory, the two largest P."""
    return _of_the_largest(tables, "shift_over_theory")


def least_divergence_by_theory(tables: Tables) -> Measurement:
    """Divergence at the best temperature over theory, the two largest P."""
    return _of_the_largest(tables, "least_kl_over_theory")


def _of_the_largest(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["learning_temperature"], quantity=quantity).sort_values("P")
    last = rows.iloc[-2:]
    return weighted_mean(last["value"], last["stderr"], int(last["n"].min()))


def _of_sizes(tables: Tables, quantity: str, which: int) -> Measurement:
    rows = select(tables["learning_temperature"], quantity=quantity).sort_values("P")
    return only_row(rows.iloc[[which]])
