"""Claims of fig14_full_picture: the full picture."""

import numpy as np

from memgen.claims.rows import difference, log, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import mean_squared_miss, ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def collapse_at_finite_size(tables: Tables) -> Measurement:
    """Measured t_c over the finite-size theory, mean over both diagrams."""
    return _ratio(tables, "collapse_time")


def generalization_at_finite_size(tables: Tables) -> Measurement:
    """Measured t_g over the finite-size theory, mean over both diagrams."""
    return _ratio(tables, "generalization_time")


def onset_at_finite_size(tables: Tables) -> Measurement:
    """Measured time at which half of the points are traps over theory, mean over both diagrams."""
    return _ratio(tables, "onset_time")


def every_time_at_finite_size(tables: Tables) -> Measurement:
    """Chi^2 per cell of the measured t_o, t_c and t_g against the finite-size theory."""
    rows = tables["phase_times"]
    cell = ["quantity", "along", "alpha", "alpha_D"]
    theory = select(rows, kind="theory")[[*cell, "value", "stderr"]]
    both = select(rows, kind="simulation").merge(theory, on=cell, suffixes=("", "_theory"))
    # times of a power of t: their logarithms are nearer to normal
    misses = np.log(both["value"].to_numpy(float) / both["value_theory"].to_numpy(float))
    errors = np.hypot(both["stderr"] / both["value"], both["stderr_theory"] / both["value_theory"])
    return mean_squared_miss(misses / np.asarray(errors))


def traps_shrink_at_finite_size(tables: Tables) -> Measurement:
    """Measured log(t_o / t_c) over that for N to infinity, mean of smallest alpha_D and alpha."""
    parts = []
    for along in ("alpha_D", "alpha"):
        at = select(tables["phase_times"], kind="simulation", along=along)
        first = at[at[along] == at[along].min()]
        onset, collapse = (
            log(only_row(select(first, quantity=f"{name}_time"))) for name in ("onset", "collapse")
        )
        measured = difference(onset, collapse)
        limit = _log_ratio_in_the_limit(tables, along, float(first[along].iloc[0]))
        parts.append(Measurement(measured.value / limit, measured.stderr / limit, measured.n))
    error = float(np.hypot(parts[0].stderr, parts[1].stderr)) / 2
    return Measurement((parts[0].value + parts[1].value) / 2, error, parts[0].n)


def _log_ratio_in_the_limit(tables: Tables, along: str, place: float) -> float:
    rows = select(tables["full_picture"], along=along).sort_values(along)
    logs = []
    for name in ("onset", "collapse"):
        line = select(rows, quantity=f"{name}_time")
        logs.append(np.interp(np.log(place), np.log(line[along]), np.log(line["value"])))
    return float(logs[0] - logs[1])


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) for N to infinity over both diagrams."""
    rows = tables["full_picture"].set_index(["along", "alpha", "alpha_D"])
    t_o, t_c, t_g = (
        rows[rows["quantity"] == f"{name}_time"]["value"]
        for name in ("onset", "collapse", "generalization")
    )
    return Measurement(float(min(np.log(t_o / t_c).min(), np.log(t_c / t_g).min())))


def _ratio(tables: Tables, quantity: str) -> Measurement:
    rows = select(tables["phase_times"], quantity=quantity)
    measured, theory = (select(rows, kind=kind) for kind in ("simulation", "theory"))
    return ratio_to_theory(measured, theory, ["along", "alpha", "alpha_D"])
