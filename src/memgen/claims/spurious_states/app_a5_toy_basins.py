"""Claims of app_a5_toy_basins: how much noise the points bear."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

HELD = 0.01  # critical time by the exact score from which a point is held: the grid's first
PAIR = (0.1, 0.15)  # distance of the nearest neighbour of a near pair; delta is the lower end


def two_points_bear_what_the_exact_score_does(tables: Tables) -> Measurement:
    """Critical time over that of the exact protocol, mean over the points of the smallest K."""
    rows = tables["toy_basins"]
    rows = rows[rows["K"] == rows["K"].min()]
    measured = select(rows, quantity="critical_time")
    return ratio_to_theory(measured, select(rows, quantity="expected_time"), ["point"])


def held_points_lose(tables: Tables) -> Measurement:
    """The same over the points of the largest K that the exact score holds, t_c > .01.

    The same networks stand behind all points: the error is no smaller than the mean of theirs.
    """
    rows = _points(tables)
    held = rows[rows["expected"] > HELD]
    ratio = held["critical"] / held["expected"]
    relative = np.hypot(
        held["critical_error"] / held["critical"], held["expected_error"] / held["expected"]
    )
    return _mean(ratio, ratio * relative, held["n"])


def near_pair_gains(tables: Tables) -> Measurement:
    """Critical time minus that of the exact protocol, over the near pair of the largest K."""
    rows = _points(tables)
    pair = rows[rows["neighbour"].between(*PAIR)]
    error = np.hypot(pair["critical_error"], pair["expected_error"])
    return _mean(pair["critical"] - pair["expected"], error, pair["n"])


def near_pair_shares_its_returns(tables: Tables) -> Measurement:
    """Share of the near pair's trials at the first t that end within delta of both points."""
    rows = _points(tables)
    pair = rows[rows["neighbour"].between(*PAIR)].index
    shared = select(tables["toy_basins"], quantity="shared")
    shared = shared[(shared["K"] == shared["K"].max()) & shared["point"].isin(list(pair))]
    first = shared[shared["t"] == shared["t"].min()]
    return _mean(first["value"], first["stderr"], first["n"])


def _points(tables: Tables) -> pd.DataFrame:
    """Critical times of the largest K, of networks and expected, by point."""
    rows = tables["toy_basins"]
    rows = rows[rows["K"] == rows["K"].max()]
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


def _mean(values: pd.Series, errors: pd.Series, n: pd.Series) -> Measurement:
    """The mean of what the same networks gave, with the mean of its errors."""
    if values.empty:
        return Measurement(float("nan"), float("inf"), 1)
    return Measurement(float(values.mean()), float(errors.mean()), int(n.min()))
