"""Claims of fig7_spectra_grid: spectra for every number of images."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def spectrum_comes_close_to_linear(tables: Tables) -> Measurement:
    """Mean distance over ranks from the principal components', most over fewest images."""
    rows = _longest(tables)
    sizes = np.sort(rows["trained_on"].unique())
    return quotient(_distance(rows, int(sizes[-1])), _distance(rows, int(sizes[0])))


def dimension_grows(tables: Tables) -> Measurement:
    """Values below 1/2 at the smaller t: most minus fewest training images."""
    rows = _counted(tables, "dimension")
    return difference(of_row(rows.iloc[-1]), of_row(rows.iloc[0]))


def dimension_saturates(tables: Tables) -> Measurement:
    """Values below 1/2 at the smaller t: most over next to most training images."""
    rows = _counted(tables, "dimension")
    return quotient(of_row(rows.iloc[-1]), of_row(rows.iloc[-2]))


def count_scatters_less(tables: Tables) -> Measurement:
    """Standard error over networks, a mean over sizes: of the count over that of the drop.

    A standard deviation of n values is known to a share 1 / sqrt(2 n - 2); one size may dominate.
    """
    count, drop = _counted(tables, "dimension"), _counted(tables, "detected_dimension")
    n = int(count["n"].iloc[0])
    share = float(1 / np.sqrt(2 * n - 2))
    errors = [float(rows["stderr"].mean()) for rows in (count, drop)]
    return quotient(*(Measurement(error, share * error, n) for error in errors))


def _distance(rows: pd.DataFrame, size: int) -> Measurement:
    """Mean over ranks of |network - principal components|, errors as if of one sign."""
    at = select(rows, trained_on=size)
    network = select(at, quantity="singular_value").sort_values("rank")
    linear = select(at, quantity="linear_value").sort_values("rank")
    values, exact = network["value"].to_numpy(float), linear["value"].to_numpy(float)
    away = float(np.abs(values - exact).mean())
    error = float(np.hypot(network["stderr"].mean(), linear["stderr"].mean()))
    return Measurement(away, error, int(network["n"].iloc[0]))


def _counted(tables: Tables, quantity: str) -> pd.DataFrame:
    """Dimensions at fresh images, by size."""
    rows = select(_longest(tables), quantity=quantity, probed="fresh")
    return rows.sort_values("trained_on")


def _longest(tables: Tables) -> pd.DataFrame:
    """Rows of the longest training at the smaller t."""
    rows = tables["image_dimension"]
    return select(rows, steps=int(rows["steps"].max()), t=float(rows["t"].min()))
