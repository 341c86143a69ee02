"""Claims of fig5_dataset_size: the gap against the number of points."""

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def gap_opens_with_data(tables: Tables) -> Measurement:
    """Final gap, at dimension 7 or 6, smallest t: largest P minus smallest P."""
    rows = select(tables["spectra"], quantity="gap", panel="network")
    by_size = rows[rows["t"] == rows["t"].min()].sort_values("P")
    return difference(of_row(by_size.iloc[-1]), of_row(by_size.iloc[0]))
