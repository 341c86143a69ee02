"""Claims of app_b1_histograms: where along K the distances have two peaks, and what types say."""

import pandas as pd

from memgen.claims.rows import difference, of_row
from memgen.claims.spurious_states._networks import mean_of, rows_of, worst_of_sets
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def two_peaks_at_the_boundary_alone(tables: Tables) -> Measurement:
    """Contrast of d_S in the samples at the boundary minus its mean over networks at other K.

    As certain as the other networks: the error at the boundary is that of many samples.
    """

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = rows_of(rows, quantity="network_contrast", which="delta_m")
        others = mean_of(own[own["K"] != value_of(rows, "boundary")]["value"].to_numpy(float))
        there = rows_of(rows, quantity="contrast", which="delta_m").iloc[0]
        if others is UNKNOWN or pd.isna(there["stderr"]):
            return UNKNOWN
        apart = difference(of_row(there), others)
        return Measurement(apart.value, apart.stderr, others.n)

    return worst_of_sets(tables, of_a_set)


def rules_disagree_on(tables: Tables) -> Measurement:
    """Share of samples that delta_m and d1/d2 < 1/3 tell differently, mean over all networks."""
    return worst_of_sets(
        tables,
        lambda rows: mean_of(rows_of(rows, quantity="disagreement")["value"].to_numpy(float)),
    )
