"""Claims of app_c2_volume_width: critical steps of networks of every width at its crossover."""

from memgen.claims.spurious_states._type_effects import effect
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def memorised_above_spurious_at_every_width(tables: Tables) -> Measurement:
    """Memorised minus spurious in standard deviations of samples, least of the widths."""
    return effect(tables["image_basins"], "critical_step", "memorised", "spurious")


def spurious_above_generalised_at_every_width(tables: Tables) -> Measurement:
    """Spurious minus generalised in standard deviations of samples, least of the widths."""
    return effect(tables["image_basins"], "critical_step", "spurious", "generalised")
