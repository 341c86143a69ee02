"""Claims of fig4_collapse_numerics: collapse in simulations and on real digits."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, weighted_mean
from memgen.statistics.finite_size_fit import CROSSING_TERMS, WEIGHT_TERMS, Term, fit_sizes
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def crossing_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Weighted mean over the ladder of simulated over predicted collapse time at the same N."""
    simulated = select(tables["collapse"], quantity="collapse_time", kind="simulation")
    predicted = select(tables["finite_size"], quantity="collapse_time")
    return ratio_to_theory(simulated, predicted, ["N"])


def crossing_tends_to_collapse_time(tables: Tables) -> Measurement:
    """Collapse time of the finite-size theory, a parabola in N^(-1/2) at 0, over t_c."""
    t_c = value_of(tables["collapse"], "collapse_time", kind="theory")
    limit = _limit(tables, "collapse_time", CROSSING_TERMS)
    return Measurement(limit.value / t_c, limit.stderr / t_c, limit.n)


def weight_at_collapse(tables: Tables) -> Measurement:
    """Simulated own weight at t_c less that of finite-size theory at the same N, mean over N."""
    both = select(tables["collapse"], quantity="weight_at_collapse").merge(
        select(tables["finite_size"], quantity="weight_at_collapse"),
        on="N",
        suffixes=("", "_theory"),
    )
    error = np.hypot(both["stderr"], both["stderr_theory"])
    return weighted_mean(both["value"] - both["value_theory"], error, int(both["n"].min()))


def weight_at_collapse_tends_to_half(tables: Tables) -> Measurement:
    """Own weight at t_c of the finite-size theory for N to infinity, by (a + b log N) / sqrt(N)."""
    return _limit(tables, "weight_at_collapse", WEIGHT_TERMS)


def control_matches_theory(tables: Tables) -> Measurement:
    """Collapse time of Gaussian points of the data's covariance over theory, mean over P."""
    control = select(tables["points"], quantity="collapse_time_gaussian")
    simulated, theory = (select(control, kind=kind) for kind in ("simulation", "theory"))
    # where P differ by more than their errors, the scatter widens that of the mean
    return ratio_to_theory(simulated, theory, ["P"])


def digits_are_of_lower_dimension(tables: Tables) -> Measurement:
    """Dimension from the collapse time, the data's over their Gaussian control's in theory."""
    points = tables["points"]
    return _mean_ratio(
        select(points, quantity="local_dimension"),
        select(points, quantity="local_dimension_gaussian", kind="theory"),
    )


def dimension_of_digits(tables: Tables) -> Measurement:
    """Dimension from the collapse time about P over that of neighbours at the same P."""
    points = tables["points"]
    neighbours = select(points, quantity="neighbour_dimension")
    local = select(points, quantity="local_dimension")
    near = np.interp(np.log(local["P"]), np.log(neighbours["P"]), neighbours["value"])
    return _mean_ratio(local, local.assign(value=near))


def _mean_ratio(local: pd.DataFrame, reference: pd.DataFrame) -> Measurement:
    """Mean ratio over the P of those with several subsets: a single one has no error."""
    both = local.dropna(subset=["stderr"]).merge(reference[["P", "value"]], on="P")
    if both.empty:
        return Measurement(float("nan"), float("inf"))
    ratio = both["value_x"] / both["value_y"]
    error = both["stderr"] / both["value_y"]
    # Neighbouring values share a collapse time: their errors are added as if they were one.
    return Measurement(float(ratio.mean()), float(error.mean()), None)


def _limit(tables: Tables, quantity: str, terms: Sequence[Term]) -> Measurement:
    rows = select(tables["finite_size"], quantity=quantity)
    if len(rows) <= len(terms):
        return Measurement(float("nan"), float("inf"))
    size, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    best, stderr = fit_sizes(size, value, error, terms)
    return Measurement(float(best[0]), stderr, int(rows["n"].min()))
