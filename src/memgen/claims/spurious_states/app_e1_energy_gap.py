"""Claims of app_e1_energy_gap: relative energies of the sample types."""

from memgen.claims.spurious_states._sample_types import type_difference, worst_set
from memgen.claims.verdict import Measurement, Tables
from memgen.tables import select


def _gap(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_energy_gap"], of="corrected")
    return worst_set(rows, lambda own: type_difference(own, upper, lower))


def memorised_gap_above_generalised(tables: Tables) -> Measurement:
    """Mean gap, memorised minus generalised, over the K that have both; the worst set."""
    return _gap(tables, "memorised", "generalised")


def spurious_gap_above_generalised(tables: Tables) -> Measurement:
    """Mean gap, spurious minus generalised, over the K that have both; the worst set."""
    return _gap(tables, "spurious", "generalised")


def path_is_fine_enough(tables: Tables) -> Measurement:
    """Largest change of a gap with four times the points, over the span of the set's gaps."""
    table = tables["image_energy_gap"]
    usual, errors = select(table, of="corrected"), select(table, quantity="rule_error")
    found = []
    for name, own in usual.groupby("images", sort=False):
        span = float(own["value"].max() - own["value"].min())
        off = float(errors[errors["images"] == name]["value"].abs().max())
        found.append(off / span if span else float("inf"))
    return Measurement(max(found), 0.0, len(errors))
