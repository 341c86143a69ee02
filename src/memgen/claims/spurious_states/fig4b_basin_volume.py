"""Claims of fig4b_basin_volume: basins of attraction against the number of images."""

import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.spurious_states._type_effects import effect, effect_over_networks, least
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _ratios(tables: Tables, largest: bool) -> list[Measurement]:
    """Critical step of training points, network over exact score, at an end of each ladder."""
    rows = select(tables["image_basins"], quantity="step_ratio").sort_values("K")
    ends = rows.groupby("images", sort=False)
    chosen = ends.last() if largest else ends.first()
    return [of_row(row) for _, row in chosen.iterrows()]


def few_images_are_attractors(tables: Tables) -> Measurement:
    """The ratio at the smallest K, of the set that is furthest from 1."""
    return worst_of(_ratios(tables, largest=False))


def many_images_bear_less(tables: Tables) -> Measurement:
    """The ratio at the smallest K minus that at the largest, least of the sets."""
    ends = zip(_ratios(tables, largest=False), _ratios(tables, largest=True), strict=True)
    return least([difference(few, many) for few, many in ends])


def _base(tables: Tables) -> pd.DataFrame:
    """Rows of the base width."""
    table = tables["image_basins"]
    return table[table["width"] == select(table, quantity="step_ratio")["width"].iloc[0]]


def memorised_bear_more_than_spurious(tables: Tables) -> Measurement:
    """Critical step, memorised minus spurious in standard deviations, mean over networks."""
    return effect_over_networks(_base(tables), "critical_step", "memorised", "spurious")


def spurious_bear_more_than_generalised(tables: Tables) -> Measurement:
    """Critical step, spurious minus generalised in standard deviations, mean over networks."""
    return effect_over_networks(_base(tables), "critical_step", "spurious", "generalised")


def memorised_bear_more_at_random(tables: Tables) -> Measurement:
    """Samples at random at the crossover, memorised minus generalised, in standard deviations."""
    return effect(_base(tables), "critical_step", "memorised", "generalised", "random")
