"""Claims of fig4_theory_vs_network: theory and a trained network."""

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def network_broadens_the_spike(tables: Tables) -> Measurement:
    """Width of the network's singular values off the manifold, smallest t: 0 in theory."""
    rows = select(tables["trained_spectra"], quantity="spike_width", law="descending")
    return of_row(rows.sort_values("t").iloc[0])
