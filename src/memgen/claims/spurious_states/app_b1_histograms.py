"""Claims of app_b1_histograms: histograms of distances for every K."""

from memgen.claims.rows import largest_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def real_images_pass_for_memorised(tables: Tables) -> Measurement:
    """Fraction of fresh real images within delta_m of the training set, largest over sets, K."""
    return largest_row(select(tables["image_types"], quantity="false_memorised"))


def real_images_pass_for_spurious(tables: Tables) -> Measurement:
    """Fraction of fresh real images within delta_s of each other, largest over sets and K."""
    return largest_row(select(tables["image_types"], quantity="false_spurious"))
