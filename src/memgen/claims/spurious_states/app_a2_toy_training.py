"""Claims of app_a2_toy_training: what the circle's networks have learnt of their points."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

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


def largest_set_is_nearer_to_the_circle(tables: Tables) -> Measurement:
    """Largest K: squared distance to the circle's score over that to the points', at t <= .01.

    The mean over these t of the ratio; the networks are the same at all t, so that its error is no
    smaller than the mean of theirs.
    """
    rows = tables["toy_training"]
    circle, own = (_small(_of_size(rows, name, -1)) for name in ("from_circle", "from_points"))
    circle, own = (
        part.set_index("t")[["value", "stderr", "n"]].astype(float) for part in (circle, own)
    )
    ratio = circle["value"] / own["value"]
    relative = np.hypot(circle["stderr"] / circle["value"], own["stderr"] / own["value"])
    error = float((ratio * relative).mean())
    return Measurement(float(ratio.mean()), error, int(own["n"].iloc[0]))


def _largest_share(tables: Tables, rank: int) -> Measurement:
    rows = _small(_of_size(tables["toy_training"], "followed", rank))
    return of_row(rows.iloc[int(rows["value"].argmax())])


def _small(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["t"].astype(float) <= SMALL * (1 + 1e-9)].sort_values("t")


def _of_size(rows: pd.DataFrame, quantity: str, rank: int) -> pd.DataFrame:
    """The rows of a quantity at the K of a rank, -1 the largest."""
    found = select(rows, quantity=quantity)
    return found[found["K"] == sorted(found["K"].unique())[rank]]
