"""Claims of app_c1_critical_time: recovery rates against the step of the noise."""

import numpy as np
import pandas as pd

from memgen.claims.spurious_states._type_effects import UNKNOWN, least
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _mean_rate(rows: pd.DataFrame, **where: object) -> Measurement:
    """The mean over the steps of the rate of one type at one K."""
    found = rows
    for name, value in where.items():
        found = found[found[name] == value]
    if found.empty:
        return UNKNOWN
    error = float(np.sqrt((found["stderr"] ** 2).sum())) / len(found)
    return Measurement(float(found["value"].mean()), error, int(found["n"].min()))


def _rates(tables: Tables) -> pd.DataFrame:
    return select(tables["image_basins"], quantity="rate")


def _at_crossover(tables: Tables) -> list[pd.DataFrame]:
    """The rates of each set at its crossover's K."""
    places = select(tables["image_basins"], quantity="crossover")[["images", "width", "K"]]
    rates = _rates(tables).merge(places, on=["images", "width", "K"])
    return [rows for _, rows in rates.groupby("images", sort=False)]


def training_points_follow_the_exact_score(tables: Tables) -> Measurement:
    """Mean rate at the smallest K, network minus exact posterior, of the set furthest from 0."""
    rows = _rates(tables)
    found = []
    for _, of_set in rows[rows["type"] == "training"].groupby("images", sort=False):
        first = of_set[of_set["K"] == of_set["K"].min()]
        network = _mean_rate(first, score="network", scale=1.0)
        exact = _mean_rate(first, score="posterior")
        # the same noise in both: as if independent their errors are too large, if anything
        error = float(np.hypot(network.stderr, exact.stderr))
        found.append(Measurement(network.value - exact.value, error, network.n))
    return worst_of(found, 0.0)


def _gap(rows: pd.DataFrame, upper: str, lower: str, scale: float) -> Measurement:
    above, below = (
        _mean_rate(rows, score="network", type=kind, scale=scale) for kind in (upper, lower)
    )
    if not (np.isfinite(above.value) and np.isfinite(below.value)):
        return UNKNOWN
    error = float(np.hypot(above.stderr, below.stderr))
    return Measurement(above.value - below.value, error, min(above.n or 1, below.n or 1))


def _least_gap(tables: Tables, upper: str, lower: str) -> Measurement:
    """The gap at delta itself, least of the sets, its error widened for having been chosen."""
    found = [_gap(rows, upper, lower, 1.0) for rows in _at_crossover(tables)]
    return least([each for each in found if np.isfinite(each.value)])


def memorised_above_spurious(tables: Tables) -> Measurement:
    """Mean rate over the steps at the crossover, memorised minus spurious."""
    return _least_gap(tables, "memorised", "spurious")


def spurious_above_generalised(tables: Tables) -> Measurement:
    """Mean rate over the steps at the crossover, spurious minus generalised."""
    return _least_gap(tables, "spurious", "generalised")


def generalised_come_back_beyond_the_exact_score(tables: Tables) -> Measurement:
    """Mean rate of generalised samples at the crossover, network minus exact posterior."""
    found = []
    for rows in _at_crossover(tables):
        own = rows[rows["type"] == "generalised"]
        network = _mean_rate(own, score="network", scale=1.0)
        if np.isfinite(network.value):
            exact = _mean_rate(own, score="posterior")
            found.append(Measurement(network.value - exact.value, network.stderr, network.n))
    return least(found)
