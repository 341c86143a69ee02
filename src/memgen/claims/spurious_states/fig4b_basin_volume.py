"""Claims of fig4b_basin_volume: volumes of basins of attraction."""

from memgen.claims.spurious_states._sample_types import basin_difference
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def memorised_volume_above_spurious(tables: Tables) -> Measurement:
    """Mean log-volume, memorised minus spurious, over the K that have both; the worst set."""
    return basin_difference(tables, "log_volume", "memorised", "spurious")


def spurious_volume_above_generalised(tables: Tables) -> Measurement:
    """Mean log-volume, spurious minus generalised, over the K that have both; the worst set."""
    return basin_difference(tables, "log_volume", "spurious", "generalised")
