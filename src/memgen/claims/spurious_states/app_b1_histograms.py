"""Claims of app_b1_histograms: where along K the distances have two peaks, and what types say."""

import pandas as pd

from memgen.claims.rows import difference
from memgen.claims.spurious_states._networks import at_boundary, mean_of, rows_of, worst_of_sets
from memgen.claims.spurious_states._sample_types import UNKNOWN
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import value_of


def two_peaks_at_the_boundary_alone(tables: Tables) -> Measurement:
    """Contrast of d_S of single networks: mean at the boundary minus mean at all other K.

    As certain as the networks at the boundary, which are fewer.
    """

    def of_a_set(rows: pd.DataFrame) -> Measurement:
        own = rows_of(rows, quantity="network_contrast", which="delta_m")
        others = mean_of(own[own["K"] != value_of(rows, "boundary")]["value"].to_numpy(float))
        there = at_boundary(rows, quantity="network_contrast", which="delta_m")
        if others is UNKNOWN or there is UNKNOWN:
            return UNKNOWN
        apart = difference(there, others)
        return Measurement(apart.value, apart.stderr, there.n)

    return worst_of_sets(tables, of_a_set)


def rules_disagree_on(tables: Tables) -> Measurement:
    """Share of samples that delta_m and d1/d2 < 1/3 tell differently, mean over all networks."""
    return worst_of_sets(
        tables,
        lambda rows: mean_of(rows_of(rows, quantity="disagreement")["value"].to_numpy(float)),
    )
