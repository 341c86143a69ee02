"""Claims of fig6_image_dimension: dimension of an image model against the number of images."""

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def image_dimension_grows(tables: Tables) -> Measurement:
    """Singular values below half the largest at fresh images, largest over smallest size."""
    rows = select(tables["image_dimension"], quantity="tangent_dimension", probed="fresh")
    by_size = rows.sort_values("trained_on")
    return quotient(of_row(by_size.iloc[-1]), of_row(by_size.iloc[0]))
