"""Claims of fig4_collapse_numerics: collapse in simulations and on real digits."""

from collections.abc import Sequence

import numpy as np

from memgen.claims.rows import difference, log, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory, weighted_mean, worst_of
from memgen.statistics.finite_size_fit import CROSSING_TERMS, WEIGHT_TERMS, Term, fit_sizes
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


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


def collapse_of_digits(tables: Tables) -> Measurement:
    """Collapse time of the digits over the fit by one dimension; of the P, the furthest from 1.

    Of the P with several subsets: a single one has no error.
    """
    points = tables["points"]
    measured = select(points, quantity="collapse_time").dropna(subset=["stderr"])
    if measured.empty:
        return Measurement(float("nan"), float("inf"))
    fit = select(points, quantity="collapse_time_fit")
    both = measured.merge(fit, on="P", suffixes=("", "_fit"))
    return worst_of(of_row(one, scale=float(one["value_fit"])) for _, one in both.iterrows())


def dimension_of_digits(tables: Tables) -> Measurement:
    """Smaller of log(D / fewest points' D) and log(most points' D / D), D of the collapse time."""
    points = tables["points"]
    neighbours = select(points, quantity="neighbour_dimension").sort_values("P")
    # Their errors are a jackknife's over P and of a likelihood, not of the draws of one row.
    rows = (single(points, quantity="effective_dimension"), neighbours.iloc[0], neighbours.iloc[-1])
    fit, low, high = (
        log(Measurement(float(one["value"]), float(one["stderr"]), len(neighbours))) for one in rows
    )
    gaps = (difference(fit, low), difference(high, fit))
    return min(gaps, key=lambda gap: gap.value)


def _limit(tables: Tables, quantity: str, terms: Sequence[Term]) -> Measurement:
    rows = select(tables["finite_size"], quantity=quantity)
    if len(rows) <= len(terms):
        return Measurement(float("nan"), float("inf"))
    size, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    best, stderr = fit_sizes(size, value, error, terms)
    return Measurement(float(best[0]), stderr, int(rows["n"].min()))
