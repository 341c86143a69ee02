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
    """Mean over R of the probability to return at t < t_c, simulated over the Voronoi integral."""
    cells = select(tables["basin_theory"], quantity="voronoi_probability")
    return _mean_returns(tables, "below_collapse", cells)


def returns_between(tables: Tables) -> Measurement:
    """Probability to return at t_c < t < t_o, mean over R: simulation - theory, mean over N."""
    theory = select(tables["basin_theory"], quantity="return_probability", regime="between")
    means = _mean_over_radii(tables, "between", theory)
    gap = means["value"] - means["value_of_theory"]
    error = np.hypot(means["stderr"], means["stderr_of_theory"])
    return Measurement(
        float(gap.mean()), float(np.linalg.norm(error)) / len(gap), int(means["n"].min())
    )


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


def _mean_returns(tables: Tables, regime: str, theory: pd.DataFrame) -> Measurement:
    """Mean over the radii of each N over that of theory at the same ones; mean over N."""
    means = _mean_over_radii(tables, regime, theory)
    return _pooled(means, means["value_of_theory"], means["stderr_of_theory"])


def _mean_over_radii(tables: Tables, regime: str, theory: pd.DataFrame) -> pd.DataFrame:
    """Simulated and theoretical probability to return of each N, averaged over the radii."""
    simulated = select(tables["basins"], quantity="return_probability", regime=regime)
    both = simulated.merge(
        theory[["N", "R", "value", "stderr"]], on=["N", "R"], suffixes=("", "_of_theory")
    )
    if both.empty:
        raise ValueError("No simulated radius has its theory.")
    # Starts at all radii share their draws: the error of the mean is the mean of the errors.
    return both.groupby("N").mean(numeric_only=True)


def _pooled(measured: pd.DataFrame, theory: pd.Series, theory_error: pd.Series) -> Measurement:
    """Sum of independent measured values over that of theory's."""
    ratio = float(measured["value"].sum() / theory.sum())
    error = np.hypot(np.linalg.norm(measured["stderr"]), ratio * np.linalg.norm(theory_error))
    return Measurement(ratio, float(error / theory.sum()), int(measured["n"].min()))
