"""Claims of fig4_theory_vs_network: theory and trained networks."""

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def spike_is_narrow(tables: Tables) -> Measurement:
    """Width of the networks' singular values off the manifold, 0 in theory, smallest t."""
    rows = select(tables["trained_spectra"], quantity="spike_width", law="descending")
    return of_row(rows.sort_values("t").iloc[0])


def gaps_are_the_exact_scores(tables: Tables) -> Measurement:
    """Gaps of the networks over the exact score's where these exceed .3, the worst."""
    rows = select(tables["trained_spectra"], quantity="gap", law="descending")
    exact = select(rows, score="exact")
    wide = exact[exact["value"] > 0.3]
    networks = select(rows, score="network").merge(wide[["gap", "t"]], on=["gap", "t"])
    return worst_of(
        ratio_to_theory(gap, exact, ["gap", "t"]) for _, gap in networks.groupby(["gap", "t"])
    )
