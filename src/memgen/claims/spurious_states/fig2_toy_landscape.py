"""Claims of fig2_toy_landscape: energy landscapes on the circle."""

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

APART = 0.05  # of a spurious minimum from the points


def range_of_the_exact_energy(tables: Tables) -> Measurement:
    """Range of the exact energy of the circle on the published grid, beta = 20."""
    return of_row(single(tables["toy_landscape"], quantity="exact_range"))


def nine_points_have_spurious_minima(tables: Tables) -> Measurement:
    """Minima of the exact energy of nine points at t = .15 farther than .05 from all of them."""
    nearest = select(tables["toy_landscape"], quantity="minimum_nearest", K=9)["value"]
    return Measurement(float((nearest > APART).sum()))


def samples_gather_at_the_first_minimum(tables: Tables) -> Measurement:
    """Share of the networks' samples near the minimum at 146 degrees minus that near other places.

    The others are as far from the points.
    """
    return _gathered(tables, 0)


def samples_gather_at_the_second_minimum(tables: Tables) -> Measurement:
    """The same of the minimum at -28 degrees."""
    return _gathered(tables, 1)


def exact_score_leaves_the_first_minimum(tables: Tables) -> Measurement:
    """Share of the exact score's samples near the first minimum, over that of the networks'."""
    exact, network = (_share(tables, "near_minimum", 0, run) for run in ("exact", "network"))
    return quotient(exact, network)


def _gathered(tables: Tables, number: int) -> Measurement:
    near, others = (_share(tables, name, number) for name in ("near_minimum", "near_others"))
    return difference(near, others)


def _share(tables: Tables, quantity: str, number: int, curve: str = "network") -> Measurement:
    where = {"quantity": quantity, "number": number, "curve": curve}
    return of_row(single(tables["toy_gathering"], **where))
