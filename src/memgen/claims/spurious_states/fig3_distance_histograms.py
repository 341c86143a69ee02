"""Claims of fig3_distance_histograms: distances to the training set and among the samples."""

import pandas as pd

from memgen.claims.spurious_states._networks import at_boundary, rows_of, worst_of_sets
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement

MANY = 1000.0  # degrees of freedom of an error over thousands of samples


def training_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the valley of d_S in the samples of all networks at the boundary.

    Its error is that of the samples, many: for these networks, whose own scatter is in app_b1.
    """

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        row = rows_of(rows, quantity="contrast", which="delta_m").iloc[0]
        if pd.isna(row["stderr"]):
            return UNKNOWN
        return Measurement(float(row["value"]), float(row["stderr"]), int(row["n"]), MANY)

    return worst_of_sets(tables, of_a_set)


def types_agree_with_the_ratio(tables: Tables) -> Measurement:
    """Fraction memorised by delta_m minus that by d1/d2 < 1/3, at the boundary."""
    return worst_of_sets(tables, lambda rows: at_boundary(rows, quantity="excess"))


def spurious_samples_recur(tables: Tables) -> Measurement:
    """Share of spurious samples at the boundary that fresh noise finds again."""
    return worst_of_sets(
        tables,
        lambda rows: at_boundary(rows, quantity="recurrence", of="samples", sample="repeated"),
    )
