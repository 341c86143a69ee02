"""Claims of fig8_moment_theorem: matched moments and minima."""

import numpy as np

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def theorem_for_random_data(tables: Tables) -> Measurement:
    """Of all matched draws with P < N, the fraction whose minima are the data."""
    rows = select(tables["moment_theorem"], quantity="minima_are_data")
    n = int(rows["n"].sum())
    share = float((rows["value"] * rows["n"]).sum() / n)
    return Measurement(share, max(np.sqrt(share * (1 - share) / n), 1 / (n + 2)), n)


def counterexample_moments(tables: Tables) -> Measurement:
    """Largest difference of second moments of the data and all minima, the four bonds of N = 8."""
    return only_row(select(tables["moment_theorem"], quantity="moment_difference"))


def counterexample_minima(tables: Tables) -> Measurement:
    """Number of minima that are no data, the four bonds of N = 8."""
    return only_row(select(tables["moment_theorem"], quantity="minima_not_data"))
