"""Claims of fig3_distance_histograms: distances to the training set and among the samples."""

from memgen.claims.spurious_states._networks import at_boundary, worst_of_sets
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def training_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the valley of d_S at the boundary, mean over its networks."""
    return worst_of_sets(
        tables, lambda rows: at_boundary(rows, quantity="network_contrast", which="delta_m")
    )


def types_agree_with_the_ratio(tables: Tables) -> Measurement:
    """Fraction memorised by delta_m minus that by d1/d2 < 1/3, at the boundary."""
    return worst_of_sets(tables, lambda rows: at_boundary(rows, quantity="excess"))


def spurious_samples_recur(tables: Tables) -> Measurement:
    """Share of spurious samples at the boundary that fresh noise finds again."""
    return worst_of_sets(
        tables,
        lambda rows: at_boundary(rows, quantity="recurrence", of="samples", sample="repeated"),
    )
