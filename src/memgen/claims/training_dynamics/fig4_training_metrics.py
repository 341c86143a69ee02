"""Claims of fig4_training_metrics: training in two time scales."""

import numpy as np
import pandas as pd

from memgen.claims.verdict import Tables
from memgen.statistics.combine import power_law, ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

LATE = 100.0  # tau from which on the training points are learnt


def onset_grows_at_least_as_n(tables: Tables) -> Measurement:
    """Exponent of the onset from one psi_n to the next, the smallest of all steps and thresholds.

    Of equivalents, by the middle threshold and those above: lower gaps are there as the score is
    learnt. It is the smallest exponent that could refute the claim.
    """
    rows = select(tables["metrics"], quantity="gap_onset", kind="theory")
    levels = sorted(rows["level"].unique())
    rows = rows[rows["level"] >= levels[len(levels) // 2]]
    steps = []
    for _, onset in rows.groupby("level"):
        ordered = onset.sort_values("psi_n")
        step = np.diff(np.log(ordered["psi_n"].to_numpy(float)))
        exponents = np.diff(np.log(ordered["value"].to_numpy(float))) / step
        relative = (ordered["stderr"] / ordered["value"]).to_numpy(float)
        errors = np.hypot(relative[1:], relative[:-1]) / step
        n = int(ordered["n"].min())
        steps += [
            Measurement(float(exponent), float(error), n)
            for exponent, error in zip(exponents, errors, strict=True)
        ]
    return min(steps, key=lambda step: step.value)


def relative_time_grows_less(tables: Tables) -> Measurement:
    """Exponent of the half rise of the test loss against psi_n, equivalents."""
    rows = select(tables["metrics"], quantity="half_rise", kind="theory")
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].sum()))


def onset_in_units_of_the_published_time(tables: Tables) -> Measurement:
    """Onset of the gap over tau_mem: largest over smallest of all psi_n."""
    onset = _onsets(tables, "theory")
    scale = select(tables["metrics"], quantity="tau_mem").set_index("psi_n")["value"]
    ratio = onset["value"].to_numpy() / scale[onset["psi_n"]].to_numpy()
    relative = (onset["stderr"] / onset["value"]).to_numpy()
    high, low = int(ratio.argmax()), int(ratio.argmin())
    spread = float(ratio[high] / ratio[low])
    error = spread * float(np.hypot(relative[high], relative[low]))
    return Measurement(spread, error, int(onset["n"].min()))


def real_onset_is_later(tables: Tables) -> Measurement:
    """Onset of real features over that of their equivalent, weighted mean over psi_n."""
    return ratio_to_theory(_onsets(tables, "simulation"), _onsets(tables, "theory"), ["psi_n"])


def descent_follows_closed_form(tables: Tables) -> Measurement:
    """Largest relative difference of gradient descent's test loss and the closed form, late tau.

    Both have the same matrices of real features: their draws' scatter is common to them, and the
    difference that of the descent's finite steps.
    """
    rows = tables["metrics"]
    misses = []
    for _, at in rows.groupby("psi_n"):
        curve = select(at, quantity="test_loss_flow").sort_values("tau")
        descent = select(at, quantity="test_loss", kind="simulation")
        late = descent[descent["tau"] > LATE]
        line = np.interp(np.log(late["tau"]), np.log(curve["tau"]), curve["value"])
        misses += list(np.abs(late["value"] / line - 1))
    if not misses:  # a small run stops before
        return Measurement(float("nan"), float("inf"), 1)
    return Measurement(float(max(misses)))


def _onsets(tables: Tables, kind: str) -> pd.DataFrame:
    """Onsets by the middle threshold, by psi_n."""
    rows = select(tables["metrics"], quantity="gap_onset", kind=kind)
    levels = sorted(rows["level"].unique())
    return select(rows, level=float(levels[len(levels) // 2])).sort_values("psi_n")
