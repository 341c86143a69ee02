"""Claims of app_b1_histograms: where along K the distances have two peaks, and what types say."""

import pandas as pd

from memgen.claims.rows import difference
from memgen.claims.spurious_states._networks import (
    at_boundary,
    mean_of,
    rows_of,
    worst_of_sets,
)
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def two_peaks_at_the_boundary_alone(tables: Tables) -> Measurement:
    """Contrast of the valley of d_S, at the boundary minus the mean of the ladder's two ends."""

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = rows_of(rows, quantity="network_contrast", which="delta_m")
        ends = own[own["K"].isin((own["K"].min(), own["K"].max()))]["value"].to_numpy(float)
        if len(ends) < 2:
            return UNKNOWN
        middle = at_boundary(rows, quantity="network_contrast", which="delta_m")
        return difference(middle, mean_of(ends))

    return worst_of_sets(tables, of_a_set)


def rules_disagree_on(tables: Tables) -> Measurement:
    """Share of samples that delta_m and d1/d2 < 1/3 tell differently, mean over all networks."""
    return worst_of_sets(
        tables,
        lambda rows: mean_of(rows_of(rows, quantity="disagreement")["value"].to_numpy(float)),
    )
