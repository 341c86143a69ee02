"""Claims of fig14_full_picture: the full picture."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) over both diagrams."""
    rows = tables["full_picture"].set_index(["along", "alpha", "alpha_D"])
    t_o, t_c, t_g = (
        rows[rows["quantity"] == f"{name}_time"]["value"]
        for name in ("onset", "collapse", "generalization")
    )
    return Measurement(float(min(np.log(t_o / t_c).min(), np.log(t_c / t_g).min())))


def measured_order(tables: Tables) -> Measurement:
    """Logarithm of measured t_c over measured t_g, smallest over the alpha_D of both."""
    collapse = select(
        tables["fixed_size"], quantity="collapse_time", kind="simulation", activation="linear"
    ).sort_values("alpha_D")
    best = select(tables["cross_entropy"], quantity="generalization_time", kind="simulation")
    inside = best[best["alpha_D"].between(collapse["alpha_D"].min(), collapse["alpha_D"].max())]
    if inside.empty:
        raise ValueError("No measured t_g lies within the alpha_D of the measured t_c.")
    x = np.log(collapse["alpha_D"].to_numpy())
    t_c = np.interp(np.log(inside["alpha_D"]), x, np.log(collapse["value"].to_numpy()))
    relative = np.interp(
        np.log(inside["alpha_D"]), x, (collapse["stderr"] / collapse["value"]).to_numpy()
    )
    logs = t_c - np.log(inside["value"])
    errors = np.hypot(relative, inside["stderr"] / inside["value"])
    worst = int(np.argmin(logs))
    return Measurement(
        float(np.asarray(logs)[worst]), float(np.asarray(errors)[worst]), int(inside["n"].min())
    )
