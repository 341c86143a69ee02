"""Claims of fig9_outlier_transition: the outlier of a mixture."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def outlier_matches_closed_form(tables: Tables) -> Measurement:
    """Outlier of U over the closed form, mean over points with |m|^2 over twice the threshold."""
    return _outlier_ratio(tables, "exact")


def equivalent_outlier_matches_closed_form(tables: Tables) -> Measurement:
    """Outlier of the Gaussian equivalent over the closed form, |m|^2 over twice the threshold."""
    return _outlier_ratio(tables, "equivalent")


def overlap_matches_closed_form(tables: Tables) -> Measurement:
    """Squared overlap of U's outlier over the closed form, over twice the threshold, the mean."""
    return _outlier_ratio(tables, "exact", "overlap")


def _outlier_ratio(tables: Tables, features: str, quantity: str = "eigenvalue") -> Measurement:
    rows = tables["outlier"]
    simulated = select(rows, quantity=quantity, kind="simulation", features=features)
    limits = select(rows, quantity="threshold").sort_values("t")
    threshold = np.interp(simulated["t"], limits["t"], limits["value"])
    simulated = simulated[simulated["signal"] > 2 * threshold]
    theory = select(rows, quantity=f"{quantity}_there")
    return ratio_to_theory(simulated, theory, ["signal", "t", "features"])
