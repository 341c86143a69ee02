"""Claims of app_c1_critical_time: recovery rates against the step of the noise."""

import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.spurious_states._type_effects import least
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def training_points_follow_the_exact_score(tables: Tables) -> Measurement:
    """Mean rate at the smallest K, network minus exact posterior, of the set furthest from 0."""
    rows = select(tables["image_basins"], quantity="rate_beyond_posterior", type="training")
    first = rows.sort_values("K").groupby("images", sort=False).first()
    return worst_of([of_row(row) for _, row in first.iterrows()], 0.0)


def _at_crossover(tables: Tables, quantity: str) -> pd.DataFrame:
    """Rows of a quantity of each set at its crossover's K."""
    at = ["images", "width", "K"]
    places = select(tables["image_basins"], quantity="crossover")[at]
    return select(tables["image_basins"], quantity=quantity).merge(places, on=at)


def _least_gap(tables: Tables, upper: str, lower: str) -> Measurement:
    """Mean rate of one type minus another at delta, least of the sets."""
    rates = _at_crossover(tables, "mean_rate")
    found = []
    for _, rows in rates[rates["scale"] == 1.0].groupby("images", sort=False):
        pair = [rows[rows["type"] == kind] for kind in (upper, lower)]
        if all(len(own) for own in pair):
            above, below = (of_row(own.iloc[0]) for own in pair)
            found.append(difference(above, below))
    return least(found)


def memorised_above_spurious(tables: Tables) -> Measurement:
    """Mean rate over the steps at the crossover, memorised minus spurious."""
    return _least_gap(tables, "memorised", "spurious")


def spurious_above_generalised(tables: Tables) -> Measurement:
    """Mean rate over the steps at the crossover, spurious minus generalised."""
    return _least_gap(tables, "spurious", "generalised")
