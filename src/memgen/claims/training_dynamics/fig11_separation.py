"""Claims of fig11_separation: close and well-separated mixtures."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of

REGIMES = ("close", "separated")


def _features(tables: Tables, regime: str, quantity: str) -> pd.DataFrame:
    """The features' rows against training time."""
    rows = select(tables["separation"], regime=regime, quantity=quantity, score="features")
    return rows.sort_values("tau")


def close_mixture_is_unimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, |m| of order 1, at the last training time."""
    return of_row(_features(tables, "close", "central_density").iloc[-1])


def separated_mixture_is_bimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, |m| of order sqrt d, at the last training time."""
    return of_row(_features(tables, "separated", "central_density").iloc[-1])


def kurtosis_of_separated_mixture(tables: Tables) -> Measurement:
    """Kurtosis of the separated samples minus the mixture's, over the normal law's minus it."""
    expected = value_of(tables["separation"], "kurtosis", regime="separated", kind="theory")
    found = of_row(_features(tables, "separated", "kurtosis").iloc[-1])
    width = 3 - expected
    return Measurement((found.value - expected) / width, found.stderr / width, found.n)


def sampler_is_exact(tables: Tables) -> Measurement:
    """Variance across m by the exact score in the same sampler over the mixture's, the worse."""
    rows = select(tables["separation"], quantity="variance_across")
    return worst_of(
        of_row(
            single(rows, regime=regime, score="exact"),
            scale=value_of(rows, "variance_across", regime=regime, kind="theory"),
        )
        for regime in REGIMES
    )


def training_narrows_across(tables: Tables) -> Measurement:
    """Exponent of the variance across m against training time, between its ends, the larger."""
    slopes = []
    for regime in REGIMES:
        ends = _features(tables, regime, "variance_across").iloc[[0, -1]]
        ratio = quotient(of_row(ends.iloc[1]), of_row(ends.iloc[0]))
        span = float(np.log(ends["tau"].iloc[1] / ends["tau"].iloc[0]))
        slopes.append(
            Measurement(
                float(np.log(ratio.value)) / span, ratio.stderr / ratio.value / span, ratio.n
            )
        )
    return worst_of(slopes, target=-10.0)
