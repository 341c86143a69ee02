"""Claims of app_e1_energy_gap: relative energies of the sample types."""

from memgen.claims.spurious_states._type_effects import effect_over_networks
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def memorised_deeper_than_generalised(tables: Tables) -> Measurement:
    """Gap, memorised minus generalised in standard deviations of samples, mean over networks."""
    return effect_over_networks(tables["image_energy_gap"], "gap", "memorised", "generalised")


def spurious_deeper_than_generalised(tables: Tables) -> Measurement:
    """Gap, spurious minus generalised in standard deviations of samples, mean over networks."""
    return effect_over_networks(tables["image_energy_gap"], "gap", "spurious", "generalised")


def path_is_fine_enough(tables: Tables) -> Measurement:
    """Largest change of a gap with four times the points, over the span of the set's gaps."""
    table = tables["image_energy_gap"]
    usual, errors = select(table, quantity="gap"), select(table, quantity="rule_error")
    changes = []
    for name, of_set in usual.groupby("images", sort=False):
        span = float(of_set["value"].max() - of_set["value"].min())
        off = float(errors[errors["images"] == name]["value"].abs().max())
        changes.append(off / span if span else float("inf"))
    return Measurement(max(changes), 0.0, len(errors))


def released_gap_is_the_gap_made_small(tables: Tables) -> Measurement:
    """Mean over K and types of the released gap over the gap, in units of the slip."""
    table = tables["image_energy_gap"]
    at = ["images", "K", "type", "selection"]
    both = select(table, quantity="gap").merge(
        select(table, quantity="released_gap"), on=at, suffixes=("", "_released")
    )
    slip = float(select(table, quantity="slip")["value"].iloc[0])
    return Measurement(float(both["value_released"].sum() / both["value"].sum() / slip))
