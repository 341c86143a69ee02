"""From several rows of a table to one measurement."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from memgen.statistics.measurement import SIGNIFICANCE, Measurement


def weighted_mean(
    values: pd.Series | np.ndarray, errors: pd.Series | np.ndarray, n: int
) -> Measurement:
    """Mean with weights 1 / error^2; its error grows with the scatter where that is too large."""
    values, errors = np.asarray(values, dtype=float), np.asarray(errors, dtype=float)
    # what did not scatter at all is not known exactly
    errors = np.maximum(errors, 1e-6 * np.maximum(np.abs(values), 1e-6))
    weight = errors**-2.0
    mean = float((weight * values).sum() / weight.sum())
    freedom = max(len(values) - 1, 1)
    scatter = float((weight * (values - mean) ** 2).sum() / freedom)
    error = float(np.sqrt(max(scatter, 1.0) / weight.sum()))
    return Measurement(mean, error, n, freedom if scatter > 1 else None)


def ratio_to_theory(simulated: pd.DataFrame, theory: pd.DataFrame, on: list[str]) -> Measurement:
    """Weighted mean of simulated over theoretical values at the same coordinates.

    For a ratio that is the same at all of them. Where it is not, the scatter widens the error, and
    a theory of another shape is not resolved however clear its misses: `worst_ratio` judges those.

    Raises
    ------
    ValueError
        If no simulated row has its theory.
    """
    both = simulated.merge(theory[[*on, "value", "stderr"]], on=on, suffixes=("", "_theory"))
    if both.empty:
        raise ValueError(f"No simulated row has a theory row of the same {', '.join(on)}.")
    ratio = both["value"] / both["value_theory"]
    relative = np.hypot(
        both["stderr"] / both["value"], both["stderr_theory"].fillna(0) / both["value_theory"]
    )
    return weighted_mean(ratio, ratio * relative, int(both["n"].sum()))


def mean_squared_miss(scores: np.ndarray) -> Measurement:
    """Return chi^2 / n of n independent deviations, each in units of its standard error.

    1 on average, with a standard error of sqrt(2 / n), if theory is right and the errors are; not
    measured where there are none.
    """
    n = len(scores)
    if n == 0:
        return Measurement(float("nan"), float("inf"), 1)
    return Measurement(float(np.mean(np.square(scores))), float(np.sqrt(2 / n)), n)


def worst_ratio(
    simulated: pd.DataFrame, theory: pd.DataFrame, on: list[str], by: str
) -> Measurement:
    """Of the groups of `by`, the ratio of simulation to theory that is furthest from 1."""
    ratios = [ratio_to_theory(rows, theory, on) for _, rows in simulated.groupby(by)]
    return max(ratios, key=lambda ratio: abs(ratio.value - 1))


def worst_of(measurements: Iterable[Measurement], target: float = 1.0) -> Measurement:
    """The measurement furthest from `target`, its error widened for having been chosen.

    Of K independent ones the furthest deviates by more than z errors with K times the probability
    of one (Bonferroni): its error grows by the ratio of the two quantiles, 1.26 for K = 4. Where
    there are none, as in a run of one size alone, nothing is measured.
    """
    # Imported here: the registry knows verdicts, and Snakemake reads it at each start.
    from scipy.special import ndtr, ndtri

    several = list(measurements)
    if not several:
        return Measurement(float("nan"), float("inf"), 1)
    worst = max(several, key=lambda one: abs(one.value - target))
    share = float(ndtr(-SIGNIFICANCE)) / len(several)
    wider = float(-ndtri(share)) / SIGNIFICANCE
    return Measurement(worst.value, wider * worst.stderr, worst.n, worst.freedom)


def furthest_from_one(ratios: Iterable[float]) -> Measurement:
    """The ratio that deviates most from 1, of pure theory."""
    return Measurement(float(max(ratios, key=lambda ratio: abs(ratio - 1))))


def fraction(row: pd.Series, most: float = 1.0) -> Measurement:
    """A mean between 0 and `most`: where no draw differs the error is not 0 but 1/n of it."""
    n = int(row["n"])
    return Measurement(float(row["value"]), max(float(row["stderr"]), most / (n + 2)), n)


def power_law(x: pd.Series, y: pd.Series, stderr: pd.Series, n: int | None) -> Measurement:
    """Exponent of y against x with weights 1 / (relative error)^2, least squares in logarithms.

    Its error grows with the scatter about a power law where that is larger than the points' errors,
    and then has as many degrees of freedom as there are points too many; points without errors
    count equally, and the scatter alone tells the error. `n` counts the draws of all points.
    """
    log_x, log_y = np.log(x.to_numpy(float)), np.log(y.to_numpy(float))
    known = bool(stderr.notna().all())
    error = (stderr / y).to_numpy(float) if known else np.ones(len(log_x))
    # what did not scatter at all is not known exactly
    weight = np.maximum(error, 1e-6) ** -2.0
    centred = log_x - (weight @ log_x) / weight.sum()
    norm = weight @ centred**2
    slope = (weight * centred) @ log_y / norm
    residual = log_y - (weight @ log_y) / weight.sum() - slope * centred
    freedom = max(len(log_x) - 2, 1)
    scatter = float(weight @ residual**2 / freedom)
    wide = not known or scatter > 1
    error = float(np.sqrt((scatter if wide else 1.0) / norm))
    return Measurement(float(slope), error, n, freedom if wide else None)
