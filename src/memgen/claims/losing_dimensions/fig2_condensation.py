"""Claims of fig2_condensation: condensation along each direction, and against P."""

import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def loss_time_matches_finite_theory(tables: Tables) -> Measurement:
    """Measured over exact finite-P t at Y2 = 1/2, the worst place: directions and radii."""
    rows = select(tables["condensation"], quantity="half_time")
    exact = rows[rows["model"] == "same_radius"]
    drawn = rows[(rows["kind"] == "simulation") & (rows["direction"] != "centre")]
    return worst_of(
        of_row(row, _at(exact, row["direction"], row["radius"])) for _, row in drawn.iterrows()
    )


def centre_matches_finite_theory(tables: Tables) -> Measurement:
    """Measured over exact finite-P t at Y2 = 1/2 at the centre, mean over all P."""
    rows = _centre(tables)
    exact = rows[rows["model"] == "finite"]
    return ratio_to_theory(select(rows, kind="simulation"), exact, ["P"])


def gaussian_model_overestimates(tables: Tables) -> Measurement:
    """Gaussian random energy model over measured t at the centre, most points."""
    return _model_over_measured(tables, "gaussian")


def exact_model_underestimates(tables: Tables) -> Measurement:
    """Exact random energy model over measured t at the centre, most points."""
    return _model_over_measured(tables, "exact")


def _model_over_measured(tables: Tables, model: str) -> Measurement:
    rows = _centre(tables)
    last = select(rows, P=int(rows["P"].max()))
    drawn, theory = of_row(single(last, kind="simulation")), single(last, model=model)
    ratio = float(theory["value"]) / drawn.value
    return Measurement(ratio, ratio * drawn.stderr / drawn.value, drawn.n)


def _centre(tables: Tables) -> pd.DataFrame:
    return select(tables["condensation"], quantity="half_time", direction="centre")


def _at(rows: pd.DataFrame, direction: str, radius: float) -> float:
    return float(single(rows, direction=direction, radius=float(radius))["value"])
