"""Claims of fig6_error_scaling: the least score error against the number of data."""

import numpy as np
import pandas as pd

from memgen.claims.rows import difference, of_row, only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

KINDS = ("simulation", "theory")  # real features, equivalents


def equivalent_mean_exponent(tables: Tables) -> Measurement:
    """Exponent from the smallest to the largest psi_n, equivalent features, sigma_x = 1."""
    rows = _equivalent(tables)
    step = float(np.log(rows["psi_n"].iloc[-1] / rows["psi_n"].iloc[0]))
    return _combined(rows.iloc[[0, -1]], np.array([-1.0, 1.0]) / step)


def equivalent_error_steepens(tables: Tables) -> Measurement:
    """Exponent of the upper half of psi_n less that of the lower, equivalents, least of widths."""
    return _least_steepening(tables, "theory", narrow=False)


def real_error_steepens(tables: Tables) -> Measurement:
    """The same of real features, of all widths of the data but the largest."""
    return _least_steepening(tables, "simulation", narrow=True)


def real_error_flattens_for_wide_data(tables: Tables) -> Measurement:
    """Exponent of the last step of psi_n, real features less equivalents, the largest sigma_x."""
    rows = select(tables["error_scaling"], quantity="least_error")
    wide = rows[rows["sigma_x"] == rows["sigma_x"].max()]
    steps = []
    for kind in KINDS:
        last = select(wide, kind=kind).sort_values("psi_n").iloc[-2:]
        step = float(np.log(last["psi_n"].iloc[1] / last["psi_n"].iloc[0]))
        steps.append(_combined(last, np.array([-1.0, 1.0]) / step))
    return difference(*steps)


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


def _least_steepening(tables: Tables, kind: str, *, narrow: bool) -> Measurement:
    """The largest change of exponent of the widths, its error widened for the choice."""
    rows = select(tables["error_scaling"], quantity="least_error", kind=kind)
    if narrow:
        rows = rows[rows["sigma_x"] < rows["sigma_x"].max()]
    steps = [_steepening(at.sort_values("psi_n")) for _, at in rows.groupby("sigma_x")]
    return worst_of(steps, target=-10.0)  # all lie above


def _steepening(rows: pd.DataFrame) -> Measurement:
    """Exponent of the upper half of ordered psi_n less that of the lower half."""
    log = np.log(rows["psi_n"].to_numpy(float))
    low, high = (len(log) - 1) // 2, len(log) // 2
    below, above = 1 / (log[low] - log[0]), 1 / (log[-1] - log[high])
    weights = np.zeros(len(log))
    # where the halves share their middle it enters both
    for place, weight in ((0, below), (low, -below), (high, -above), (-1, above)):
        weights[place] += weight
    return _combined(rows, weights)


def _combined(rows: pd.DataFrame, weights: np.ndarray) -> Measurement:
    """A linear combination of the logarithms of independent errors.

    The degrees of freedom of its error are those of Welch and Satterthwaite.
    """
    relative = (rows["stderr"] / rows["value"]).to_numpy(float)
    variances = (weights * relative) ** 2
    value = float(weights @ np.log(rows["value"].to_numpy(float)))
    each = (variances**2 / np.maximum(rows["n"].to_numpy(float) - 1, 1)).sum()
    freedom = float(variances.sum() ** 2 / each) if each > 0 else None
    return Measurement(value, float(np.sqrt(variances.sum())), int(rows["n"].min()), freedom)
