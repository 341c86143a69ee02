"""Claims of fig15_amp_mmse: the message-passing denoiser and its state evolution."""

import numpy as np
import pandas as pd
from scipy.special import ndtri, stdtr

from memgen.claims.rows import furthest
from memgen.claims.verdict import Tables
from memgen.statistics.combine import mean_squared_miss, weighted_mean, worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

LEAST = 2e-3
"""Mean squared error of signs below which too few coordinates are wrong for a normal law."""


def squared_errors_of_coordinates(tables: Tables) -> Measurement:
    """Chi^2 per cell of the squared error against state evolution, all sigma, alpha_D and t."""
    return mean_squared_miss(_misses(tables, "squared_error", "mmse_visible", LEAST))


def squared_errors_of_latents(tables: Tables) -> Measurement:
    """Chi^2 per cell of the squared error of the latents, all sigma, alpha_D and t."""
    return mean_squared_miss(_misses(tables, "latent_squared_error", "mmse_latent"))


def own_variances(tables: Tables) -> Measurement:
    """Chi^2 per cell of the coordinates' variance that message passing reports, bent sigma.

    The linear channel's scatters so little that its difference of order 1/N from theory shows.
    """
    scores = _misses(tables, "posterior_variance", "mmse_visible", LEAST, without="linear")
    return mean_squared_miss(scores)


def own_variances_on_average(tables: Tables) -> Measurement:
    """Variance that message passing reports / theory, latents or coordinates, furthest from 1.

    Mean over alpha_D of the activation: alpha_D counts alike, since weights would hand the mean to
    the largest D, which scatters least.
    """
    means = []
    for quantity in ("latent_ratio", "visible_ratio"):
        rows = select(tables["message_passing_errors"], quantity=quantity)
        for _, at in rows.groupby("activation"):
            error = float(np.sqrt((at["stderr"] ** 2).sum())) / len(at)
            means.append(Measurement(float(at["value"].mean()), error, int(at["n"].min())))
    return furthest(means)


def squared_error_on_average(tables: Tables) -> Measurement:
    """Squared error of message passing over state evolution's, weighted mean over all cases."""
    rows = select(tables["message_passing_errors"], quantity="error_ratio")
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))


def steps_follow_state_evolution(tables: Tables) -> Measurement:
    """Own latent variance over state evolution, of all steps and activations the furthest from 1.

    Its error is widened for the choice as if all were independent.
    """
    rows = tables["message_passing_errors"]
    both = select(rows, quantity="step_latent_variance").merge(
        select(rows, quantity="step_latent_error", kind="theory"),
        on=["activation", "step"],
        suffixes=("", "_theory"),
    )
    columns = ("value", "stderr", "n", "value_theory")
    cells = zip(*(both[name] for name in columns), strict=True)
    return worst_of(
        [Measurement(value / exact, error / exact, int(n)) for value, error, n, exact in cells], 1.0
    )


def _misses(
    tables: Tables, quantity: str, theory: str, least: float = 0.0, without: str = ""
) -> np.ndarray:
    """Return deviations from theory as normal deviates, of the cells where it exceeds `least`.

    Few draws tell each error, so that a deviation in units of it follows Student's law; the deviate
    is that of the same probability.
    """
    rows = tables["message_passing_errors"]
    both: pd.DataFrame = select(rows, quantity=quantity, kind="simulation").merge(
        select(rows, quantity=theory, kind="theory"),
        on=["activation", "alpha_D", "t"],
        suffixes=("", "_theory"),
    )
    both = both[(both["value_theory"] > least) & (both["activation"] != without)]
    scores = (both["value"] - both["value_theory"]) / both["stderr"]
    return ndtri(stdtr(both["n"].to_numpy(float) - 1, scores.to_numpy(float)))
