"""Claims of fig4_collapse_numerics: collapse in simulations and on real images."""

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
    """Collapse time of Gaussian points of each set's covariance over theory, mean over P."""
    return _over_theory(tables["points"], "collapse_time_gaussian")


def known_control_matches_theory(tables: Tables) -> Measurement:
    """Collapse time of isotropic Gaussian points over theory, mean over sets and P."""
    return _over_theory(tables["points"], "collapse_time_known")


def _over_theory(points: pd.DataFrame, quantity: str) -> Measurement:
    simulated, theory = (_rows(points, quantity, kind) for kind in ("simulation", "theory"))
    if simulated.empty or theory.empty:
        return Measurement(float("nan"), float("inf"))
    # where P differ by more than their errors, the scatter widens that of the mean
    return ratio_to_theory(simulated, theory, ["data", "P"])


def digits_are_of_lower_dimension(tables: Tables) -> Measurement:
    """Dimension of the digits from t_c over all P, over their Gaussian control's in theory."""
    return _over_gaussian(tables["points"], "digits")


def mnist_is_of_lower_dimension(tables: Tables) -> Measurement:
    """The same of MNIST."""
    return _over_gaussian(tables["points"], "mnist_5k")


def _over_gaussian(points: pd.DataFrame, name: str) -> Measurement:
    rows = points[points["data"] == name]
    both = [
        _rows(rows, quantity="effective_dimension", kind="simulation"),
        _rows(rows, quantity="effective_dimension_gaussian", kind="theory"),
    ]
    if any(one.empty for one in both):
        return Measurement(float("nan"), float("inf"))
    value, error, expected = *both[0].iloc[0][["value", "stderr"]], both[1]["value"].iloc[0]
    # one set of points: its own scatter between P is in the error of the fit
    return Measurement(float(value / expected), float(error / expected), None)


def _rows(points: pd.DataFrame, quantity: str, kind: str = "simulation") -> pd.DataFrame:
    """Rows of a quantity, none where the points of a user have no such one."""
    return points[(points["quantity"] == quantity) & (points["kind"] == kind)]


def _limit(tables: Tables, quantity: str, terms: Sequence[Term]) -> Measurement:
    rows = select(tables["finite_size"], quantity=quantity)
    if len(rows) <= len(terms):
        return Measurement(float("nan"), float("inf"))
    size, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    best, stderr = fit_sizes(size, value, error, terms)
    return Measurement(float(best[0]), stderr, int(rows["n"].min()))
