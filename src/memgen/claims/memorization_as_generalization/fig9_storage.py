"""Claims of fig9_storage: what is stored."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one, ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

# The Poisson theory of the score asks for many points.
FEWEST_POINTS = 20


def _came_back(row: pd.Series) -> Measurement:
    """A fraction of `points` points in each draw: where none differ its error is not 0."""
    least = 1 / (int(row["n"]) * int(row["points"]) + 2)
    return Measurement(float(row["value"]), max(float(row["stderr"]), least), int(row["n"]))


def networks_fail_at_load_one(tables: Tables) -> Measurement:
    """Fraction that comes back at the first load of 1 or more, by Hebb's or unlearnt couplings.

    The pseudo-inverse has no couplings there.
    """
    rows = select(tables["storage"], quantity="stored")
    rows = rows[~rows["rule"].isin(("score", "pseudo_inverse"))]
    at = rows[rows["load"] == rows["load"][rows["load"] >= 1].min()]
    # furthest from below: the largest
    return worst_of([_came_back(row) for _, row in at.iterrows()], -1.0)


def score_stores_beyond_load_one(tables: Tables) -> Measurement:
    """Fraction that the score brings back at the least P > N, the largest t that theory allows.

    Theory allows t if half of more than N points come back at it.
    """
    rows = select(tables["storage"], rule="score")
    half = select(rows, quantity="measured_half_load", kind="theory")
    allowed = half[half["value"] > np.log(half["N"].astype(float)) / half["N"].astype(float)]
    stored = select(rows, quantity="stored", kind="simulation")
    beyond = stored[(stored["t"] == allowed["t"].max()) & (stored["P"] > stored["N"])]
    if beyond.empty:
        return Measurement(float("nan"), float("inf"))
    return _came_back(beyond.sort_values("P").iloc[0])


def score_loses_where_theory_says(tables: Tables) -> Measurement:
    """Load at which half come back by the score, simulation over theory, the t furthest from 1.

    Where theory has at least `FEWEST_POINTS` of them.
    """
    rows = select(tables["storage"], quantity="measured_half_load")
    rows = rows[rows["value"] * rows["N"] > np.log(FEWEST_POINTS)]
    if not (rows["kind"] == "simulation").any():
        return Measurement(float("nan"), float("inf"))
    theory = select(rows, kind="theory")
    simulated = select(rows, kind="simulation")
    simulated = simulated[simulated["t"].isin(theory["t"])]
    return worst_of([ratio_to_theory(at, theory, ["t"]) for _, at in simulated.groupby("t")])


def theory_tends_to_the_capacity(tables: Tables) -> Measurement:
    """Load at which half come back at the largest N over its limit, the t furthest from 1."""
    rows = tables["storage"]
    theory = select(rows, quantity="half_load")
    largest = theory[theory["N"] == theory["N"].max()]
    limit = select(rows, quantity="capacity").sort_values("t")
    expected = np.interp(np.log(largest["t"]), np.log(limit["t"]), limit["value"])
    return furthest_from_one((largest["value"] / expected).tolist())
