"""Claims of fig16_amp_exact: the message-passing score against exact ones."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def linear_score_is_exact(tables: Tables) -> Measurement:
    """Largest relative rms difference to the exact score of the linear manifold."""
    rows = select(tables["message_passing_exactness"], quantity="linear_miss")
    return Measurement(float(rows["value"].max()))


def miss_falls_with_dimension(tables: Tables) -> Measurement:
    """Exponent in D of the rms difference to Monte Carlo at the three largest D, mean over t."""
    rows = select(tables["message_passing_sampling"], quantity="squared_miss")
    rows = rows[rows["D"] >= sorted(rows["D"].unique())[-3]]
    slopes = []
    for _, at in rows.groupby("t"):
        squared = power_law(at["D"], at["value"], at["stderr"], int(at["n"].min()))
        slopes.append((squared.value / 2, squared.stderr / 2))
    values, errors = np.array(slopes).T
    return weighted_mean(values, errors, int(rows["n"].sum()))


def variance_matches_monte_carlo(tables: Tables) -> Measurement:
    """Variance that message passing reports over that of Monte Carlo, largest D, mean over t."""
    rows = select(tables["message_passing_sampling"], quantity="variance_ratio")
    rows = rows[rows["D"] == rows["D"].max()]
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))


def generated_points_have_the_manifold_s_moment(tables: Tables) -> Measurement:
    """Mean square of generated points over the manifold's, with its noise."""
    return of_row(single(tables["message_passing_exactness"], quantity="total_ratio"))
