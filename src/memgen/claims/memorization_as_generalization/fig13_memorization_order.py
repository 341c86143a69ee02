"""Claims of fig13_memorization_order: the order of memorization, the law of the Jacobian."""

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline

from memgen.claims.rows import difference, log, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def many_directions_lost_in_order(tables: Tables) -> Measurement:
    """Log of the t at which Y2 is 1/2, larger over smaller variance, over theory's."""
    measured, expected = (
        _log_ratio(tables, "many", "simulation"),
        _log_ratio(tables, "many", "theory"),
    )
    return Measurement(
        measured.value / expected.value, measured.stderr / expected.value, measured.n
    )


def few_directions_lost_together(tables: Tables) -> Measurement:
    """The same log, few directions."""
    return _log_ratio(tables, "few", "simulation")


def variance_of_entries(tables: Tables) -> Measurement:
    """Log of the variance of J_ij over the exact one, mean over all blocks and t below 2 t_c."""
    return _mean_log(tables, "exact")


def slide_s_variance(tables: Tables) -> Measurement:
    """Log of the variance of J_ij over the slide's, mean over all blocks and t below 2 t_c."""
    return _mean_log(tables, "slide")


def conditional_variance_is_frozen(tables: Tables) -> Measurement:
    """Measured v_i over the exact one, i of the larger variance, mean over t below t_c."""
    return _frozen(tables, "conditional", row="large", column="large")


def mean_is_frozen(tables: Tables) -> Measurement:
    """Measured E J_jj over the exact one, j of the smaller variance, mean over t below t_c."""
    return _frozen(tables, "normality", column="small")


def _case(tables: Tables, data: str) -> pd.DataFrame:
    rows = tables["memorization_order"]
    return rows[rows["data"] == data]


def _log_ratio(tables: Tables, data: str, kind: str) -> Measurement:
    rows = select(_case(tables, data), quantity="half_time", kind=kind)
    return difference(*(log(only_row(select(rows, column=name))) for name in ("large", "small")))


def _mean_log(tables: Tables, model: str) -> Measurement:
    rows = _case(tables, "few")
    scores = _against(rows, "variance", model)
    scores = scores[scores["t"] < 2 * value_of(rows, "condensation_time")]
    scores = scores.assign(log=np.log(scores["ratio"]), relative=scores["error"] / scores["ratio"])
    # the blocks of one t come from the same draws, those of another t from others
    of_t = scores.groupby("t")[["log", "relative"]].mean()
    error = float(np.sqrt((of_t["relative"] ** 2).sum()) / len(of_t))
    return Measurement(float(of_t["log"].mean()), error, int(scores["n"].min()))


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
    """Mean over t below t_c, each with its own draws, of the ratio to the exact value."""
    rows = _case(tables, "few")
    scores = _against(rows, quantity, "exact", **block)
    t_c = value_of(rows, "condensation_time")
    below = scores[scores["t"] < t_c]
    weight = 1 / below["error"] ** 2
    mean = float((weight * below["ratio"]).sum() / weight.sum())
    return Measurement(mean, float(weight.sum() ** -0.5), int(below["n"].min()))
