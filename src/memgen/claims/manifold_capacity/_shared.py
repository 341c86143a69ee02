"""What several figures claim alike: half loads over theory and over the capacity."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def half_load_ratio(tables: Tables, quantity: str, names: tuple[str, ...]) -> Measurement:
    """Simulated over theoretical half load at the same N, of the ensemble furthest from 1."""
    rows = select(tables["retrieval"], quantity=quantity)
    rows = rows[rows["patterns"].isin(names)]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_ratio(simulated, theory, ["patterns", "N"], by="patterns")


def limit_over_capacity(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Half load for 1/N to 0 over alpha_1: the weighted mean over lambda of the worst ensemble."""
    rows = tables["half_loads"]
    rows = rows[rows["patterns"].isin(names)]
    limit = select(rows, quantity="half_load_limit")
    theory = select(rows, quantity="retrieval_capacity")
    if limit["alpha_D"].notna().all():
        return worst_ratio(limit, theory, ["patterns", "lam", "alpha_D"], by="alpha_D")
    return worst_ratio(limit, theory, ["patterns", "lam"], by="patterns")


def iterated_limit_over_capacity(tables: Tables, names: tuple[str, ...]) -> Measurement:
    """Limit of half-retrieval load + log N / N over alpha_1, of the ensemble furthest from 1."""
    rows = tables["retrieval"]
    rows = rows[rows["patterns"].isin(names)]
    limit = select(rows, quantity="half_load_success_limit")
    theory = select(rows, quantity="retrieval_capacity")
    return worst_ratio(limit, theory, ["patterns"], by="patterns")
