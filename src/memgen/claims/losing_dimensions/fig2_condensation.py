"""Claims of fig2_condensation: condensation along each direction, and against P."""

import pandas as pd

from memgen.claims.rows import of_row, quotient
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


def gaussian_model_worsens(tables: Tables) -> Measurement:
    """Gaussian random energy model over measured t at the centre: most over fewest points."""
    ratios = _over_model(_centre(tables), "gaussian")
    return quotient(ratios[0], ratios[-1])


def exact_model_underestimates(tables: Tables) -> Measurement:
    """Measured t over that of the exact random energy model, the least of all panels."""
    ratios = _over_model(tables["condensation"], "exact")
    above = 1 + max(one.value for one in ratios)
    return worst_of(ratios, target=above)


def exact_model_is_near(tables: Tables) -> Measurement:
    """Measured t over that of the exact random energy model, the largest of all panels."""
    return worst_of(_over_model(tables["condensation"], "exact"), target=0.0)


def _over_model(rows: pd.DataFrame, model: str) -> list[Measurement]:
    """Measured t at Y2 = 1/2 over a model's, by P, at the |x| at which the model is known."""
    rows = select(rows, quantity="half_time")
    places = ["direction", "radius", "P"]
    theory = rows[rows["model"] == model][[*places, "value"]]
    both = select(rows, kind="simulation").merge(theory, on=places, suffixes=("", "_model"))
    return [of_row(row, float(row["value_model"])) for _, row in both.sort_values("P").iterrows()]


def _centre(tables: Tables) -> pd.DataFrame:
    return select(tables["condensation"], quantity="half_time", direction="centre")


def _at(rows: pd.DataFrame, direction: str, radius: float) -> float:
    return float(single(rows, direction=direction, radius=float(radius))["value"])
