"""Claims of fig7_learning_temperature: the temperature of learning."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

# From this P on theory of many examples is drawn as valid.
MANY = 1000


def memorised_when_cold(tables: Tables) -> Measurement:
    """Probability of the training set less of a fresh one at the lowest t, fewest examples."""
    rows = select(tables["learning_temperature"], quantity="memorised_mass").sort_values("P")
    return only_row(rows.iloc[:1])


def not_memorised_of_many(tables: Tables) -> Measurement:
    """Probability of the training set less of a fresh one at the lowest t, most examples."""
    rows = select(tables["learning_temperature"], quantity="memorised_mass").sort_values("P")
    return only_row(rows.iloc[-1:])


def exponent_of_the_shift(tables: Tables) -> Measurement:
    """Exponent of log(t_best / t_teacher) against P, many examples; at least the two largest P."""
    rows = select(
        tables["learning_temperature"], quantity="log_best_over_teacher", kind="simulation"
    )
    rows = rows[rows["P"] >= min(MANY, sorted(rows["P"])[-2])]
    return power_law(rows["P"], rows["value"], rows["stderr"], int(rows["n"].min()))


def best_temperature_by_theory(tables: Tables) -> Measurement:
    """Logarithm of the best temperature over the teacher's, over theory, many examples."""
    return _of_many(tables, "shift_over_theory")


def least_divergence_by_theory(tables: Tables) -> Measurement:
    """Divergence at the best temperature over theory, many examples."""
    return _of_many(tables, "least_kl_over_theory")


def _of_many(tables: Tables, quantity: str) -> Measurement:
    """Weighted mean of the P of 1000 or more; of the largest P alone where none is."""
    rows = select(tables["learning_temperature"], quantity=quantity)
    rows = rows[rows["P"] >= min(MANY, rows["P"].max())]
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].min()))
