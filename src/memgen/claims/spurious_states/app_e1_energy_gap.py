"""Claims of app_e1_energy_gap: relative energies of the sample types."""

from memgen.claims.spurious_states._sample_types import type_difference, worst_set
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _gap(tables: Tables, upper: str, lower: str) -> Measurement:
    rows = select(tables["image_energy_gap"], of="corrected")
    return worst_set(rows, lambda of_set: type_difference(of_set, upper, lower))


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
    changes = []
    for name, of_set in usual.groupby("images", sort=False):
        span = float(of_set["value"].max() - of_set["value"].min())
        off = float(errors[errors["images"] == name]["value"].abs().max())
        changes.append(off / span if span else float("inf"))
    return Measurement(max(changes), 0.0, len(errors))
