"""Claims of app_c1_critical_time: critical recovery steps."""

from memgen.claims.rows import furthest, of_row, quotient
from memgen.claims.spurious_states._sample_types import base_width, basin_difference
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def memorised_step_above_spurious(tables: Tables) -> Measurement:
    """Mean critical step, memorised minus spurious, over the K that have both; the worst set."""
    return basin_difference(tables, "critical_step", "memorised", "spurious")


def spurious_step_above_generalised(tables: Tables) -> Measurement:
    """Mean critical step, spurious minus generalised, over the K that have both; worst set."""
    return basin_difference(tables, "critical_step", "spurious", "generalised")


def recovery_follows_the_exact_score(tables: Tables) -> Measurement:
    """Critical step of training points at the smallest K, network over exact posterior."""
    rows = base_width(select(tables["image_basins"], quantity="critical_step", type="training"))
    smallest = rows[rows["K"] == rows["K"].min()]
    ratios = []
    for _, of_set in smallest.groupby("images", sort=False):
        network, exact = (
            of_row(of_set[of_set["score"] == name].iloc[0]) for name in ("network", "posterior")
        )
        ratios.append(quotient(network, exact))
    return furthest(ratios)
