"""Claims of fig5a_curvature: curvature of the energy by sample type."""

from memgen.claims.spurious_states._sample_types import type_difference, worst_set
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _near_zero(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_curvature"], quantity="near_zero", score="network")
    return worst_set(rows, lambda of_set: type_difference(of_set, upper, lower))


def generalised_flatter_than_memorised(tables: Tables) -> Measurement:
    """Singular values below 1/2, generalised minus memorised, over the K with both."""
    return _near_zero(tables, "generalised", "memorised")


def generalised_flatter_than_spurious(tables: Tables) -> Measurement:
    """Singular values below 1/2, generalised minus spurious, over the K with both."""
    return _near_zero(tables, "generalised", "spurious")
