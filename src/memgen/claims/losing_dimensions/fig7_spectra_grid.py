"""Claims of fig7_spectra_grid: spectra for every number of images."""

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def estimates_agree(tables: Tables) -> Measurement:
    """Dimension by the largest drop over the count below half, fresh images, largest size."""
    rows = select(tables["image_dimension"], probed="fresh")
    last = rows[rows["trained_on"] == rows["trained_on"].max()]
    detected, counted = (
        of_row(single(last, quantity=name)) for name in ("detected_dimension", "tangent_dimension")
    )
    return quotient(detected, counted)
