"""Claims of app_a3_toy_times: landscapes at three noise levels."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def published_labels_are_doubled(tables: Tables) -> Measurement:
    """Slope of the published labels against the exact energy with N(0, 1) for p_1."""
    labels, line = _labels(tables, "exact_prior_bias")
    x, y = line - line.mean(), labels - labels.mean()
    slope = float(x @ y / (x @ x))
    residual = y - slope * x
    error = np.sqrt(residual @ residual / (len(x) - 2) / (x @ x))
    return Measurement(slope, float(error), len(x))


def published_labels_are_the_released_energy(tables: Tables) -> Measurement:
    """Std of labels minus released energy over that of labels minus exact energy; jackknife."""
    deviations = np.array(
        [np.subtract(*_labels(tables, curve)) for curve in ("exact_released", "exact")]
    )
    n = deviations.shape[1]
    ratio = float(np.divide(*deviations.std(axis=1)))
    without = [np.divide(*np.delete(deviations, k, axis=1).std(axis=1)) for k in range(n)]
    return Measurement(ratio, float(np.sqrt((n - 1) * np.var(without))), n)


def normal_prior_biases_the_energy(tables: Tables) -> Measurement:
    """Largest change of the energy along the ring by N(0, 1) for p_1, over the energy's range."""
    rows = select(tables["toy_landscape"], quantity="ring_energy", kind="theory")
    exact, biased = _curve(rows, "exact"), _curve(rows, "exact_prior_bias")
    bias = biased["value"].to_numpy() - exact["value"].to_numpy()
    return Measurement(float(np.ptp(bias) / np.ptp(exact["value"])))


def _curve(rows: pd.DataFrame, curve: str) -> pd.DataFrame:
    return rows[rows["curve"] == curve].sort_values("angle")


def _labels(tables: Tables, curve: str) -> tuple[np.ndarray, np.ndarray]:
    """The published labels, and a curve at their angles."""
    rows = select(tables["toy_landscape"], quantity="ring_energy")
    labels, line = select(rows, kind="published"), _curve(rows, curve)
    angle = labels["angle"].to_numpy(float)
    at = np.interp(angle, line["angle"], line["value"])
    return labels["value"].to_numpy(float), at
