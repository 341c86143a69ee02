"""Claims of fig11_separation: close and well-separated mixtures."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def _generated(tables: Tables, regime: str, quantity: str) -> pd.Series:
    """The row of the longest trained features on the finest time grid."""
    rows = select(tables["separation"], regime=regime, quantity=quantity, score="features")
    return rows.sort_values(["steps", "tau"]).iloc[-1]


def _with_sampling_noise(
    tables: Tables, regime: str, quantity: str, variance: float
) -> Measurement:
    """Error no smaller than that of so many samples: three draws may agree by chance."""
    row = _generated(tables, regime, quantity)
    samples = float(_generated(tables, regime, "memorised_fraction")["samples"])
    error = np.hypot(float(row["stderr"]), np.sqrt(variance / samples))
    return Measurement(float(row["value"]), float(error), int(row["n"]))


def close_mixture_is_unimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, of 3 bins' means, |m| of order 1."""
    return _with_sampling_noise(tables, "close", "central_density", 3.0)


def separated_mixture_is_bimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, of 3 bins' means, |m| of order sqrt d."""
    return _with_sampling_noise(tables, "separated", "central_density", 3.0)


def kurtosis_of_close_mixture(tables: Tables) -> Measurement:
    """Kurtosis along m, |m| of order 1."""
    return _with_sampling_noise(tables, "close", "kurtosis", 24.0)


def kurtosis_of_separated_mixture(tables: Tables) -> Measurement:
    """Kurtosis along m, |m| of order sqrt d."""
    return _with_sampling_noise(tables, "separated", "kurtosis", 24.0)


def variance_across_close_mixture(tables: Tables) -> Measurement:
    """Variance across m over its exact value, |m| of order 1."""
    return _variance_across(tables, "close")


def variance_across_separated_mixture(tables: Tables) -> Measurement:
    """Variance across m over its exact value, |m| of order sqrt d."""
    return _variance_across(tables, "separated")


def _variance_across(tables: Tables, regime: str) -> Measurement:
    """Variance across m over its exact value, at the last training time."""
    exact = value_of(tables["separation"], "variance_across", regime=regime, kind="theory")
    measured = _generated(tables, regime, "variance_across")
    return of_row(measured, scale=exact)


def variance_across_falls_with_training(tables: Tables) -> Measurement:
    """Variance across m at the first training time over that at the last, the smaller ratio."""
    ratios = []
    for regime in ("close", "separated"):
        rows = select(
            tables["separation"], regime=regime, quantity="variance_across", score="features"
        )
        ends = rows[rows["steps"] == rows["steps"].max()].sort_values("tau")
        ratios.append(quotient(of_row(ends.iloc[0]), of_row(ends.iloc[-1])))
    return min(ratios, key=lambda ratio: ratio.value)


def features_do_not_memorise(tables: Tables) -> Measurement:
    """Memorised fraction of the generated samples, the larger of the two mixtures."""
    rows = [_generated(tables, regime, "memorised_fraction") for regime in ("close", "separated")]
    worst = max(rows, key=lambda row: row["value"])
    # where no sample is memorised the bootstrap has no error: it is about 1 over their number
    error = max(float(worst["stderr"]), 1 / float(worst["samples"]))
    return Measurement(float(worst["value"]), error, int(worst["n"]))
