"""Claims of fig9_storage: what is stored."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _came_back(row: pd.Series) -> Measurement:
    """A fraction of `points` points in each draw: where none differ its error is not 0."""
    least = 1 / (int(row["n"]) * int(row["points"]) + 2)
    return Measurement(float(row["value"]), max(float(row["stderr"]), least), int(row["n"]))


def networks_fail_at_load_one(tables: Tables) -> Measurement:
    """Fraction of points that come back at the first load of 1 or more, the best network."""
    rows = select(tables["storage"], quantity="stored")
    rows = rows[rows["rule"] != "score"]
    at = rows[rows["load"] == rows["load"][rows["load"] >= 1].min()]
    return _came_back(at.loc[at["value"].idxmax()])


def score_stores_far_beyond_load_one(tables: Tables) -> Measurement:
    """Fraction of points that the empirical score brings back, smallest t, most points."""
    rows = select(tables["storage"], quantity="stored", rule="score")
    at = rows[rows["t"] == rows["t"].min()]
    return _came_back(at.loc[at["P"].idxmax()])


def capacity_of_the_score(tables: Tables) -> Measurement:
    """Log of the P at which half come back over log of theory's, the largest t that loses half.

    Interpolated in log P; the error is that of the fraction over its slope.
    """
    rows = tables["storage"]
    score = select(rows, quantity="stored", rule="score")
    theory = select(rows, quantity="capacity").set_index("t")["value"]
    for t in sorted(score["t"].unique()):
        at = score[score["t"] == t].sort_values("P")
        below = np.flatnonzero(at["value"].to_numpy() < 0.5)
        if below.size and below[0] > 0:
            k = int(below[0])
            y = at["value"].to_numpy()[k - 1 : k + 1]
            x = np.log(at["P"].to_numpy(float)[k - 1 : k + 1])
            slope = (y[1] - y[0]) / (x[1] - x[0])
            half = x[0] + (0.5 - y[0]) / slope
            expected = np.log(theory[t] * float(at["N"].iloc[0]))
            error = at["stderr"].to_numpy()[k - 1 : k + 1].max() / abs(slope)
            return Measurement(float(half / expected), float(error / expected), int(at["n"].min()))
    return Measurement(float("nan"), float("inf"))
