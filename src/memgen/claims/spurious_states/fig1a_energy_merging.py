"""Claims of fig1a_energy_merging: memories merge."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def merging_threshold(tables: Tables) -> Measurement:
    """Distance at which two minima merge, by bisection, over 2 sqrt(t); furthest from 1 over t."""
    rows = tables["merging"]
    measured = select(rows, quantity="merging_distance_found").set_index("t")["value"]
    theory = select(rows, quantity="merging_distance").set_index("t")["value"]
    return furthest_from_one(measured / theory)
