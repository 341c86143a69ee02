"""Claims of app_a3_toy_times: the published labels against the energy."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def published_labels_are_doubled(tables: Tables) -> Measurement:
    """Slope of the published labels against the exact energy with N(0, 1) for p_1."""
    labels, line = _labels(tables), _energies(tables, "exact_prior_bias")
    x, y = line - line.mean(), labels - labels.mean()
    slope = float(x @ y / (x @ x))
    residual = y - slope * x
    error = np.sqrt(residual @ residual / (len(x) - 2) / (x @ x))
    return Measurement(slope, float(error), len(x), len(x) - 2)


def published_labels_are_the_released_energy(tables: Tables) -> Measurement:
    """Std of labels minus released energy over that of labels minus exact energy; jackknife."""
    return _ratio_of_misses(tables, "exact", 1.0)


def labels_follow_the_released_energy(tables: Tables) -> Measurement:
    """Std of labels minus released energy over that of the labels; jackknife."""
    return _ratio_of_misses(tables, "exact", 0.0)


def doubling_alone_does_not_explain_them(tables: Tables) -> Measurement:
    """Std of labels minus released energy over that of labels minus twice the exact energy."""
    return _ratio_of_misses(tables, "exact", 2.0)


def normal_prior_biases_the_energy(tables: Tables) -> Measurement:
    """Largest change of the energy along the ring by N(0, 1) for p_1, over the energy's range."""
    rows = select(tables["toy_labels"], quantity="ring_energy")
    exact, biased = (
        rows[rows["curve"] == curve].sort_values("angle")["value"].to_numpy(float)
        for curve in ("exact", "exact_prior_bias")
    )
    return Measurement(float(np.ptp(biased - exact) / np.ptp(exact)))


def _ratio_of_misses(tables: Tables, curve: str, factor: float) -> Measurement:
    """Std of labels minus released energy, over that of labels minus `factor` times a curve."""
    labels = _labels(tables)
    misses = np.array(
        [labels - _energies(tables, "exact_released"), labels - factor * _energies(tables, curve)]
    )
    n = misses.shape[1]
    ratio = float(np.divide(*misses.std(axis=1)))
    without = [np.divide(*np.delete(misses, k, axis=1).std(axis=1)) for k in range(n)]
    return Measurement(ratio, float(np.sqrt((n - 1) * np.var(without))), n)


def _labels(tables: Tables) -> np.ndarray:
    rows = select(tables["toy_labels"], quantity="label")
    return rows.sort_values("number")["value"].to_numpy(float)


def _energies(tables: Tables, curve: str) -> np.ndarray:
    """The energies of a curve at the labels' places."""
    rows = select(tables["toy_labels"], quantity="energy", curve=curve)
    return rows.sort_values("number")["value"].to_numpy(float)
