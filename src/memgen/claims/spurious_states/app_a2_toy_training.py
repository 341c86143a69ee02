"""Claims of app_a2_toy_training: what the circle's networks have learnt of their points."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

HALF = 0.5  # share from which points are followed
SMALL = 0.01  # t up to which noise is called small


def largest_set_reaches_the_circle(tables: Tables) -> Measurement:
    """Loss at fresh points of the circle over the circle's optimum, largest K."""
    rows = tables["toy_training"]
    ring = value_of(rows, "circle_optimum")
    excess = of_row(_of_size(rows, "fresh_excess", -1).iloc[0])
    return Measurement(1 + excess.value / ring, excess.stderr / ring, excess.n)


def small_sets_are_learnt(tables: Tables) -> Measurement:
    """Loss on the training points over their optimum, the worst of all K but the largest."""
    rows = tables["toy_training"]
    excess = select(rows, quantity="training_excess").sort_values("K").iloc[:-1]
    best = select(rows, quantity="empirical_optimum").set_index("K")["value"]
    return worst_of(
        Measurement(1 + at["value"] / best[at["K"]], at["stderr"] / best[at["K"]], int(at["n"]))
        for _, at in excess.iterrows()
    )


def largest_set_does_not_follow_its_points(tables: Tables) -> Measurement:
    """Share of its points' fluctuation that the largest K's networks follow: most over t <= .01."""
    return _largest_share(tables, -1)


def smaller_set_follows_its_points(tables: Tables) -> Measurement:
    """The same of the second largest K."""
    return _largest_share(tables, -2)


def more_points_are_followed_from_larger_noise(tables: Tables) -> Measurement:
    """Log of the t from which half of that fluctuation is followed: largest K - next smaller."""
    largest, smaller = (_half_followed(tables, rank) for rank in (-1, -2))
    if not (np.isfinite(largest.stderr) and np.isfinite(smaller.stderr)):
        return Measurement(float("nan"), float("inf"), 1)
    ratio = quotient(largest, smaller)
    return Measurement(float(np.log(ratio.value)), ratio.stderr / ratio.value, ratio.n)


def _half_followed(tables: Tables, rank: int) -> Measurement:
    """The first t at which the share passes 1/2, between the grid's linearly in log t.

    Its error is that of the share there over its slope. Not measured where it never passes.
    """
    rows = _of_size(tables["toy_training"], "followed", rank).sort_values("t")
    t, share = rows["t"].to_numpy(float), rows["value"].to_numpy(float)
    passes = np.flatnonzero((share[:-1] < HALF) & (share[1:] >= HALF))
    if not len(passes):
        return Measurement(float("nan"), float("inf"), 1)
    k = int(passes[0])
    slope = (share[k + 1] - share[k]) / np.log(t[k + 1] / t[k])
    place = float(t[k] * np.exp((HALF - share[k]) / slope))
    error = float(rows["stderr"].iloc[k : k + 2].max() / slope)
    return Measurement(place, place * error, int(rows["n"].iloc[k]))


def _largest_share(tables: Tables, rank: int) -> Measurement:
    rows = _small(_of_size(tables["toy_training"], "followed", rank))
    return of_row(rows.iloc[int(rows["value"].argmax())])


def _small(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["t"].astype(float) <= SMALL * (1 + 1e-9)].sort_values("t")


def _of_size(rows: pd.DataFrame, quantity: str, rank: int) -> pd.DataFrame:
    """The rows of a quantity at the K of a rank, -1 the largest."""
    found = select(rows, quantity=quantity)
    return found[found["K"] == sorted(found["K"].unique())[rank]]
