"""Claims of fig2_toy_landscape: energy landscapes on the circle."""

import pandas as pd

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


def samples_gather_at_spurious_minima(tables: Tables) -> Measurement:
    """Share of the networks' samples near the spurious minima minus that near other places.

    The others are as many, and as far from the points.
    """
    rows = select(tables["toy_gathering"], curve="network")
    near, others = (_sum(select(rows, quantity=name)) for name in ("near_minimum", "near_others"))
    return difference(near, others)


def exact_score_leaves_spurious_minima(tables: Tables) -> Measurement:
    """Share of the exact score's samples near the spurious minima, over that of the networks'."""
    rows = select(tables["toy_gathering"], quantity="near_minimum")
    exact, network = (select(rows, curve=name) for name in ("exact", "network"))
    return quotient(_sum(exact), _sum(network))


def _sum(rows: pd.DataFrame) -> Measurement:
    """The sum over the minima; the same samples stand behind all, so that errors are added."""
    values = [of_row(row) for _, row in rows.iterrows()]
    error = sum(value.stderr for value in values)
    return Measurement(sum(value.value for value in values), error, values[0].n)
