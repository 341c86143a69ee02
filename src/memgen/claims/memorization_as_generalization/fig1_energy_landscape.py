"""Claims of fig1_energy_landscape: the energy landscape of a recurrent network."""

import numpy as np

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _largest(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["landscape"], quantity=quantity)
    return only_row(rows[rows["N"] == rows["N"].max()])


def lowest_states(tables: Tables) -> Measurement:
    """Number of states of the lowest energy, largest N."""
    return _largest(tables, "ground_states")


def spurious_minima(tables: Tables) -> Measurement:
    """Number of strict minima that are no patterns, largest N."""
    return _largest(tables, "minima_not_patterns")


def critical_temperature(tables: Tables) -> Measurement:
    """Temperature at which the exact specific heat peaks, extrapolated to infinite N.

    The error contains what the smallest N and the last power change.
    """
    rows = select(tables["landscape"], quantity="heat_peak_limit")
    fit, larger = (only_row(select(rows, of=name)) for name in ("all", "larger"))
    error = float(np.hypot(fit.stderr, fit.value - larger.value))
    return Measurement(fit.value, error, fit.n)


def order_of_cooled_chains(tables: Tables) -> Measurement:
    """Overlap of cooled chains with the nearest pattern less the exact one, mean over t."""
    return _largest(tables, "overlap_gap")


def chains_spread_over_patterns(tables: Tables) -> Measurement:
    """Entropy of where cooled chains end, nats, largest N."""
    return _largest(tables, "ends_spread")
