"""Claims of fig1_energy_landscape: the energy landscape of a recurrent network."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _largest(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["landscape"], quantity=quantity)
    return only_row(rows[rows["N"] == rows["N"].max()])


def spurious_minima(tables: Tables) -> Measurement:
    """Number of strict minima that are no patterns, largest N."""
    return _largest(tables, "minima_not_patterns")


def entropy_of_cooled_chains(tables: Tables) -> Measurement:
    """Entropy of cooled chains at the lowest t less the exact one, nats, largest N."""
    return _largest(tables, "cold_entropy_gap")


def specific_heat_of_cooled_chains(tables: Tables) -> Measurement:
    """Specific heat of cooled chains over the exact one, about its peak, largest N."""
    return _largest(tables, "peak_heat_over_exact")
