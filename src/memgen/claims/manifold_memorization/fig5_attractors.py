"""Claims of fig5_attractors: basins of attraction."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def trap_time_at_finite_size(tables: Tables) -> Measurement:
    """Time below which half of the data points are traps, simulated over theory, mean over N."""
    measured, theory = (
        select(tables[name], quantity="trap_time") for name in ("basins", "basin_theory")
    )
    both = measured.merge(theory[["N", "value", "stderr"]], on="N", suffixes=("", "_of_theory"))
    return _pooled(both, both["value_of_theory"], both["stderr_of_theory"])


def returns_below_collapse(tables: Tables) -> Measurement:
    """Probability to return at t = t_c / 3, simulation - theory: rms over R and N."""
    return _root_mean_square(tables, "below_collapse")


def returns_between(tables: Tables) -> Measurement:
    """Probability to return at t_c < t < t_o, simulation - theory: rms over R and N."""
    return _root_mean_square(tables, "between")


def onset_at_large_size(tables: Tables) -> Measurement:
    """Time at which half of the points are traps over the formula's, theory at the largest N."""
    theory = tables["basin_theory"]
    half = select(theory, quantity="trap_time").sort_values("N").iloc[-1]
    formula = value_of(theory, "onset_time_finite_size", N=float(half["N"]))
    return of_row(half, scale=formula)


def radius_at_large_size(tables: Tables) -> Measurement:
    """Radius of half return over R(t) of the limit, theory at the largest N, mean over both t."""
    theory = select(tables["basin_theory"], quantity="half_return_radius")
    largest = theory[theory["N"] == theory["N"].max()]
    limit = select(
        tables["basin_radius"],
        quantity="basin_radius",
        alpha_D=float(largest["alpha_D"].iloc[0]),
    ).sort_values("t")
    expected = np.interp(largest["t"], limit["t"], limit["value"])
    return _pooled(largest, pd.Series(expected), pd.Series(0.0 * expected))


def _root_mean_square(tables: Tables, regime: str) -> Measurement:
    """Root mean square over R and N of simulation less theory; each N counts once in its error."""
    simulated, theory = (
        select(tables[name], quantity="return_probability", regime=regime)
        for name in ("basins", "basin_theory")
    )
    both = simulated.merge(
        theory[["N", "R", "value", "stderr"]], on=["N", "R"], suffixes=("", "_of_theory")
    )
    if both.empty:
        raise ValueError("No simulated radius has its theory.")
    gap = both["value"] - both["value_of_theory"]
    # Starts at all radii share their draws: the error of their mean is the mean of the errors.
    errors = both.assign(error=np.hypot(both["stderr"], both["stderr_of_theory"]))
    errors = errors.groupby("N")["error"].mean()
    error = float(np.linalg.norm(errors)) / len(errors)
    return Measurement(float(np.sqrt((gap**2).mean())), error, int(both["n"].min()))


def _pooled(measured: pd.DataFrame, theory: pd.Series, theory_error: pd.Series) -> Measurement:
    """Sum of independent measured values over that of theory's."""
    ratio = float(measured["value"].sum() / theory.sum())
    error = np.hypot(np.linalg.norm(measured["stderr"]), ratio * np.linalg.norm(theory_error))
    return Measurement(ratio, float(error / theory.sum()), int(measured["n"].min()))
