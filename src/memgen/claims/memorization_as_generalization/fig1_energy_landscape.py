"""Claims of fig1_energy_landscape: the energy landscape of a recurrent network."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def entropy_at_low_t(tables: Tables) -> Measurement:
    """Entropy at the low temperature over the log of the number of lowest states."""
    return only_row(select(tables["landscape"], quantity="entropy_over_ground"))


def entropy_at_high_t(tables: Tables) -> Measurement:
    """Entropy at the high temperature over N log 2."""
    return only_row(select(tables["landscape"], quantity="entropy_high_t"))


def entropy_from_chains(tables: Tables) -> Measurement:
    """Measured minus exact entropy per spin at the low temperature, the end of the integral."""
    rows = select(tables["landscape"], quantity="entropy_gap").sort_values("t")
    return only_row(rows.iloc[:1])
