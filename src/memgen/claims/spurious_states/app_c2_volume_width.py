"""Claims of app_c2_volume_width: volumes of basins for networks of several widths."""

from memgen.claims.spurious_states._sample_types import type_difference, worst
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _every_width(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_basins"], quantity="log_volume", score="network")
    groups = rows.groupby(["images", "width"], sort=False)
    return worst(type_difference(network, upper, lower) for _, network in groups)


def memorised_volume_at_every_width(tables: Tables) -> Measurement:
    """Log-volume, memorised minus spurious, of the worst set and width that have both."""
    return _every_width(tables, "memorised", "spurious")


def spurious_volume_at_every_width(tables: Tables) -> Measurement:
    """Log-volume, spurious minus generalised, of the worst set and width that have both."""
    return _every_width(tables, "spurious", "generalised")
