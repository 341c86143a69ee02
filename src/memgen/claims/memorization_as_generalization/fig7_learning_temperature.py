"""Claims of fig7_learning_temperature: the temperature of learning."""

import numpy as np
import pandas as pd

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

# From this P on theory of many examples is drawn as valid.
MANY = 1000


def memorised_when_cold(tables: Tables) -> Measurement:
    """Probability of the training set less of a fresh one at the lowest t, fewest examples."""
    rows = _largest(select(tables["learning_temperature"], quantity="memorised_mass"))
    return only_row(rows.sort_values("P").iloc[:1])


def many_gain_what_couplings_fit(tables: Tables) -> Measurement:
    """Likelihood of training less fresh examples at the teacher's t over theory, many examples."""
    return _of_many(tables, "gap_over_theory")


def exponent_of_the_shift(tables: Tables) -> Measurement:
    """Exponent of log(t_best / t_teacher) against P, many examples, weighted mean over N.

    At least the two largest P.
    """
    rows = _shift(tables)
    rows = rows[rows["P"] >= min(MANY, sorted(rows["P"].unique())[-2])]
    found = [_exponent(at) for _, at in rows.groupby("N")]
    values, errors = (np.array([getattr(one, of) for one in found]) for of in ("value", "stderr"))
    return weighted_mean(values, errors, int(rows["n"].min()))


def exponent_of_few(tables: Tables) -> Measurement:
    """The same of fewer examples, largest N; at least the two smallest P."""
    rows = _largest(_shift(tables))
    return _exponent(rows[rows["P"] < max(MANY, sorted(rows["P"].unique())[1] + 1)])


def best_temperature_by_theory(tables: Tables) -> Measurement:
    """Logarithm of the best temperature over the teacher's, over theory, many examples, both N."""
    return _of_many(tables, "shift_over_theory")


def least_divergence_by_theory(tables: Tables) -> Measurement:
    """Divergence at the best temperature over theory, many examples, both N."""
    return _of_many(tables, "least_kl_over_theory")


def _largest(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["N"] == rows["N"].max()]


def _shift(tables: Tables) -> pd.DataFrame:
    return select(
        tables["learning_temperature"], quantity="log_best_over_teacher", kind="simulation"
    )


def _exponent(rows: pd.DataFrame) -> Measurement:
    return power_law(rows["P"], rows["value"], rows["stderr"], int(rows["n"].min()))


def _of_many(tables: Tables, quantity: str) -> Measurement:
    """Weighted mean of the P of 1000 or more, else the largest P, over all N."""
    rows = select(tables["learning_temperature"], quantity=quantity)
    rows = rows[rows["P"] >= min(MANY, rows["P"].max())]
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].min()))
