"""Measured values against 1 / size, with the line that continues them to infinite size."""

import numpy as np
import pandas as pd

from memgen.statistics.extrapolation import extrapolate


def line_to_infinity(rows: pd.DataFrame, size: str) -> tuple[float, float, float]:
    """Return a value at infinite size, its error, and the slope in 1 / size of the fitted line.

    Parameters
    ----------
    rows : DataFrame
        Rows of one quantity at two sizes or more, with their errors.
    size : str
        Column of the size, such as "N".
    """
    x = 1 / rows[size].to_numpy(float)
    value, error = rows["value"].to_numpy(float), rows["stderr"].to_numpy(float)
    limit = extrapolate(x, value, error)
    # of the line through the limit, by the same weights
    slope = float(np.average((value - limit.value) / x, weights=(x / error) ** 2))
    return limit.value, limit.stderr, slope
