"""Claims of fig3_distance_histograms: distances to the training set and among the samples."""

import numpy as np
import pandas as pd

from memgen.claims.spurious_states._networks import at_boundary, rows_of, worst_of_sets
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def training_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the valley of d_S in the samples of all networks at the boundary.

    Its error is that of the samples, by a bootstrap, and of the networks: the scatter of the
    contrasts of each alone over the root of their number, which has its degrees of freedom.
    """

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        row = rows_of(rows, quantity="contrast", which="delta_m").iloc[0]
        if pd.isna(row["stderr"]):
            return UNKNOWN
        single = at_boundary(rows, quantity="network_contrast", which="delta_m")
        stderr = float(np.hypot(row["stderr"], single.stderr))
        return Measurement(float(row["value"]), stderr, single.n)

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
