"""Claims of fig15_amp_mmse: the message-passing denoiser and its state evolution."""

import numpy as np
from scipy.special import ndtr, ndtri

from memgen.claims.rows import furthest
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import SIGNIFICANCE, Measurement
from memgen.tables.read import select


def _furthest(tables: Tables, quantity: str) -> Measurement:
    """Mean over alpha_D of the ratio to state evolution, of the activation furthest from 1.

    alpha_D counts alike: weights would hand the mean to the largest D, which scatters least.
    """
    rows = select(tables["message_passing_errors"], quantity=quantity)
    means = []
    for _, at in rows.groupby("activation"):
        error = float(np.sqrt((at["stderr"] ** 2).sum())) / len(at)
        means.append(Measurement(float(at["value"].mean()), error, int(at["n"].min())))
    return furthest(means)


def latent_variance_follows_state_evolution(tables: Tables) -> Measurement:
    """Latent variance that message passing reports over state evolution's, the worst activation."""
    return _furthest(tables, "latent_ratio")


def visible_variance_follows_state_evolution(tables: Tables) -> Measurement:
    """Coordinates' variance that message passing reports over theory, the worst activation."""
    return _furthest(tables, "visible_ratio")


def squared_error_follows_state_evolution(tables: Tables) -> Measurement:
    """Squared error of message passing over state evolution's, weighted mean over all cases."""
    rows = select(tables["message_passing_errors"], quantity="error_ratio")
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].sum()))


def steps_follow_state_evolution(tables: Tables) -> Measurement:
    """Log of the own latent variance over state evolution, mean over activations, worst step.

    The step is chosen among all: its error is widened as Bonferroni asks, as if steps were
    independent.
    """
    rows = tables["message_passing_errors"]
    both = select(rows, quantity="step_latent_variance").merge(
        select(rows, quantity="step_latent_error", kind="theory"),
        on=["activation", "step"],
        suffixes=("", "_theory"),
    )
    both["log"] = np.log(both["value"] / both["value_theory"])
    both["error"] = both["stderr"] / both["value"]
    steps = both.groupby("step").agg(
        log=("log", "mean"), error=("error", lambda e: np.sqrt((e**2).sum()) / len(e))
    )
    worst = steps.iloc[int(steps["log"].abs().argmax())]
    wider = ndtri(1 - ndtr(-SIGNIFICANCE) / len(steps)) / SIGNIFICANCE
    return Measurement(float(worst["log"]), float(worst["error"] * wider), int(both["n"].min()))
