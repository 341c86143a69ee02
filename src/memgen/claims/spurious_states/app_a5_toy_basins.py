"""Claims of app_a5_toy_basins: how much noise the points bear."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

HELD = 0.01  # critical time by the exact score from which a point is held: the grid's first
PAIR = (0.1, 0.15)  # distance of the nearest neighbour of a near pair; delta is the lower end


def two_points_bear_what_the_exact_score_does(tables: Tables) -> Measurement:
    """Critical time over that of the exact protocol, mean over the points of the smallest K."""
    return _mean_ratio(_points(tables, 0))


def held_points_lose(tables: Tables) -> Measurement:
    """The same over the points of the largest K that the exact score holds, t_c > .01."""
    rows = _points(tables, -1)
    return _mean_ratio(rows[rows["expected"] > HELD])


def near_pair_gains(tables: Tables) -> Measurement:
    """Critical time minus that of the exact protocol, over the near pair of the largest K."""
    rows = _points(tables, -1)
    pair = rows[rows["neighbour"].between(*PAIR)]
    error = np.hypot(pair["critical_error"], pair["expected_error"])
    return _mean(pair["critical"] - pair["expected"], error, pair["n"])


def near_pair_shares_its_returns(tables: Tables) -> Measurement:
    """Share of the near pair's trials at the first t that end within delta of both points."""
    rows = _points(tables, -1)
    pair = rows[rows["neighbour"].between(*PAIR)].index
    shared = select(tables["toy_basins"], quantity="shared")
    shared = shared[(shared["K"] == shared["K"].max()) & shared["point"].isin(list(pair))]
    first = shared[shared["t"] == shared["t"].min()]
    return _mean(first["value"], first["stderr"], first["n"])


def _points(tables: Tables, rank: int) -> pd.DataFrame:
    """Critical times of the K of a rank, of networks and expected, by point."""
    rows = tables["toy_basins"]
    rows = rows[rows["K"] == sorted(rows["K"].unique())[rank]]
    measured, expected, neighbour = (
        select(rows, quantity=name).set_index("point").sort_index()
        for name in ("critical_time", "expected_time", "neighbour")
    )
    return pd.DataFrame(
        {
            "critical": measured["value"].astype(float),
            "critical_error": measured["stderr"].astype(float),
            "n": measured["n"].astype(int),
            "expected": expected["value"].astype(float),
            "expected_error": expected["stderr"].astype(float),
            "neighbour": neighbour["value"].astype(float),
        }
    )


def _mean_ratio(rows: pd.DataFrame) -> Measurement:
    ratio = rows["critical"] / rows["expected"]
    error = np.hypot(rows["critical_error"], ratio * rows["expected_error"]) / rows["expected"]
    return _mean(ratio, error, rows["n"])


def _mean(values: pd.Series, errors: pd.Series, n: pd.Series) -> Measurement:
    """The mean of what the same networks gave, with the mean of its errors."""
    if values.empty:
        return Measurement(float("nan"), float("inf"), 1)
    return Measurement(float(values.mean()), float(errors.mean()), int(n.min()))
