"""Claims of fig2_condensation: condensation along each direction."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def loss_time_matches_finite_theory(tables: Tables) -> Measurement:
    """Measured over exact finite-P t at Y2 = 1/2, the worst direction."""
    return _loss_time_over_model(tables, "finite")


def gaussian_model_overestimates_loss_time(tables: Tables) -> Measurement:
    """Gaussian over measured t at Y2 = 1/2, the worst direction."""
    ratio = _loss_time_over_model(tables, "gaussian")
    return Measurement(1 / ratio.value, ratio.stderr / ratio.value**2, ratio.n)


def _loss_time_over_model(tables: Tables, model: str) -> Measurement:
    rows = select(tables["condensation"], quantity="half_time")
    simulated = select(rows, kind="simulation")
    theory = rows[rows["model"] == model]
    return worst_ratio(simulated, theory, ["direction", "radius"], "direction")
