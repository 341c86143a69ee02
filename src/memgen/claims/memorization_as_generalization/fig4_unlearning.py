"""Claims of fig4_unlearning: hebbian unlearning."""

import pandas as pd

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

OUTLIER = (300, 0.4)  # N and load of the tabulated D_opt that breaks its own trend
FIRST = 100  # spins of the table's first row, which differs from ours
HARDEST = 0.5  # the largest load of the table
# A run at sizes that are not in the table measures nothing of it.
UNMEASURED = Measurement(float("nan"), float("inf"))


def first_stable(tables: Tables) -> Measurement:
    """D_in less the published value, N of 150 or more, mean over N and loads."""
    return _from_the_table(tables, "D_in")


def most_stable(tables: Tables) -> Measurement:
    """D_opt less the published value, N of 150 or more, mean over N and loads but the outlier."""
    return _from_the_table(tables, "D_opt")


def last_stable(tables: Tables) -> Measurement:
    """D_fin less the published value, N of 150 or more, mean over N and loads."""
    return _from_the_table(tables, "D_fin")


def the_outlier_is_off_the_trend(tables: Tables) -> Measurement:
    """Published D_opt at N = 300, load .4, less ours."""
    ours = _miss(tables, *OUTLIER, "D_opt")
    return Measurement(-ours.value, ours.stderr, ours.n)


def the_first_row_differs(tables: Tables) -> Measurement:
    """D_in less the published value at N = 100, load .5."""
    return _miss(tables, FIRST, HARDEST, "D_in")


def margin_of_unlearning(tables: Tables) -> Measurement:
    """Smallest stability at D_opt over the largest possible, load of the maps, smallest N."""
    rows = tables["dreams"]
    load = float(select(rows, quantity="dream_point")["load"].min())
    N = int(rows["N"].min())
    place = value_of(rows, "dream_point", kind="simulation", N=N, load=load, rule="D_opt")
    at = select(rows, quantity="smallest_stability", N=N, load=load)
    there = only_row(at.loc[[(at["amount"] - place).abs().idxmin()]])
    most = value_of(rows, "largest_margin", N=N, load=load)
    return Measurement(there.value / most, there.stderr / most, there.n)


def _miss(tables: Tables, N: int, load: float, rule: str) -> Measurement:
    """One of our points less the published one."""
    both = _compared(tables)
    at = both[(both["N"] == N) & (both["load"] == load) & (both["rule"] == rule)]
    if at.empty:
        return UNMEASURED
    row = at.iloc[0]
    return Measurement(row["value"] - row["value_published"], row["stderr"], int(row["n"]))


def _compared(tables: Tables) -> pd.DataFrame:
    """Our points beside the published ones of the same N and load."""
    rows = select(tables["dreams"], quantity="dream_point")
    return rows[rows["kind"] == "simulation"].merge(
        rows[rows["kind"] == "published"], on=["N", "load", "rule"], suffixes=("", "_published")
    )


def _from_the_table(tables: Tables, rule: str) -> Measurement:
    both = _compared(tables)
    both = both[(both["rule"] == rule) & (both["N"] > FIRST)]
    if rule == "D_opt":
        both = both[(both["N"] != OUTLIER[0]) | (both["load"] != OUTLIER[1])]
    if both.empty:
        return UNMEASURED
    miss = both["value"] - both["value_published"]
    return weighted_mean(miss, both["stderr"], int(both["n"].min()))
