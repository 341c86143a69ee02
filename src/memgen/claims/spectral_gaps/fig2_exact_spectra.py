"""Claims of fig2_exact_spectra: the spectrum of the exact score's Jacobian."""

from memgen.claims.rows import largest_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def exact_spectra_match(tables: Tables) -> Measurement:
    """Kolmogorov distance of the eigenvalues to random-matrix theory, the worst panel."""
    return largest_row(select(tables["exact_spectra"], quantity="kolmogorov_distance"))
