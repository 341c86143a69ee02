"""Claims of fig8_mixture_spectrum: the outlier of a mixture's features."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, only_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def outlier_nears_closed_form_as_one_over_d(tables: Tables) -> Measurement:
    """1 - outlier of U / closed form at the largest d over that at the smallest, mean over t.

    In units of the ratio of these d: 1 if it falls as 1/d.
    """
    rows = select(tables["mixture_spectrum"], quantity="outlier_ratio")
    falls = []
    for _, at in rows.groupby("t"):
        ends = at.sort_values("d").iloc[[0, -1]]
        if ends["d"].nunique() < 2:
            return Measurement(float("nan"), float("inf"), 1)
        small, large = (of_row(row) for _, row in ends.iterrows())
        fall = quotient(
            Measurement(1 - large.value, large.stderr, large.n),
            Measurement(1 - small.value, small.stderr, small.n),
        )
        law = float(ends["d"].iloc[0] / ends["d"].iloc[1])
        falls.append(Measurement(fall.value / law, fall.stderr / law, fall.n))
    error = float(np.hypot.reduce([fall.stderr for fall in falls])) / len(falls)
    return Measurement(float(np.mean([fall.value for fall in falls])), error, falls[0].n)


def separated_outlier_matches_its_limit(tables: Tables) -> Measurement:
    """Outlier of the separated mixture over its limit, extrapolated in 1/d to 0, the worse t."""
    return worst_of(_limits(select(tables["mixture_spectrum"], quantity="separated_ratio")))


def largest_eigenvalue_is_below_the_equivalent_s(tables: Tables) -> Measurement:
    """Largest eigenvalue of U over the equivalent's of the same d, mean over |m|^2."""
    curve = select(tables["mixture_spectrum"], quantity="curve")
    real = select(curve, features="real")
    finite = select(curve, features="equivalent").sort_values("signal")
    expected, error = (
        np.interp(real["signal"], finite["signal"], finite[name]) for name in ("value", "stderr")
    )
    ratio = real["value"] / expected
    # all |m|^2 share their draws: their mean error
    relative = np.hypot(real["stderr"] / real["value"], error / expected)
    return Measurement(float(ratio.mean()), float((ratio * relative).mean()), int(real["n"].min()))


def no_outlier_below_threshold(tables: Tables) -> Measurement:
    """Largest eigenvalue below the threshold over that without means, same W and noise."""
    rows = select(tables["mixture_spectrum"], quantity="over_control")
    return only_row(rows[rows["level"] == rows["level"].min()])


def _limits(rows: pd.DataFrame) -> list[Measurement]:
    """The ratio at 1 / d = 0 for each t, by a straight line in 1 / d."""
    limits = []
    for _, at in rows.groupby("t"):
        inverse = 1 / at["d"].to_numpy(float)
        limit = extrapolate(inverse, at["value"].to_numpy(float), at["stderr"].to_numpy(float))
        limits.append(Measurement(limit.value, limit.stderr, int(at["n"].min())))
    return limits
