"""Claims of the message-passing figures (fig15 to fig17), measured from their tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.combine import power_law, weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def _measured(found: pd.Series) -> Measurement:
    return Measurement(float(found["value"]), float(found["stderr"]), int(found["n"]))


def _furthest(tables: Tables, quantity: str) -> Measurement:
    """Mean over alpha_D of the ratio to state evolution, of the activation furthest from 1.

    alpha_D counts alike: weights would hand the mean to the largest D, which scatters least.
    """
    rows = select(tables["message_passing_errors"], quantity=quantity)
    means = []
    for _, at in rows.groupby("activation"):
        error = float(np.sqrt((at["stderr"] ** 2).sum())) / len(at)
        means.append(Measurement(float(at["value"].mean()), error, int(at["n"].min())))
    return max(means, key=lambda mean: abs(mean.value - 1))


def own_latent_variance(tables: Tables) -> Measurement:
    """Message passing's own latent variance over state evolution's, the worst activation."""
    return _furthest(tables, "latent_ratio")


def own_visible_variance(tables: Tables) -> Measurement:
    """Message passing's own variance of the coordinates over theory, the worst activation."""
    return _furthest(tables, "visible_ratio")


def squared_error(tables: Tables) -> Measurement:
    """Squared error over state evolution's, weighted mean over activations and alpha_D."""
    rows = select(tables["message_passing_errors"], quantity="error_ratio")
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))


def step_by_step(tables: Tables) -> Measurement:
    """Largest |log of error / state evolution|, over steps, of the mean over activations."""
    rows = select(tables["message_passing_errors"], quantity="step_latent_error")
    both = select(rows, kind="simulation").merge(
        select(rows, kind="theory"), on=["activation", "step"], suffixes=("", "_theory")
    )
    both["log"] = np.log(both["value"] / both["value_theory"])
    both["error"] = both["stderr"] / both["value"]
    steps = both.groupby("step").agg(
        log=("log", "mean"), error=("error", lambda e: np.sqrt((e**2).sum()) / len(e))
    )
    worst = steps.loc[steps["log"].abs().idxmax()]
    return Measurement(abs(float(worst["log"])), float(worst["error"]), int(both["n"].min()))


def exact_linear_score(tables: Tables) -> Measurement:
    """Largest relative rms difference to the exact score of the linear manifold."""
    rows = select(tables["message_passing_exactness"], quantity="linear_miss")
    return Measurement(float(rows["value"].max()))


def exponent_in_dimension(tables: Tables) -> Measurement:
    """Exponent in D of the rms difference to Monte Carlo at the three largest D, mean over t."""
    rows = select(tables["message_passing_sampling"], quantity="squared_miss")
    rows = rows[rows["D"] >= sorted(rows["D"].unique())[-3]]
    slopes = []
    for _, at in rows.groupby("t"):
        squared = power_law(at["D"], at["value"], at["stderr"], int(at["n"].min()))
        slopes.append((squared.value / 2, squared.stderr / 2))
    values, errors = np.array(slopes).T
    return weighted_mean(values, errors, int(rows["n"].sum()))


def sampled_variance(tables: Tables) -> Measurement:
    """Own variance over that of Monte Carlo at the largest D, mean over t."""
    rows = select(tables["message_passing_sampling"], quantity="variance_ratio")
    rows = rows[rows["D"] == rows["D"].max()]
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))


def generated_moment(tables: Tables) -> Measurement:
    """Mean square of generated points over the manifold's, with its noise."""
    return _measured(select(tables["message_passing_exactness"], quantity="total_ratio").iloc[0])


def excess_risk_identity(tables: Tables) -> Measurement:
    """Relative gap between excess risk and direct difference, weighted mean over scores."""
    rows = select(tables["message_passing_networks"], quantity="identity_gap")
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].min()))


def network_beats_linear(tables: Tables) -> Measurement:
    """Network's difference over the linear denoiser's, less 1, at the best t.

    Most points, widest network; at the same test points, over which the error is.
    """
    rows = select(tables["message_passing_networks"], quantity="excess_over_linear")
    rows = rows[(rows["P"] == rows["P"].max()) & (rows["width"] == rows["width"].max())]
    return _measured(rows.loc[rows["value"].idxmin()])


def more_points_help(tables: Tables) -> Measurement:
    """Log of the network's difference on the most over that on the fewest points, mean over t."""
    rows = select(tables["message_passing_networks"], quantity="score_error", model="network")
    rows = rows[rows["width"] == rows["width"].max()]
    most, fewest = (rows[rows["P"] == P].set_index("t") for P in (rows["P"].max(), rows["P"].min()))
    logs = np.log(most["value"] / fewest["value"])
    errors = np.hypot(most["stderr"] / most["value"], fewest["stderr"] / fewest["value"])
    # the times share the networks and the clean points
    return Measurement(float(logs.mean()), float(errors.mean()), int(rows["n"].min()))
