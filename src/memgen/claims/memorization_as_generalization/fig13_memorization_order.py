"""Claims of fig13_memorization_order: the order of memorization, the law of the Jacobian."""

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline

from memgen.claims.rows import difference, log, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def many_directions_lost_in_order(tables: Tables) -> Measurement:
    """Log of the t at which Y2 is 1/2, larger over smaller variance, over log(s_1^2 / s_2^2)."""
    rows = _case(tables, "many")
    times = [value_of(rows, "loss_time", column=name) for name in ("large", "small")]
    measured = _log_ratio(rows)
    expected = float(np.log(times[0] / times[1]))
    return Measurement(measured.value / expected, measured.stderr / expected, measured.n)


def few_directions_lost_together(tables: Tables) -> Measurement:
    """The same log, few directions, less theory's at finite P."""
    rows = _case(tables, "few")
    theory = [
        value_of(rows, "half_time", kind="theory", column=name) for name in ("large", "small")
    ]
    measured = _log_ratio(rows)
    expected = float(np.log(theory[0] / theory[1]))
    return Measurement(measured.value - expected, measured.stderr, measured.n)


def variance_of_entries(tables: Tables) -> Measurement:
    """Chi^2 per point of the variances of J_ij, all t and blocks, against the exact ones."""
    scores = _against(_case(tables, "few"), "variance", "exact")
    squares = scores["score"] ** 2
    # the blocks of one t come from the same draws
    of_t = squares.groupby(scores["t"]).mean()
    error = float(of_t.std(ddof=1) / np.sqrt(len(of_t)))
    return Measurement(float(of_t.mean()), error, len(of_t))


def conditional_variance_is_frozen(tables: Tables) -> Measurement:
    """Measured v_i over the law, i of the larger variance, mean over t below t_c."""
    return _frozen(tables, "conditional", row="large", column="large")


def mean_is_frozen(tables: Tables) -> Measurement:
    """Measured -t E J_jj over the law, j of the smaller variance, mean over t below t_c."""
    return _frozen(tables, "normality", column="small")


def _case(tables: Tables, data: str) -> pd.DataFrame:
    rows = tables["memorization_order"]
    return rows[rows["data"] == data]


def _log_ratio(rows: pd.DataFrame) -> Measurement:
    halves = [
        log(only_row(select(rows, quantity="half_time", kind="simulation", column=name)))
        for name in ("large", "small")
    ]
    return difference(*halves)


def _against(rows: pd.DataFrame, quantity: str, model: str, **block: str) -> pd.DataFrame:
    """Return measured rows with `ratio` and `error` over a model's, and `score` in errors."""
    chosen = select(rows, quantity=quantity, **block)
    keys = [name for name in ("column", "row") if chosen[name].notna().any()]
    parts = []
    for _, at in chosen.groupby(keys):
        theory = at[at["model"] == model].sort_values("t")
        log_t = np.log(theory["t"].to_numpy(float))
        curve = CubicSpline(log_t, np.log(theory["value"].to_numpy(float)))
        drawn = at[at["kind"] == "simulation"]
        expected = np.exp(curve(np.log(drawn["t"].to_numpy(float))))
        parts.append(
            drawn.assign(
                ratio=drawn["value"] / expected,
                error=drawn["stderr"] / expected,
                score=(drawn["value"] - expected) / drawn["stderr"],
            )
        )
    return pd.concat(parts)


def _frozen(tables: Tables, quantity: str, **block: str) -> Measurement:
    """Mean over t below t_c, each with its own draws, of the ratio to the closed law."""
    rows = _case(tables, "few")
    scores = _against(rows, quantity, "law", **block)
    t_c = value_of(rows, "condensation_time")
    below = scores[scores["t"] < t_c]
    weight = 1 / below["error"] ** 2
    mean = float((weight * below["ratio"]).sum() / weight.sum())
    return Measurement(mean, float(weight.sum() ** -0.5), int(below["n"].min()))
