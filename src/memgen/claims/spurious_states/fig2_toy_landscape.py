"""Claims of fig2_toy_landscape: energy landscapes on the circle."""

from memgen.claims.rows import of_row
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


def nine_points_have_spurious_clusters(tables: Tables) -> Measurement:
    """Clusters of samples, of two or more, farther than .1 from all of nine points."""
    rows = select(tables["toy_landscape"], quantity="centroid_nearest", K=9)
    return Measurement(float(((rows["value"] > 2 * APART) & (rows["size"] > 1)).sum()))
