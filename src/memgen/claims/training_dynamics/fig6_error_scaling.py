"""Claims of fig6_error_scaling: the least score error against the number of data."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

KINDS = ("simulation", "theory")  # real features, equivalents


def equivalent_mean_exponent(tables: Tables) -> Measurement:
    """Exponent from the smallest to the largest psi_n, equivalent features, sigma_x = 1."""
    rows = _equivalent(tables)
    step = float(np.log(rows["psi_n"].iloc[-1] / rows["psi_n"].iloc[0]))
    return _combined(rows.iloc[[0, -1]], np.array([-1.0, 1.0]) / step)


def equivalent_error_steepens(tables: Tables) -> Measurement:
    """Exponent above the middle psi_n less that below, equivalent features; 0 for a power law."""
    return _steepening(_equivalent(tables))


def real_error_steepens(tables: Tables) -> Measurement:
    """The same of real features, the mean over the widths of their data."""
    rows = select(tables["error_scaling"], quantity="least_error", kind="simulation")
    steps = [_steepening(at.sort_values("psi_n")) for _, at in rows.groupby("sigma_x")]
    values = np.array([step.value for step in steps])
    error = np.hypot.reduce([step.stderr for step in steps]) / len(steps)
    n = sum(step.n for step in steps if step.n is not None)
    return Measurement(float(values.mean()), float(error), n)


def real_error_at_few_data(tables: Tables) -> Measurement:
    """Least score error of real features over equivalents', smallest psi_n, mean over sigma_x."""
    rows = select(tables["error_scaling"], quantity="least_error")
    rows = rows[rows["psi_n"] == rows["psi_n"].min()]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["sigma_x"])


def real_error_approaches_the_equivalent_s(tables: Tables) -> Measurement:
    """Excess of real features' least error over equivalents', largest d / smallest d, many data."""
    rows = select(tables["error_scaling"], quantity="ladder_error")
    sizes = rows["d"].min(), rows["d"].max()
    small, large = (
        quotient(*(only_row(select(rows[rows["d"] == d], kind=kind)) for kind in KINDS))
        for d in sizes
    )
    # excesses: both ratios less 1
    return quotient(
        Measurement(large.value - 1, large.stderr, large.n),
        Measurement(small.value - 1, small.stderr, small.n),
    )


def spectrum_matches_finite_theory(tables: Tables) -> Measurement:
    """Kolmogorov distance of U's eigenvalues to theory at their d, the worse psi_n."""
    rows = select(tables["loads"], quantity="kolmogorov_distance")
    return worst_of([of_row(row) for _, row in rows.iterrows()], 0.0)


def _equivalent(tables: Tables) -> pd.DataFrame:
    rows = select(tables["error_scaling"], quantity="least_error", kind="theory", sigma_x=1.0)
    return rows.sort_values("psi_n")


def _steepening(rows: pd.DataFrame) -> Measurement:
    """Exponent above the middle of ordered psi_n less that below."""
    low, middle, high = np.log(rows["psi_n"].to_numpy(float)[[0, (len(rows) - 1) // 2, -1]])
    below, above = 1 / (middle - low), 1 / (high - middle)
    chosen = rows.iloc[[0, (len(rows) - 1) // 2, -1]]
    return _combined(chosen, np.array([below, -below - above, above]))


def _combined(rows: pd.DataFrame, weights: np.ndarray) -> Measurement:
    """A linear combination of the logarithms of independent errors."""
    relative = (rows["stderr"] / rows["value"]).to_numpy(float)
    value = float(weights @ np.log(rows["value"].to_numpy(float)))
    return Measurement(value, float(np.hypot.reduce(weights * relative)), int(rows["n"].min()))
