"""Claims of fig4_unlearning: hebbian unlearning."""

from typing import Any

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def dream_points_at_a_hundred_spins(tables: Tables) -> Measurement:
    """Deviation of D eps / N from the published table at N = 100, largest of points and loads."""
    return _from_the_table(tables, lambda N: N == 100)


def dream_points_of_larger_networks(tables: Tables) -> Measurement:
    """Deviation of D eps / N from the published table at N > 100, largest of points and loads."""
    return _from_the_table(tables, lambda N: N > 100)


def _from_the_table(tables: Tables, wanted: Any) -> Measurement:
    rows = select(tables["dreams"], quantity="dream_point")
    both = rows[rows["kind"] == "simulation"].merge(
        rows[rows["kind"] == "published"], on=["N", "load", "rule"], suffixes=("", "_published")
    )
    both = both[wanted(both["N"])]
    if both.empty:
        # a run at sizes that are not in the table measures nothing of it
        return Measurement(float("nan"), float("inf"))
    miss = (both["value"] - both["value_published"]).abs()
    worst = both.loc[miss.idxmax()]
    return Measurement(float(miss.max()), float(worst["stderr"]), int(worst["n"]))


def unlearning_stabilises_every_pattern(tables: Tables) -> Measurement:
    """Smallest stability at its maximum over dreams, the largest load of the points, smallest N."""
    rows = tables["dreams"]
    loads = select(rows, quantity="dream_point")["load"]
    at = select(
        rows, quantity="smallest_stability", N=int(rows["N"].min()), load=float(loads.max())
    )
    return only_row(at.loc[[at["value"].idxmax()]])
