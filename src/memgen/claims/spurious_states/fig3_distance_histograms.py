"""Claims of fig3_distance_histograms: distances to the training set and among the samples."""

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _peaks(tables: Tables, which: str) -> Measurement:
    """Smallest contrast over the image sets, of the distance that a threshold cuts."""
    rows = select(tables["image_types"], quantity="contrast", which=which)
    return Measurement(float(rows["value"].min()), 0.0, len(rows))


def training_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the clearest valley of d_S among all K, smallest over the image sets."""
    return _peaks(tables, "delta_m")


def synthetic_distance_has_two_peaks(tables: Tables) -> Measurement:
    """Contrast of the clearest valley of d_S' among all K, smallest over the image sets."""
    return _peaks(tables, "delta_s")
