"""Claims of fig5, fig9 and fig18: what is retrieved and stored."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.claims.recurrent_networks.single_row import single_row
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def _final_overlap(tables: Tables, table: str, rule: str) -> Measurement:
    """Final overlap from .8 at the smallest N of the maps."""
    rows = select(tables[table], quantity="final_overlap", rule=rule)
    rows = rows[rows["N"] == rows["N"].min()]
    return single_row(rows.loc[[(rows["m0"] - 0.8).abs().idxmin()]])


def unlearning_retrieves(tables: Tables) -> Measurement:
    """Final overlap from .8 after unlearning to D_opt."""
    return _final_overlap(tables, "dreams", "D_opt")


def perceptron_retrieves(tables: Tables) -> Measurement:
    """The same of the symmetric perceptron."""
    return _final_overlap(tables, "retrieval_maps", "perceptron")


def pseudo_inverse_retrieves(tables: Tables) -> Measurement:
    """The same of the pseudo-inverse."""
    return _final_overlap(tables, "retrieval_maps", "pseudo_inverse")


def hebb_does_not(tables: Tables) -> Measurement:
    """The same of Hebb's couplings."""
    return _final_overlap(tables, "retrieval_maps", "hebb")


def _came_back(found: pd.Series) -> Measurement:
    """A fraction of `points` points in each draw: where none differ its error is not 0."""
    least = 1 / (int(found["n"]) * int(found["points"]) + 2)
    return Measurement(float(found["value"]), max(float(found["stderr"]), least), int(found["n"]))


def networks_fail_at_load_one(tables: Tables) -> Measurement:
    """Fraction of points that come back at the first load of 1 or more, the best network."""
    rows = select(tables["storage"], quantity="stored")
    rows = rows[rows["rule"] != "score"]
    at = rows[rows["load"] == rows["load"][rows["load"] >= 1].min()]
    return _came_back(at.loc[at["value"].idxmax()])


def score_does_not(tables: Tables) -> Measurement:
    """Fraction that comes back by the empirical score at the smallest t, most points."""
    rows = select(tables["storage"], quantity="stored", rule="score")
    at = rows[rows["t"] == rows["t"].min()]
    return _came_back(at.loc[at["P"].idxmax()])


def score_s_capacity(tables: Tables) -> Measurement:
    """Log of the P at which half come back over log of theory's, the largest t that loses half.

    Interpolated in log P; the error is that of the fraction over its slope.
    """
    rows = tables["storage"]
    score = select(rows, quantity="stored", rule="score")
    theory = select(rows, quantity="capacity").set_index("t")["value"]
    for t in sorted(score["t"].unique()):
        at = score[score["t"] == t].sort_values("P")
        below = np.flatnonzero(at["value"].to_numpy() < 0.5)
        if below.size and below[0] > 0:
            k = int(below[0])
            y = at["value"].to_numpy()[k - 1 : k + 1]
            x = np.log(at["P"].to_numpy(float)[k - 1 : k + 1])
            slope = (y[1] - y[0]) / (x[1] - x[0])
            half = x[0] + (0.5 - y[0]) / slope
            expected = np.log(theory[t] * float(at["N"].iloc[0]))
            error = at["stderr"].to_numpy()[k - 1 : k + 1].max() / abs(slope)
            return Measurement(float(half / expected), float(error / expected), int(at["n"].min()))
    return Measurement(float("nan"), float("inf"))


def _gain(tables: Tables, rule: str) -> Measurement:
    """Final overlap at the smallest alpha_D less that of independent patterns."""
    rows = select(tables["structure"], quantity="final_overlap", rule=rule)
    structured = rows[rows["alpha_D"] > 0].sort_values("alpha_D").iloc[0]
    independent = rows[rows["alpha_D"] == 0].iloc[0]
    return Measurement(
        float(structured["value"] - independent["value"]),
        float(np.hypot(structured["stderr"], independent["stderr"])),
        int(structured["n"]),
    )


def structure_helps_hebb(tables: Tables) -> Measurement:
    """Gain in the final overlap by structure, Hebb's couplings."""
    return _gain(tables, "hebb")


def structure_helps_unlearning(tables: Tables) -> Measurement:
    """The same after unlearning."""
    return _gain(tables, "unlearning")


def structure_helps_perceptron(tables: Tables) -> Measurement:
    """The same of the symmetric perceptron."""
    return _gain(tables, "perceptron")


def structure_helps_pseudo_inverse(tables: Tables) -> Measurement:
    """The same of the pseudo-inverse."""
    return _gain(tables, "pseudo_inverse")


def structure_helps_daydreaming(tables: Tables) -> Measurement:
    """The same of daydreaming."""
    return _gain(tables, "daydreaming")


def weak_structure_is_none(tables: Tables) -> Measurement:
    """Final overlap at the largest alpha_D less that of independent patterns, mean over rules."""
    rows = select(tables["structure"], quantity="final_overlap")
    largest = rows[rows["alpha_D"] == rows["alpha_D"].max()].set_index("rule")
    independent = rows[rows["alpha_D"] == 0].set_index("rule")
    gaps = largest["value"] - independent["value"]
    errors = np.hypot(largest["stderr"], independent["stderr"])
    found = weighted_mean(gaps, errors, int(largest["n"].min()))
    # the rules saw the same patterns: the mean error, not less
    return Measurement(found.value, float(errors.mean()), found.n)
