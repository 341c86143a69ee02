"""Claims of fig1a_energy_merging: memories merge."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import furthest_from_one
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def merging_threshold(tables: Tables) -> Measurement:
    """Distance at which two minima merge, by bisection, over 2 sqrt(t); furthest from 1 over t."""
    rows = tables["merging"]
    measured = select(rows, quantity="merging_distance_found").set_index("t")["value"]
    theory = select(rows, quantity="merging_distance").set_index("t")["value"]
    return furthest_from_one(measured / theory)


def minima_follow_the_mean_field(tables: Tables) -> Measurement:
    """Largest |x found - x of the mean-field equation| in d / 2, over the distances d."""
    rows = select(tables["merging"], panel="branches")
    both = select(rows, quantity="minimum_found").merge(
        select(rows, quantity="minimum"), on="distance", suffixes=("", "_line")
    )
    miss = (both["value"].abs() - both["value_line"]).abs() / (both["distance"] / 2)
    return Measurement(float(miss.max()))


def many_memories_make_one_flat_valley(tables: Tables) -> Measurement:
    """Length of the stretch within t/20 of the lowest energy, over that of a uniform density."""
    rows = select(tables["merging"], panel="valley")
    return Measurement(value_of(rows, "flat_length_found") / value_of(rows, "flat_length"))
