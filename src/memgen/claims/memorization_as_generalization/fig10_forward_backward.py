"""Claims of fig10_forward_backward: A digit destroyed and regenerated."""

import numpy as np

from memgen.claims.rows import difference, log, of_row, theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def exact_score_memorises(tables: Tables) -> Measurement:
    """Fraction of trajectories of the exact score that end on a training digit."""
    return _ends(tables, "empirical")


def classes_do_not_memorise(tables: Tables) -> Measurement:
    """Fraction of trajectories of the score of one Gaussian a class that end on one."""
    return _ends(tables, "classes")


def onset_of_gaussian_points(tables: Tables) -> Measurement:
    """t_o of Gaussian points over its theory."""
    rows = select(tables["forward_backward"], of="gaussian")
    theory = theory_value(rows, "onset_time")
    return of_row(single(rows, quantity="onset_time", kind="simulation"), theory)


def collapse_of_gaussian_points(tables: Tables) -> Measurement:
    """t_c of Gaussian points over its theory."""
    rows = select(tables["forward_backward"], of="gaussian")
    theory = theory_value(rows, "collapse_time")
    return of_row(single(rows, quantity="collapse_time", kind="simulation"), theory)


def digit_is_decided_at_collapse(tables: Tables) -> Measurement:
    """Log of the t at which the final digit has half of the weight backward, over forward t_c."""
    rows = tables["forward_backward"]
    back = select(rows, quantity="final_weight").sort_values("t")
    log_t, weight = np.log(back["t"].to_numpy(float)), back["value"].to_numpy(float)
    falling = np.minimum.accumulate(weight)
    after = int(np.argmax(falling < 0.5))
    pair = slice(after - 1, after + 1)
    slope = float(np.diff(falling[pair])[0] / np.diff(log_t[pair])[0])
    place = float(log_t[after] + (0.5 - falling[after]) / slope)
    error = float(back["stderr"].iloc[pair].mean() / abs(slope))
    collapse = log(of_row(single(rows, quantity="collapse_time", of="digits")))
    spread = float(np.hypot(error, collapse.stderr))
    return Measurement(place - collapse.value, spread, int(back["n"].min()))


def onset_set_by_covariance(tables: Tables) -> Measurement:
    """log(t_o / t_c) of the digits less that of Gaussian points with their covariance."""
    rows = select(tables["forward_backward"], quantity="log_onset_over_collapse")
    return difference(*(of_row(single(rows, of=of)) for of in ("digits", "gaussian")))


def _ends(tables: Tables, score: str) -> Measurement:
    rows = tables["forward_backward"]
    return fraction(single(rows, quantity="ends_on_training_digit", score=score))
