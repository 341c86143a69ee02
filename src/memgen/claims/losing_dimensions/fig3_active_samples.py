"""Claims of fig3_active_samples: active samples on a slice."""

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def half_on_the_exact_border(tables: Tables) -> Measurement:
    """Measured Y2 where the exact theory at finite P has 1/2: the worst t."""
    return _on_border(tables, "finite")


def more_on_the_exact_models_border(tables: Tables) -> Measurement:
    """Measured Y2 where the exact random energy model has 1/2: the t that is nearest to 1/2."""
    rows = select(tables["active_samples"], quantity="border_participation")
    seen = [of_row(row) for _, row in rows[rows["model"] == "exact"].iterrows()]
    if not seen:
        return Measurement(float("nan"), float("inf"), 1)
    # the least one is chosen: it is the one furthest from the largest value there can be
    return worst_of(seen, target=1.0)


def _on_border(tables: Tables, model: str) -> Measurement:
    rows = select(tables["active_samples"], quantity="border_participation")
    return worst_of((of_row(row) for _, row in rows[rows["model"] == model].iterrows()), target=0.5)
