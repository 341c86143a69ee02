"""Claims of fig13_memorization_order: the order of memorization, the law of the Jacobian."""

import numpy as np
import pandas as pd
from scipy.interpolate import CubicSpline
from scipy.optimize import minimize_scalar

from memgen.claims.rows import difference, log, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

GROUPS = ("large", "small")
FAR = 10.0  # t over s_i^2 from which on s_i^2 is far below t
EARLY = 0.25  # t over t_j below which t is well below t_j
# Factor of t_c within which a threshold is sought.
WIDEST = 30.0


def one_norm_makes_the_order(tables: Tables) -> Measurement:
    """Log ratio of half times, one norm less Gaussian, mean of few and many, over theory's."""
    parts = [_step(tables, f"norm_{size}", f"gaussian_{size}") for size in ("few", "many")]
    measured, expected = (
        (
            parts[0][k].value + parts[1][k].value,
            float(np.hypot(parts[0][k].stderr, parts[1][k].stderr)),
        )
        for k in (0, 1)
    )
    return Measurement(measured[0] / expected[0], measured[1] / expected[0], parts[0][0].n)


def number_makes_it_complete(tables: Tables) -> Measurement:
    """The same of points of one norm, many less few directions, over theory's."""
    measured, expected = _step(tables, "norm_many", "norm_few")
    return Measurement(
        measured.value / expected.value, measured.stderr / expected.value, measured.n
    )


def gaussian_directions_lost_together(tables: Tables) -> Measurement:
    """The same of Gaussian points, mean of few and many directions."""
    few, many = (_log_ratio(tables, f"gaussian_{size}", "simulation") for size in ("few", "many"))
    error = float(np.hypot(few.stderr, many.stderr)) / 2
    return Measurement((few.value + many.value) / 2, error, many.n)


def mean_freezes_at_t_c(tables: Tables) -> Measurement:
    """Where E J_jj freezes, fitted to all t and both variances, over the same of the exact mean."""
    return _threshold(tables, "normality", 1.0)


def squares_freeze_at_2_t_c(tables: Tables) -> Measurement:
    """Where v_i freezes, fitted in the same way, over the same of the exact v_i."""
    return _threshold(tables, "conditional", 2.0)


def variance_of_entries(tables: Tables) -> Measurement:
    """Log of the variance of J_ij over the exact one, mean over all blocks and t."""
    ratios = _over(select(_case(tables, "gaussian_few"), quantity="variance"), "exact")
    # the blocks of one t come from the same draws, those of another t from others
    of_t = ratios.groupby("t")[["log", "error"]].mean()
    error = float(np.sqrt((of_t["error"] ** 2).sum()) / len(of_t))
    return Measurement(float(of_t["log"].mean()), error, int(ratios["n"].min()))


def published_variance_in_its_limit(tables: Tables) -> Measurement:
    """Log of Var J_ij over the published one, i faint, less the exact one's at this P.

    Mean over t far above s_i^2 and below t_j.
    """
    measured, exact = _over_published(tables, "faint")
    return Measurement(measured.value - exact, measured.stderr, measured.n)


def published_variance_of_large_rows(tables: Tables) -> Measurement:
    """Log of Var J_ij over the published one at the same t, i large, over the exact one's."""
    measured, exact = _over_published(tables, "large")
    return Measurement(measured.value / exact, measured.stderr / exact, measured.n)


def _case(tables: Tables, data: str) -> pd.DataFrame:
    rows = tables["memorization_order"]
    return rows[rows["data"] == data]


def _log_ratio(tables: Tables, data: str, kind: str) -> Measurement:
    rows = select(_case(tables, data), quantity="half_time", kind=kind)
    return difference(*(log(only_row(select(rows, column=name))) for name in GROUPS))


def _step(tables: Tables, upper: str, lower: str) -> tuple[Measurement, Measurement]:
    """Return the difference of two cases' log ratios, drawn and in theory."""
    drawn = (_log_ratio(tables, data, "simulation") for data in (upper, lower))
    theory = [_log_ratio(tables, data, "theory").value for data in (upper, lower)]
    return difference(*drawn), Measurement(theory[0] - theory[1], 0.0)


def _over(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    """Return measured rows with the `log` of value over a model's, and its `error`."""
    parts = []
    for _, at in rows.groupby(["column", "row"]):
        theory = at[at["model"] == model].sort_values("t")
        log_t = np.log(theory["t"].to_numpy(float))
        curve = CubicSpline(log_t, np.log(theory["value"].to_numpy(float)))
        drawn = at[at["kind"] == "simulation"]
        expected = curve(np.log(drawn["t"].to_numpy(float)))
        parts.append(
            drawn.assign(
                log=np.log(drawn["value"]) - expected, error=drawn["stderr"] / drawn["value"]
            )
        )
    return pd.concat(parts)


def _over_published(tables: Tables, line: str) -> tuple[Measurement, float]:
    """Return the mean log of Var J_ij over the published one, drawn and exact."""
    rows = _case(tables, "norm_many")
    last = EARLY * value_of(rows, "loss_time", column="large")
    first = FAR * value_of(rows, "squared_std", column="faint")
    block = select(rows, quantity="variance", column="large", row=line)
    logs = []
    for model in ("slide", "exact"):
        ratios = _over(block, model)
        ratios = ratios[(ratios["t"] > first) & (ratios["t"] < last)]
        logs.append(float(ratios["log"].mean()))
    # all t see the same draws, as if they moved together
    measured = Measurement(logs[0], float(ratios["error"].mean()), int(ratios["n"].min()))
    return measured, logs[0] - logs[1]


def _threshold(tables: Tables, quantity: str, order: float) -> Measurement:
    """Where the drawn values freeze over where the exact ones at the same t do.

    Fits of 1 / (1 + min(order / t, 1 / tau) s^2), whose sharp kink finite P rounds off.
    """
    rows = _case(tables, "gaussian_few")
    t_c = value_of(rows, "condensation_time")
    label = "column" if quantity == "normality" else "row"
    block = select(rows, quantity=quantity)
    if quantity != "normality":
        block = select(block, column="large")
    drawn = []
    for name in GROUPS:
        at = select(block, **{label: name})
        theory = select(at, model="exact").sort_values("t")
        curve = CubicSpline(np.log(theory["t"].to_numpy(float)), theory["value"].to_numpy(float))
        points = select(at, kind="simulation")
        drawn.append(
            points.assign(
                exact=curve(np.log(points["t"].to_numpy(float))),
                s2=value_of(rows, "squared_std", column=name),
            )
        )
    points = pd.concat(drawn)
    t, s2 = points["t"].to_numpy(float), points["s2"].to_numpy(float)

    def law(log_tau: float) -> np.ndarray:
        return 1 / (1 + np.minimum(order / t, np.exp(-log_tau)) * s2)

    def fit(values: np.ndarray) -> float:
        def misfit(log_tau: float) -> float:
            return float(np.sum((values - law(log_tau)) ** 2))

        reach = np.log(WIDEST)
        bounds = (np.log(t_c) - reach, np.log(t_c) + reach)
        return float(minimize_scalar(misfit, bounds=bounds, method="bounded").x)

    log_tau = fit(points["value"].to_numpy(float))
    step = 1e-3
    slope = (law(log_tau + step) - law(log_tau - step)) / (2 * step)
    # both variances of one t come from the same draws, as if they moved together
    moved = pd.Series(np.abs(slope) * points["stderr"].to_numpy(float)).groupby(t).sum()
    error = float(np.sqrt((moved**2).sum()) / np.sum(slope**2))
    ratio = float(np.exp(log_tau - fit(points["exact"].to_numpy(float))))
    return Measurement(ratio, ratio * error, int(points["n"].min()))
