"""Claims of fig5_dataset_size: the gap of the manifold against the number of training points."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


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


def fewest_points_are_memorized(tables: Tables) -> Measurement:
    """Gap at the middle t, fewest points: of the networks minus of the score of their points."""
    return _network_minus_points(tables, int(_middle(tables, "network")["P"].min()))


def most_points_are_not(tables: Tables) -> Measurement:
    """Gap at the middle t, most points: of the networks minus of the score of their points."""
    return _network_minus_points(tables, int(_middle(tables, "network")["P"].max()))


def _network_minus_points(tables: Tables, P: int) -> Measurement:
    network, own = (single(_middle(tables, of), P=P) for of in ("network", "empirical"))
    return difference(of_row(network), of_row(own))


def _gaps(tables: Tables, of: str) -> pd.DataFrame:
    return select(tables["visible"], quantity="gap", of=of)


def _middle(tables: Tables, of: str) -> pd.DataFrame:
    rows = _gaps(tables, of)
    times = np.sort(rows["t"].unique())
    return select(rows, t=float(times[len(times) // 2]))


def _exact(rows: pd.DataFrame, t: float) -> float:
    """The exact gap at t, between the t of its line."""
    return float(np.interp(np.log(t), np.log(rows["t"].astype(float)), rows["value"]))
