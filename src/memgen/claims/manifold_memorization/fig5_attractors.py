"""Claims of fig5_attractors: basins of attraction."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def trap_time_at_finite_size(tables: Tables) -> Measurement:
    """Time below which half of the data points are traps, simulated over theory, mean over N."""
    measured, theory = (
        select(tables[name], quantity="trap_time") for name in ("basins", "basin_theory")
    )
    return ratio_to_theory(measured, theory, ["N"])


def returns_below_collapse(tables: Tables) -> Measurement:
    """Mean over R of the probability to return at t < t_c, simulated over the Voronoi integral."""
    return _mean_returns(tables, "below_collapse", "voronoi_probability")


def returns_between(tables: Tables) -> Measurement:
    """Mean over R of the probability to return at t_c < t < t_o, simulated over theory."""
    return _mean_returns(tables, "between", "return_probability", regime="between")


def onset_at_large_size(tables: Tables) -> Measurement:
    """Time at which half of the points are traps over the formula's, theory at N >= 1000."""
    theory = tables["basin_theory"]
    formula = select(theory, quantity="onset_time_finite_size")
    halves = select(theory, quantity="trap_time")
    return ratio_to_theory(halves[halves["N"].isin(formula["N"])], formula, ["N"])


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
    limit = largest.assign(value=expected, stderr=np.nan)
    return ratio_to_theory(largest, limit, ["t"])


def _mean_returns(tables: Tables, regime: str, quantity: str, **at: str) -> Measurement:
    """Mean over the radii of each N over that of theory at the same ones; mean over N."""
    simulated = select(tables["basins"], quantity="return_probability", regime=regime)
    theory = select(tables["basin_theory"], quantity=quantity, **at)
    both = simulated.merge(theory, on=["N", "R"], suffixes=("", "_theory"))
    if both.empty:
        raise ValueError("No simulated radius has its theory.")
    # Starts at all radii share their draws: the error of the mean is the mean of the errors.
    means = both.groupby("N")[["value", "stderr", "n", "value_theory", "stderr_theory"]].mean()
    rows = means.reset_index()
    expected = rows[["N"]].assign(value=rows["value_theory"], stderr=rows["stderr_theory"])
    return ratio_to_theory(rows, expected, ["N"])
