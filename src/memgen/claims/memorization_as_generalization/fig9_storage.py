"""Claims of fig9_storage: what is stored."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _came_back(row: pd.Series) -> Measurement:
    """A fraction of `points` points in each draw: where none differ its error is not 0."""
    least = 1 / (int(row["n"]) * int(row["points"]) + 2)
    return Measurement(float(row["value"]), max(float(row["stderr"]), least), int(row["n"]))


def networks_fail_at_load_one(tables: Tables) -> Measurement:
    """Fraction of points that come back at the first load of 1 or more, mean of the networks."""
    rows = select(tables["storage"], quantity="stored")
    rows = rows[rows["rule"] != "score"]
    at = [
        _came_back(row)
        for _, row in rows[rows["load"] == rows["load"][rows["load"] >= 1].min()].iterrows()
    ]
    error = np.sqrt(sum(one.stderr**2 for one in at)) / len(at)
    return Measurement(float(np.mean([one.value for one in at])), float(error), at[0].n)


def score_stores_far_beyond_load_one(tables: Tables) -> Measurement:
    """Fraction of points that the empirical score brings back, smallest t, most points."""
    rows = select(tables["storage"], quantity="stored", rule="score", kind="simulation")
    at = rows[rows["t"] == rows["t"].min()]
    return _came_back(at.loc[at["P"].idxmax()])


def score_loses_where_theory_says(tables: Tables) -> Measurement:
    """Load at which half come back by the score, simulation over theory at this N, mean over t."""
    rows = select(tables["storage"], quantity="measured_half_load")
    theory = select(rows, kind="theory")
    if not (rows["kind"] == "simulation").any():
        return Measurement(float("nan"), float("inf"))
    return ratio_to_theory(select(rows, kind="simulation"), theory, ["t"])


def theory_tends_to_the_capacity(tables: Tables) -> Measurement:
    """Load at which half come back at the largest N over its limit, mean over t (theory)."""
    rows = tables["storage"]
    theory = select(rows, quantity="half_load")
    largest = theory[theory["N"] == theory["N"].max()]
    limit = select(rows, quantity="capacity").sort_values("t")
    expected = np.interp(np.log(largest["t"]), np.log(limit["t"]), limit["value"])
    return Measurement(float((largest["value"] / expected).mean()))
