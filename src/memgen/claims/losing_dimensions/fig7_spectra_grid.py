"""Claims of fig7_spectra_grid: spectra for every number of images."""

import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def estimates_agree(tables: Tables) -> Measurement:
    """Dimension by the largest drop over the count below 1/2, most images, the smaller t."""
    rows = _fresh(tables)
    last = select(rows, trained_on=int(rows["trained_on"].max()))
    return quotient(
        of_row(single(last, quantity="detected_dimension")),
        of_row(single(last, quantity="dimension")),
    )


def dimension_grows(tables: Tables) -> Measurement:
    """Values below 1/2 at the smaller t: most minus fewest training images."""
    rows = select(_fresh(tables), quantity="dimension").sort_values("trained_on")
    return difference(of_row(rows.iloc[-1]), of_row(rows.iloc[0]))


def dimension_saturates(tables: Tables) -> Measurement:
    """Values below 1/2 at the smaller t: most over next to most training images."""
    rows = select(_fresh(tables), quantity="dimension").sort_values("trained_on")
    return quotient(of_row(rows.iloc[-1]), of_row(rows.iloc[-2]))


def _fresh(tables: Tables) -> pd.DataFrame:
    """Rows of the longest training at fresh images, at the smaller t."""
    rows = tables["image_dimension"]
    most, t = int(rows["steps"].max()), float(rows["t"].min())
    return select(rows, probed="fresh", steps=most, t=t)
