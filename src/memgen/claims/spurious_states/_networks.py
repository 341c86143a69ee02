"""What single networks say about the transition, put together with errors between networks."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from memgen.claims.spurious_states._sample_types import UNKNOWN, worst
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def sets_of(tables: Tables) -> Iterable[pd.DataFrame]:
    """The rows of `image_types` of each image set."""
    for _, rows in tables["image_types"].groupby("images", sort=False):
        yield rows


def rows_of(rows: pd.DataFrame, **where: object) -> pd.DataFrame:
    """Rows of one image set with these values, at the base width; there may be none."""
    chosen = rows["width"] == rows.loc[rows["quantity"] == "boundary", "width"].iloc[0]
    for column, value in where.items():
        chosen &= rows[column] == value
    return rows[chosen]


def at_boundary(rows: pd.DataFrame, **where: object) -> Measurement:
    """Mean over the networks at the boundary of one value of each, with the error between them."""
    own = rows_of(rows, K=value_of(rows, "boundary"), **where)
    return mean_of(own["value"].to_numpy(float))


def mean_of(values: np.ndarray) -> Measurement:
    """Mean of independent values with the error of their scatter; unknown of fewer than two."""
    if len(values) < 2:
        return UNKNOWN
    return Measurement(
        float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values))), len(values)
    )


def worst_of_sets(tables: Tables, measure) -> Measurement:
    """The image set of which a measurement is least certain to be large."""
    return worst(measure(rows) for rows in sets_of(tables))
