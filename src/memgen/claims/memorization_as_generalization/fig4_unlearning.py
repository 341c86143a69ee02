"""Claims of fig4_unlearning: hebbian unlearning."""

import numpy as np
import pandas as pd

from memgen.claims.rows import only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

# N, load and point of the two published values that differ from ours by more than a step of D.
DIFFERING = ((100, 0.5, "D_in"), (300, 0.4, "D_opt"))
# A run at sizes that are not in the table measures nothing of it.
UNMEASURED = Measurement(float("nan"), float("inf"))


def first_stable(tables: Tables) -> Measurement:
    """D_in less the published value, root mean square over N and loads but N = 100, load .5."""
    return _from_the_table(tables, "D_in")


def most_stable(tables: Tables) -> Measurement:
    """D_opt less the published value, root mean square over N and loads but N = 300, load .4."""
    return _from_the_table(tables, "D_opt")


def last_stable(tables: Tables) -> Measurement:
    """D_fin less the published value, root mean square over all N and loads."""
    return _from_the_table(tables, "D_fin")


def first_stable_differs(tables: Tables) -> Measurement:
    """D_in less the published value at N = 100, load .5."""
    return _miss(tables, *DIFFERING[0])


def most_stable_differs(tables: Tables) -> Measurement:
    """Published D_opt at N = 300, load .4, less ours."""
    ours = _miss(tables, *DIFFERING[1])
    return Measurement(-ours.value, ours.stderr, ours.n)


def margin_of_unlearning(tables: Tables) -> Measurement:
    """Smallest stability at D_opt over that of the symmetric perceptron, rows of norm 1.

    Of independent patterns, at the smallest N.
    """
    rows = select(tables["structure"], quantity="smallest_stability")
    rows = rows[(rows["alpha_D"] == 0) & (rows["N"] == rows["N"].min())]
    return quotient(
        only_row(select(rows, rule="unlearning")), only_row(select(rows, rule="perceptron"))
    )


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
    """Root mean square of our points less the published ones: misses of any sign add up."""
    both = _compared(tables)
    differs = [
        point in DIFFERING for point in zip(both["N"], both["load"], both["rule"], strict=True)
    ]
    both = both[(both["rule"] == rule) & ~np.array(differs, dtype=bool)]
    if both.empty:
        return UNMEASURED
    miss = (both["value"] - both["value_published"]).to_numpy(float)
    size = float(np.sqrt(np.mean(miss**2)))
    error = float(np.sqrt(np.sum((miss * both["stderr"]) ** 2))) / (len(miss) * size)
    return Measurement(size, error, int(both["n"].min()))
