"""Claims of fig14_full_picture: the full picture."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def collapse_at_finite_size(tables: Tables) -> Measurement:
    """Measured t_c over the finite-size theory, mean over both diagrams."""
    return _ratio(tables, "collapse_time")


def generalization_at_finite_size(tables: Tables) -> Measurement:
    """Measured t_g over the finite-size theory, mean over both diagrams."""
    return _ratio(tables, "generalization_time")


def onset_at_finite_size(tables: Tables) -> Measurement:
    """Measured time at which half of the points are traps over theory, mean over both diagrams."""
    return _ratio(tables, "onset_time")


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) over both diagrams."""
    rows = tables["full_picture"].set_index(["along", "alpha", "alpha_D"])
    t_o, t_c, t_g = (
        rows[rows["quantity"] == f"{name}_time"]["value"]
        for name in ("onset", "collapse", "generalization")
    )
    return Measurement(float(min(np.log(t_o / t_c).min(), np.log(t_c / t_g).min())))


def _ratio(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["phase_times"], quantity=quantity)
    measured, theory = (select(rows, kind=kind) for kind in ("simulation", "theory"))
    return ratio_to_theory(measured, theory, ["along", "alpha", "alpha_D"])
