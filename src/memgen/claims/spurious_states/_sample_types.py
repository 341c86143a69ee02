"""Types of sample compared with one another, over image sets and numbers of images."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

ENOUGH = 5  # samples of a type behind a mean that is compared
UNKNOWN = Measurement(float("nan"), float("inf"))


def worst(measurements: Iterable[Measurement]) -> Measurement:
    """The measurement that is least certain to be positive: of image sets, widths, K."""
    known = [each for each in measurements if np.isfinite(each.value)]
    return min(known, key=lambda each: each.value - 2 * each.stderr, default=UNKNOWN)


def mean_difference(upper: pd.DataFrame, lower: pd.DataFrame) -> Measurement:
    """Mean of upper minus lower over the K that both have.

    Where a type has too few samples at a K, nothing is compared there. The error is that of the
    means: that the difference is not the same at every K is no uncertainty of its mean.
    """
    upper, lower = (rows[rows["samples"] >= ENOUGH] for rows in (upper, lower))
    both = upper.merge(lower, on="K", suffixes=("", "_lower"))
    both = both[both["stderr"].notna() & both["stderr_lower"].notna()]
    if both.empty:
        return UNKNOWN
    gap = float((both["value"] - both["value_lower"]).mean())
    squares = (both["stderr"] ** 2 + both["stderr_lower"] ** 2).sum()
    return Measurement(gap, float(np.sqrt(squares)) / len(both), int(both["n"].sum()))


def worst_set(table: pd.DataFrame, measure: Callable[[pd.DataFrame], Measurement]) -> Measurement:
    """The worst of what `measure` gives of each image set."""
    return worst(measure(rows) for _, rows in table.groupby("images", sort=False))


def base_width(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the width that has most of them: the base width, with the whole ladder of K."""
    return rows[rows["width"] == rows["width"].value_counts().index[0]]


def type_fractions(tables: Tables) -> pd.DataFrame:
    """Fractions of the types of sample at the thresholds themselves."""
    return select(tables["image_types"], quantity="fraction", scale=1.0)


def type_difference(rows: pd.DataFrame, upper: str, lower: str) -> Measurement:
    """Mean over K of one type of sample minus another."""
    return mean_difference(rows[rows["type"] == upper], rows[rows["type"] == lower])
