"""Claims of fig6_curved_manifold: the score along a curved manifold."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

PARABOLA = 3  # coefficients, where there are as many N
LINEAR = (1e-4, 1e-2)  # t of the fit: rounding rules below, higher orders above


def curved_law_holds(tables: Tables) -> Measurement:
    """Largest relative miss of the curved law at the smallest t, over all points and manifolds."""
    misses = select(tables["curved"], quantity="largest_miss", model="curved")
    return of_row(_at_smallest_time(misses).iloc[0])


def miss_is_of_first_order(tables: Tables) -> Measurement:
    """Exponent of the median miss of the curved law against t, a fit over 1e-4 <= t <= 1e-2."""
    misses = select(tables["curved"], quantity="relative_miss", model="curved")
    small = misses[(misses["t"] >= LINEAR[0] * 0.99) & (misses["t"] <= LINEAR[1] * 1.01)]
    log_t, log_miss = np.log(small["t"].to_numpy(float)), np.log(small["value"].to_numpy(float))
    # No error bar: points and manifolds are the same at all t, and the score is exact.
    return Measurement(float(np.polyfit(log_t, log_miss, 1)[0]))


def tangent_map_misses(tables: Tables) -> Measurement:
    """Median relative miss of the tangent map's law at the smallest t."""
    misses = select(tables["curved"], quantity="relative_miss", model="tangent_map")
    return of_row(_at_smallest_time(misses).iloc[0])


def share_tends_to_its_limit(tables: Tables) -> Measurement:
    """The share extrapolated to 1 / N = 0, a parabola in 1 / N through all N, over the limit."""
    drawn, limit = _shares(tables)
    x = 1 / drawn["N"].to_numpy(float)
    design = x[:, None] ** np.arange(min(PARABOLA, len(x))) / drawn["stderr"].to_numpy()[:, None]
    target = (drawn["value"] / drawn["stderr"]).to_numpy()
    covariance = np.linalg.inv(design.T @ design)
    value = float((covariance @ design.T @ target)[0])
    error = float(np.sqrt(covariance[0, 0]))
    return Measurement(value / limit, error / limit, int(drawn["n"].sum()))


def _shares(tables: Tables) -> tuple[pd.DataFrame, float]:
    rows = select(tables["curved"], quantity="repelling_points")
    limit = float(rows[rows["kind"] == "theory"]["value"].iloc[0])
    return select(rows, kind="simulation"), limit


def _at_smallest_time(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["t"] == rows["t"].min()]
