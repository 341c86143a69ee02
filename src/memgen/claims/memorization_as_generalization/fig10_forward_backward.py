"""Claims of fig10_forward_backward: A digit destroyed and regenerated."""

import numpy as np

from memgen.claims.rows import log, of_row, quotient
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.crossing import crossing_place
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def ends_on_training_digit(tables: Tables) -> Measurement:
    """Fraction of reverse trajectories whose end has a nearest-neighbour ratio below 1/3."""
    return fraction(single(tables["forward_backward"], quantity="ends_on_training_digit"))


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
    t_c = single(rows, quantity="collapse_time")
    error = np.hypot(weight["stderr"].iloc[nearest] / slope, t_c["stderr"] / t_c["value"])
    return Measurement(
        time / t_c["value"], float(time / t_c["value"] * error), int(weight["n"].min())
    )


def onset_before_collapse(tables: Tables) -> Measurement:
    """Logarithm of t_o / t_c measured on the digits."""
    rows = tables["forward_backward"]
    t_o, t_c = (of_row(single(rows, quantity=name)) for name in ("onset_time", "collapse_time"))
    return log(quotient(t_o, t_c))
