"""Claims of fig7_spectra_grid: spectra for every number of images."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def spectrum_nears_linear(tables: Tables) -> Measurement:
    """Mean distance over ranks from the principal components', most over fewest images; worst t."""
    return worst_of(
        (quotient(_distance(rows, -1), _distance(rows, 0)) for rows in _every_t(tables)),
        target=0.0,
    )


def most_images_are_near_linear(tables: Tables) -> Measurement:
    """Mean distance over ranks from the principal components', most images; the worst t."""
    return worst_of((_distance(rows, -1) for rows in _every_t(tables)), target=0.0)


def dimension_grows(tables: Tables) -> Measurement:
    """Values below 1/2 at the smaller t: most minus fewest training images."""
    rows = _counted(tables, "dimension")
    return difference(of_row(rows.iloc[-1]), of_row(rows.iloc[0]))


def _distance(rows: pd.DataFrame, place: int) -> Measurement:
    """Mean over ranks of |network - principal components|, errors as if of one sign.

    `place` counts the numbers of training images: 0 the fewest, -1 the most.
    """
    at = select(rows, trained_on=int(np.sort(rows["trained_on"].unique())[place]))
    network = select(at, quantity="singular_value").sort_values("rank")
    linear = select(at, quantity="linear_value").sort_values("rank")
    values, exact = network["value"].to_numpy(float), linear["value"].to_numpy(float)
    away = float(np.abs(values - exact).mean())
    error = float(np.hypot(network["stderr"].mean(), linear["stderr"].mean()))
    return Measurement(away, error, int(network["n"].iloc[0]))


def _counted(tables: Tables, quantity: str) -> pd.DataFrame:
    """Dimensions at fresh images, by size, at the smaller t."""
    rows = select(_every_t(tables)[0], quantity=quantity, probed="fresh")
    return rows.sort_values("trained_on")


def _every_t(tables: Tables) -> list[pd.DataFrame]:
    """Rows of the longest training, by t."""
    rows = tables["image_dimension"]
    last = select(rows, steps=int(rows["steps"].max()))
    return [select(last, t=float(t)) for t in np.sort(rows["t"].unique())]
