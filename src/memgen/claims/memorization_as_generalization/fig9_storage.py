"""Claims of fig9_storage: what is stored."""

import numpy as np
import pandas as pd

from memgen.claims.rows import quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, ratio_to_theory, worst_of
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


def score_grows_exponentially(tables: Tables) -> Measurement:
    """Slope of log P at half against N by the score, simulation over theory, the worst t.

    At the t that have three N or more; theory's slope at the same N.
    """
    rows = select(tables["storage"], quantity="log_half", rule="score")
    ratios = []
    for _, at in rows[rows["kind"] == "simulation"].groupby("t"):
        if len(at) < 3:
            continue
        theory = select(rows, kind="theory", t=float(at["t"].iloc[0]))
        theory = theory[theory["N"].isin(at["N"])]
        ratios.append(quotient(_slope(at), _slope(theory)))
    return worst_of(ratios)


def projector_grows_linearly(tables: Tables) -> Measurement:
    """Exponent of P at half against N by the pseudo-inverse."""
    rows = select(tables["storage"], quantity="log_half")
    rows = rows[rows["rule"] == "pseudo_inverse"]
    if len(rows) < 3:
        return Measurement(float("nan"), float("inf"))
    half = rows["value"].map(np.exp)
    return power_law(rows["N"], half, rows["stderr"] * half, int(rows["n"].min()))


def _slope(rows: pd.DataFrame) -> Measurement:
    """Slope of a weighted line in N, its error from those of the points and of their scatter."""
    N, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    weight = error**-2.0
    centred = N - weight @ N / weight.sum()
    norm = weight @ centred**2
    slope = float((weight * centred) @ value / norm)
    residual = value - weight @ value / weight.sum() - slope * centred
    scatter = float(weight @ residual**2 / max(len(N) - 2, 1))
    return Measurement(slope, float(np.sqrt(max(scatter, 1.0) / norm)), int(rows["n"].min()))
