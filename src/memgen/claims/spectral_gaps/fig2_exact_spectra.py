"""Claims of fig2_exact_spectra: the spectrum of the exact score's Jacobian."""

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

PLACE = ["case", "panel", "bulk"]


def exact_spectra_match(tables: Tables) -> Measurement:
    """Kolmogorov distance of the eigenvalues to random-matrix theory, the worst of six panels."""
    rows = select(tables["exact_spectra"], quantity="kolmogorov_distance")
    return worst_of((of_row(panel) for _, panel in rows.iterrows()), target=0.0)


def bulk_means_match(tables: Tables) -> Measurement:
    """Mean of r over a bulk, drawn over theory, the worst of nine bulks."""
    return _worst(tables, "mean")


def bulk_spreads_match(tables: Tables) -> Measurement:
    """Standard deviation of r over a bulk, drawn over theory, the worst of nine bulks."""
    return _worst(tables, "spread")


def _worst(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["exact_spectra"], quantity=quantity)
    theory = select(rows, kind="theory")
    drawn = select(rows, kind="simulation")
    return worst_of(ratio_to_theory(bulk, theory, PLACE) for _, bulk in drawn.groupby(PLACE))
