"""Claims of fig7_gap_opening: opening and closing of the gaps."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def widest_time(tables: Tables) -> Measurement:
    """Noise variance t at which drawn manifolds' intermediate gap is widest, over sqrt(g_1 g_2)."""
    return _over_theory(tables, "widest_time")


def widest_gap(tables: Tables) -> Measurement:
    """Largest width of the intermediate gap, over (sqrt g_1 - sqrt g_2) / (sqrt g_1 + sqrt g_2)."""
    return _over_theory(tables, "widest_gap")


def _over_theory(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["gap_opening"], quantity=quantity)
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["gap"])
