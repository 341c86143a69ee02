"""Claims of fig13_memorization_order: sub-manifolds memorised in the order of their variances."""

import numpy as np

from memgen.claims.rows import furthest_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def larger_variance_is_lost_first(tables: Tables) -> Measurement:
    """Log of the t at which Y2 at sqrt(t) e_j is 1/2, larger over smaller variance."""
    rows = select(tables["memorization_order"], quantity="participation")
    logs, errors = [], []
    for column in ("large", "small"):
        at = select(rows, column=column).sort_values("t")
        log_t, Y2 = np.log(at["t"].to_numpy(float)), at["value"].to_numpy(float)
        if not Y2.min() < 0.5 < Y2.max():
            return Measurement(float("nan"), float("inf"), int(at["n"].min()))
        k = int(np.flatnonzero(Y2 > 0.5)[-1])  # Y2 falls with t
        slope = (Y2[k + 1] - Y2[k]) / (log_t[k + 1] - log_t[k])
        logs.append(log_t[k] + (0.5 - Y2[k]) / slope)
        errors.append(float(at["stderr"].iloc[k]) / abs(slope))
    return Measurement(float(logs[0] - logs[1]), float(np.hypot(*errors)), int(rows["n"].min()))


def mean_of_diagonal_entries(tables: Tables) -> Measurement:
    """Mean of J_jj over -1 / (t + s_j^2) at the largest t, the worse group."""
    rows = select(tables["memorization_order"], quantity="diagonal")
    return furthest_row(rows[rows["t"] == rows["t"].max()])


def slide_s_law_is_too_wide(tables: Tables) -> Measurement:
    """Measured variance of J_ij over the slide's law, near condensation, mean over groups."""
    return _variance_ratio(tables, "gaussian")


def variance_of_entries_with_overlap(tables: Tables) -> Measurement:
    """Measured variance of J_ij over the law with the overlap of the weights, near condensation."""
    return _variance_ratio(tables, "overlap")


def _variance_ratio(tables: Tables, model: str) -> Measurement:
    """Measured variance of J_ij over a law's, mean over the groups of i and j."""
    rows = tables["memorization_order"]
    active = select(rows, quantity="participation").groupby("t")["value"].mean()
    # the law is meant for condensation: where the participation is nearest to .2
    t = float((active - 0.2).abs().idxmin())
    variance = rows[(rows["quantity"] == "variance") & (rows["t"] == t)]
    both = variance[variance["kind"] == "simulation"].merge(
        variance[variance["model"] == model], on=["row", "column"], suffixes=("", "_theory")
    )
    ratio = both["value"] / both["value_theory"]
    error = both["stderr"] / both["value_theory"]
    # blocks of one draw are not independent: their mean error
    return Measurement(float(ratio.mean()), float(error.mean()), int(both["n"].min()))
