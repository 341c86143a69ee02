"""Claims of fig10_forward_backward: A digit destroyed and regenerated."""

import numpy as np

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.crossing import crossing_place
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def capture_at_collapse_time(tables: Tables) -> Measurement:
    """Time at which the final digit's mean weight crosses 1/2, over the forward process's t_c.

    The error is that of the mean weight at the crossing over its slope, and that of t_c.
    """
    rows = tables["forward_backward"]
    weight = select(rows, quantity="final_weight").sort_values("t")
    t, value = weight["t"].to_numpy(), weight["value"].to_numpy()
    time = crossing_place(t, value, 0.5)
    nearest = int(np.argmin(np.abs(np.log(t / time))))
    slope = abs(np.gradient(value, np.log(t))[nearest])
    t_c = single(rows, quantity="collapse_time", of="digits")
    error = np.hypot(weight["stderr"].iloc[nearest] / slope, t_c["stderr"] / t_c["value"])
    return Measurement(
        time / t_c["value"], float(time / t_c["value"] * error), int(weight["n"].min())
    )


def onset_set_by_covariance(tables: Tables) -> Measurement:
    """log(t_o / t_c) of the digits less that of Gaussian points with their covariance."""
    rows = select(tables["forward_backward"], quantity="log_onset_over_collapse")
    return difference(*(of_row(single(rows, of=of)) for of in ("digits", "gaussian")))


def gaussian_does_not_memorise(tables: Tables) -> Measurement:
    """Fraction of trajectories of the fitted Gaussian's score that end on a training digit."""
    return _ends(tables, "gaussian")


def classes_do_not_memorise(tables: Tables) -> Measurement:
    """Fraction of trajectories of the score of one Gaussian a class that end on one."""
    return _ends(tables, "classes")


def _ends(tables: Tables, score: str) -> Measurement:
    rows = tables["forward_backward"]
    return fraction(single(rows, quantity="ends_on_training_digit", score=score))
