"""Claims of fig16_amp_exact: message passing against Monte Carlo, and driving a sampler."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


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


def generated_points_lie_along_the_manifold(tables: Tables) -> Measurement:
    """Second moments of generated points over the exact ones, mean over the D largest axes."""
    return of_row(single(tables["message_passing_generated"], quantity="along_ratio"))


def generated_points_lie_on_the_manifold(tables: Tables) -> Measurement:
    """Second moments of generated points over the exact ones, mean over the other axes."""
    return of_row(single(tables["message_passing_generated"], quantity="normal_ratio"))
