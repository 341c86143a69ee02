"""Claims of fig2_collapse_time: collapse time of the linear manifold."""

import numpy as np

from memgen.claims.manifold_memorization._shared import slope
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def slope_linear(tables: Tables) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D at small alpha_D, linear manifold (theory)."""
    return slope(tables, "linear")


def slope_simulated(tables: Tables) -> Measurement:
    """Slope of the simulated log(alpha_D t_c) against log P / D between the two smallest D."""
    measured = select(
        tables["fixed_size"], activation="linear", quantity="collapse_time", kind="simulation"
    ).sort_values("D")
    two = measured.iloc[:2]
    x = np.log(two["P"].to_numpy(float)) / two["D"].to_numpy(float)
    y = np.log((two["alpha_D"] * two["value"]).to_numpy(float))
    error = (two["stderr"] / two["value"]).to_numpy()
    return Measurement(
        float((y[1] - y[0]) / (x[1] - x[0])),
        float(np.hypot(*error) / abs(x[1] - x[0])),
        int(two["n"].min()),
    )
