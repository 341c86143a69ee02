"""Claims of fig8_bulk_edges: edges of the bulks."""

from memgen.claims.rows import furthest, theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def merging_ratio(tables: Tables) -> Measurement:
    """Ratio s_2^2 / s_1^2 at which the bulks merge (theory)."""
    return Measurement(theory_value(tables["bulk_edges"], "merging_ratio"))


def edges_match(tables: Tables) -> Measurement:
    """Extreme eigenvalues of drawn manifolds over the edge, mean over ratios, the worst edge."""
    rows = tables["bulk_edges"]
    ratios = []
    for name in ("small_lower", "small_upper", "large_lower", "large_upper"):
        theory = select(rows, quantity=f"{name}_there")
        ratios.append(
            ratio_to_theory(select(rows, quantity=name, kind="simulation"), theory, ["ratio"])
        )
    return furthest(ratios)
