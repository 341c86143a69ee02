"""Claims of fig5_dataset_size: the gap of the manifold against the number of training points."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

SCORES = ("network", "empirical")


def gap_opens_with_data(tables: Tables) -> Measurement:
    """Gap of networks at the middle t: most minus fewest points."""
    rows = _middle(tables, "network").sort_values("P")
    return difference(of_row(rows.iloc[-1]), of_row(rows.iloc[0]))


def most_points_match_infinitely_many(tables: Tables) -> Measurement:
    """Gap of networks of most points minus the exact one of infinitely many: the worst t."""
    rows = _gaps(tables, "network")
    last = rows[rows["P"] == rows["P"].max()]
    exact = _gaps(tables, "population").sort_values("t")
    missing = (
        difference(of_row(row), Measurement(_exact(exact, float(row["t"]))))
        for _, row in last.iterrows()
    )
    return worst_of(missing, target=0.0)


def most_points_are_not_memorized(tables: Tables) -> Measurement:
    """Gap at the middle t, most points: of the networks minus of the score of their points."""
    P = int(_middle(tables, "network")["P"].max())
    return difference(*(of_row(single(_middle(tables, of), P=P)) for of in SCORES))


def fewest_points_are_not_memorized(tables: Tables) -> Measurement:
    """Gap at the smallest t, fewest points: of the networks minus of the score of their points."""
    network, own = (_gaps(tables, of) for of in SCORES)
    at = {"P": int(network["P"].min()), "t": float(network["t"].min())}
    return difference(of_row(single(network, **at)), of_row(single(own, **at)))


def score_of_most_points_keeps_most_of_the_gap_at_large_t(tables: Tables) -> Measurement:
    """Gap at the largest t of the score of most points over the exact one of infinitely many."""
    own, exact = _gaps(tables, "empirical"), _gaps(tables, "population").sort_values("t")
    t = float(own["t"].max())
    return of_row(single(own, P=int(own["P"].max()), t=t), _exact(exact, t))


def _gaps(tables: Tables, of: str) -> pd.DataFrame:
    return select(tables["visible"], quantity="gap", of=of)


def _middle(tables: Tables, of: str) -> pd.DataFrame:
    rows = _gaps(tables, of)
    times = np.sort(rows["t"].unique())
    return select(rows, t=float(times[len(times) // 2]))


def _exact(rows: pd.DataFrame, t: float) -> float:
    """The exact gap at t, between the t of its line."""
    return float(np.interp(np.log(t), np.log(rows["t"].astype(float)), rows["value"]))
