"""Claims of fig16_amp_exact: message passing against Monte Carlo, and driving a sampler."""

import numpy as np
import pandas as pd

from memgen.claims.rows import of_row, quotient, theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single

EXPONENTS = np.linspace(-2, 1, 1501)


def miss_falls_with_dimension(tables: Tables) -> Measurement:
    """Exponent k of the rms difference to Monte Carlo, D^k (1 - c/D)^(1/2), mean over t."""
    rows = select(tables["message_passing_sampling"], quantity="squared_miss")
    fits = [_corrected_exponent(at) for _, at in rows.groupby("t")]
    values, errors = np.array(fits).T
    return weighted_mean(values, errors, int(rows["n"].sum()))


def _corrected_exponent(rows: pd.DataFrame) -> tuple[float, float]:
    """Return k of a D^2k (1 - c/D) by least squares, and its error to first order."""
    D, value, error = (rows[name].to_numpy(float) for name in ("D", "value", "stderr"))

    def fit(exponent: float) -> tuple[float, np.ndarray]:
        """Return chi^2 of the best a and a c, and the slopes of the fit in these and in k."""
        columns = np.stack([D ** (2 * exponent), D ** (2 * exponent - 1)], axis=1)
        columns = columns / error[:, None]
        best = np.linalg.lstsq(columns, value / error, rcond=None)[0]
        told = columns @ best
        slopes = np.column_stack([columns, 2 * np.log(D) * told])
        return float(((told - value / error) ** 2).sum()), slopes

    exponent = min(EXPONENTS, key=lambda k: fit(k)[0])
    slopes = fit(exponent)[1]
    scale = np.linalg.norm(slopes, axis=0)
    covariance = np.linalg.pinv((slopes / scale).T @ (slopes / scale))
    return float(exponent), float(np.sqrt(covariance[2, 2]) / scale[2])


def variance_matches_monte_carlo(tables: Tables) -> Measurement:
    """Variance that message passing reports over that of Monte Carlo, largest D, mean over t."""
    rows = select(tables["message_passing_sampling"], quantity="variance_ratio")
    rows = rows[rows["D"] == rows["D"].max()]
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))


def generated_points_have_the_second_moments(tables: Tables) -> Measurement:
    """Their second moments over those that the affine flow of the same steps makes, no sample.

    Mean over the D leading axes or over the others, whichever is further from 1; the error is
    widened for the choice.
    """
    rows = tables["message_passing_generated"]
    ratios = []
    for quantity in ("leading_ratio", "other_ratio"):
        made = single(rows, quantity=quantity, kind="simulation", score="messages")
        ratios.append(of_row(made, theory_value(rows, quantity, score="affine")))
    return worst_of(ratios)


def generated_coordinates_pile_up_at_0(tables: Tables) -> Measurement:
    """Share of coordinates within sqrt(t) of 0 over the exact one, message-passing score."""
    rows = tables["message_passing_generated"]
    return of_row(single(rows, quantity="share_ratio", score="messages"))


def affine_score_knows_no_pile(tables: Tables) -> Measurement:
    """The same of the affine score."""
    return of_row(
        single(tables["message_passing_generated"], quantity="share_ratio", score="affine")
    )


def generated_points_lie_on_the_manifold(tables: Tables) -> Measurement:
    """Squared distance from the manifold over that of its own points with noise, mean."""
    return _distance(tables, "messages")


def affine_score_misses_the_manifold(tables: Tables) -> Measurement:
    """The same of the affine score."""
    return _distance(tables, "affine")


def _distance(tables: Tables, score: str) -> Measurement:
    rows = select(tables["message_passing_generated"], quantity="squared_distance")
    return quotient(of_row(single(rows, score=score)), of_row(single(rows, score="manifold")))
