"""Claims of fig8_mixture_spectrum: the spectrum of a mixture."""

import numpy as np
import pandas as pd

from memgen.claims.rows import largest_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, weighted_mean, worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def mixture_outlier_matches_closed_form(tables: Tables) -> Measurement:
    """Outlier of U over theory at the largest d, the worst case."""
    rows = select(tables["mixture_spectrum"], quantity="outlier")
    simulated = select(rows, kind="simulation")
    largest = simulated[simulated["d"] == simulated["d"].max()]
    return worst_ratio(largest, select(rows, kind="theory"), ["case"], "case")


def mixture_outlier_sharpens(tables: Tables) -> Measurement:
    """Exponent of the root mean square deviation from theory against d, mean over the cases."""
    rows = select(tables["mixture_spectrum"], quantity="squared_deviation")
    exponents = []
    for _, at in rows.groupby("case"):
        root = pd.Series(np.sqrt(at["value"]))
        exponents.append(
            power_law(at["d"], root, root * at["stderr"] / (2 * at["value"]), int(at["n"].sum()))
        )
    errors = np.array([exponent.stderr for exponent in exponents])
    n = int(rows["n"].sum())
    return weighted_mean(np.array([exponent.value for exponent in exponents]), errors, n)


def means_leave_the_bulk_unchanged(tables: Tables) -> Measurement:
    """Kolmogorov distance of the largest bulk to that without means, largest d, worst case."""
    rows = select(tables["mixture_spectrum"], quantity="kolmogorov_distance")
    return largest_row(rows[rows["d"] == rows["d"].max()])


def separated_outlier_matches_its_limit(tables: Tables) -> Measurement:
    """Outlier of the separated mixture over its theory, largest d, the t furthest from 1."""
    rows = select(tables["mixture_spectrum"], quantity="separated_outlier")
    simulated = select(rows, kind="simulation")
    largest = simulated[simulated["d"] == simulated["d"].max()]
    return worst_ratio(largest, select(rows, kind="theory"), ["t"], "t")
