"""Claims of app_a2_toy_training: training losses of the circle's networks."""

import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def largest_set_reaches_the_circle(tables: Tables) -> Measurement:
    """Loss at fresh points of the circle over the circle's optimum, largest K."""
    ring = value_of(tables["toy_training"], "circle_optimum")
    excess = _of_largest(tables["toy_training"], "network_from_circle")
    return Measurement(1 + excess.value / ring, excess.stderr / ring, excess.n)


def largest_set_is_nearer_to_the_circle(tables: Tables) -> Measurement:
    """Squared distance of the largest K's network to the circle's score over its points'."""
    rows = tables["toy_training"]
    to_circle, to_points = (
        _of_largest(rows, f"network_from_{name}") for name in ("circle", "empirical")
    )
    return quotient(to_circle, to_points)


def largest_set_stays_above_its_points(tables: Tables) -> Measurement:
    """Training loss above the points' optimum, over the gap to the circle's, largest K."""
    rows = tables["toy_training"]
    excess = _of_largest(rows, "network_from_empirical")
    return quotient(excess, _of_largest(rows, "empirical_from_circle"))


def largest_set_does_not_follow_its_points(tables: Tables) -> Measurement:
    """Share of its points' fluctuation that the network of the largest K follows, smallest t."""
    rows = select(tables["toy_training"], quantity="followed")
    return of_row(rows[rows["K"] == rows["K"].max()].sort_values("t").iloc[0])


def small_sets_are_learnt(tables: Tables) -> Measurement:
    """Loss on the training points over their optimum, the worst but the largest K."""
    rows = tables["toy_training"]
    excess = select(rows, quantity="network_from_empirical").sort_values("K").iloc[:-1]
    best = select(rows, quantity="empirical_optimum").set_index("K")["value"]
    ratios = [
        Measurement(1 + at["value"] / best[at["K"]], at["stderr"] / best[at["K"]], int(at["n"]))
        for _, at in excess.iterrows()
    ]
    return max(ratios, key=lambda ratio: ratio.value)


def _of_largest(rows: pd.DataFrame, quantity: str) -> Measurement:
    """The value at the largest K."""
    return of_row(select(rows, quantity=quantity).sort_values("K").iloc[-1])
