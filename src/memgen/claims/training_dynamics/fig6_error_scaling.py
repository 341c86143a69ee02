"""Claims of fig6_error_scaling: the least score error against the number of data."""

import numpy as np
import pandas as pd

from memgen.claims.rows import only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def equivalent_mean_exponent(tables: Tables) -> Measurement:
    """Exponent from the smallest to the largest psi_n, equivalent features, sigma_x = 1."""
    rows = _equivalent(tables)
    step = float(np.log(rows["psi_n"].iloc[-1] / rows["psi_n"].iloc[0]))
    return _combined(rows.iloc[[0, -1]], np.array([-1.0, 1.0]) / step)


def equivalent_error_steepens(tables: Tables) -> Measurement:
    """Exponent above the middle psi_n less that below, equivalent features; 0 for a power law."""
    rows = _equivalent(tables)
    low, middle, high = np.log(rows["psi_n"].to_numpy(float)[[0, (len(rows) - 1) // 2, -1]])
    below, above = 1 / (middle - low), 1 / (high - middle)
    chosen = rows.iloc[[0, (len(rows) - 1) // 2, -1]]
    return _combined(chosen, np.array([below, -below - above, above]))


def real_error_at_few_data(tables: Tables) -> Measurement:
    """Least score error of real features over equivalents', smallest psi_n, mean over sigma_x."""
    rows = select(tables["error_scaling"], quantity="least_error")
    rows = rows[rows["psi_n"] == rows["psi_n"].min()]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["sigma_x"])


def real_error_at_many_data(tables: Tables) -> Measurement:
    """Least score error of real features over equivalents', largest psi_n and sigma_x."""
    rows = select(tables["error_scaling"], quantity="least_error")
    rows = rows[rows["psi_n"] == rows["psi_n"].max()]
    rows = rows[rows["sigma_x"] == rows["sigma_x"].max()]
    real, equivalent = (only_row(select(rows, kind=kind)) for kind in ("simulation", "theory"))
    return quotient(real, equivalent)


def _equivalent(tables: Tables) -> pd.DataFrame:
    rows = select(tables["error_scaling"], quantity="least_error", kind="theory", sigma_x=1.0)
    return rows.sort_values("psi_n")


def _combined(rows: pd.DataFrame, weights: np.ndarray) -> Measurement:
    """A linear combination of the logarithms of independent errors."""
    relative = (rows["stderr"] / rows["value"]).to_numpy(float)
    value = float(weights @ np.log(rows["value"].to_numpy(float)))
    return Measurement(value, float(np.hypot.reduce(weights * relative)), int(rows["n"].min()))
