"""Claims of Ventura's slides, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.claims.message_passing import (  # noqa: F401  (found here by the registry)
    exact_linear_score,
    excess_risk_identity,
    exponent_in_dimension,
    generated_moment,
    more_points_help,
    network_beats_linear,
    own_latent_variance,
    own_visible_variance,
    sampled_variance,
    squared_error,
    step_by_step,
)
from memgen.claims.recurrent_networks import (  # noqa: F401  (found here by the registry)
    all_patterns_stable_between,
    best_at_the_teacher_s_temperature,
    cold_mass,
    counterexample_minima,
    counterexample_moments,
    dream_points_of_larger_networks,
    dream_points_of_the_table,
    entropy_at_high_t,
    entropy_at_low_t,
    entropy_from_chains,
    few_examples_want_it_hotter,
    fits_above_the_formula,
    hebb_does_not,
    memorises_when_cold,
    networks_fail_at_load_one,
    overlap_is_exact,
    overlap_when_cold,
    overlap_when_hot,
    patterns_become_stable,
    perceptron_retrieves,
    plain_capacity,
    plain_stability_measured,
    pseudo_inverse_retrieves,
    residual_at_positive_t,
    residual_at_zero_t,
    score_does_not,
    score_s_capacity,
    starts_that_end_on_data,
    structure_helps_daydreaming,
    structure_helps_hebb,
    structure_helps_perceptron,
    structure_helps_pseudo_inverse,
    structure_helps_unlearning,
    symmetric_capacity,
    symmetric_stability_by_spectrum,
    symmetric_stability_measured,
    temperature_is_a_gauge,
    theorem_for_random_data,
    unlearning_retrieves,
    weak_structure_is_none,
)
from memgen.statistics.combine import fraction
from memgen.statistics.crossing import crossing_place
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def ends_on_training_digit(tables: Tables) -> Measurement:
    """Fraction of reverse trajectories whose end has a nearest-neighbour ratio below 1/3."""
    return fraction(select(tables["forward_backward"], quantity="ends_on_training_digit").iloc[0])


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
    t_c = select(rows, quantity="collapse_time").iloc[0]
    error = np.hypot(weight["stderr"].iloc[nearest] / slope, t_c["stderr"] / t_c["value"])
    return Measurement(
        time / t_c["value"], float(time / t_c["value"] * error), int(weight["n"].min())
    )


def onset_before_collapse(tables: Tables) -> Measurement:
    """log(t_o / t_c) measured on the digits."""
    rows = tables["forward_backward"]
    t_o, t_c = (select(rows, quantity=name).iloc[0] for name in ("onset_time", "collapse_time"))
    return Measurement(
        float(np.log(t_o["value"] / t_c["value"])),
        float(np.hypot(t_o["stderr"] / t_o["value"], t_c["stderr"] / t_c["value"])),
        int(t_c["n"]),
    )


def _condensation_time(tables: Tables, energies: str) -> Measurement:
    """Measured t_c, extrapolated in log N / N from at most the three largest N, over its limit."""
    rows = select(tables["random_energy"], quantity="condensation_time", energies=energies)
    limit = select(rows, kind="theory")["value"].iloc[0]
    found = select(rows, kind="simulation").sort_values("N").iloc[-3:]
    N, values, errors = (found[name].to_numpy(dtype=float) for name in ("N", "value", "stderr"))
    best = extrapolate(np.log(N) / N, values, errors)
    return Measurement(best.value / limit, best.stderr / limit, int(found["n"].min()))


def gaussian_condensation_time(tables: Tables) -> Measurement:
    """Gaussian energies, from the exponent of the highest levels."""
    return _condensation_time(tables, "gaussian")


def diffusion_condensation_time(tables: Tables) -> Measurement:
    """Diffusion energies: where the exponent of the highest levels is 1."""
    return _condensation_time(tables, "diffusion")


def _gap(first: pd.DataFrame, second: pd.DataFrame) -> Measurement:
    """Mean difference of two curves at the same t; points of one curve share their draws."""
    both = first.merge(second, on="t", suffixes=("", "_other"))
    if both.empty:
        raise ValueError("The two curves have no t in common.")
    error = np.hypot(both["stderr"], both["stderr_other"].fillna(0)).mean()
    return Measurement(
        float((both["value"] - both["value_other"]).mean()), float(error), int(both["n"].min())
    )


def poisson_process_is_exact(tables: Tables) -> Measurement:
    """Y2 of all levels minus Y2 from the highest ones, at the N where all are drawn."""
    rows = select(tables["random_energy"], quantity="participation", energies="gaussian")
    drawn = select(rows, levels="all")
    return _gap(drawn, select(rows, levels="highest", N=float(drawn["N"].iloc[0])))


def condensed_participation(tables: Tables) -> Measurement:
    """Y2 - (1 - t / t_c) below .8 t_c, mean over t, Gaussian energies at the largest N."""
    rows = select(tables["random_energy"], energies="gaussian")
    t_c = select(rows, quantity="condensation_time", kind="theory")["value"].iloc[0]
    found = select(rows, quantity="participation", levels="highest")
    found = found[(found["N"] == found["N"].max()) & (found["t"] < 0.8 * t_c)]
    return Measurement(
        float((found["value"] - (1 - found["t"] / t_c)).mean()),
        float(found["stderr"].mean()),
        int(found["n"].min()),
    )


def free_energy_freezes(tables: Tables) -> Measurement:
    """Free energy at the smallest t over the level edge, Gaussian energies at the largest N."""
    rows = select(tables["random_energy"], energies="gaussian", quantity="free_energy")
    edge = select(rows, kind="theory").sort_values("t")["value"].iloc[0]
    found = select(rows, levels="highest")
    found = found[found["N"] == found["N"].max()].sort_values("t").iloc[0]
    return Measurement(found["value"] / edge, found["stderr"] / edge, int(found["n"]))


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) over both diagrams."""
    rows = tables["full_picture"].set_index(["along", "alpha", "alpha_D"])
    t_o, t_c, t_g = (
        rows[rows["quantity"] == f"{name}_time"]["value"]
        for name in ("onset", "collapse", "generalization")
    )
    return Measurement(float(min(np.log(t_o / t_c).min(), np.log(t_c / t_g).min())))


def measured_order(tables: Tables) -> Measurement:
    """log(measured t_c / measured t_g), smallest over the alpha_D where both were measured."""
    collapse = select(
        tables["fixed_size"], quantity="collapse_time", kind="simulation", activation="linear"
    ).sort_values("alpha_D")
    best = select(tables["cross_entropy"], quantity="generalization_time", kind="simulation")
    inside = best[best["alpha_D"].between(collapse["alpha_D"].min(), collapse["alpha_D"].max())]
    if inside.empty:
        raise ValueError("No measured t_g lies within the alpha_D of the measured t_c.")
    x = np.log(collapse["alpha_D"].to_numpy())
    t_c = np.interp(np.log(inside["alpha_D"]), x, np.log(collapse["value"].to_numpy()))
    relative = np.interp(
        np.log(inside["alpha_D"]), x, (collapse["stderr"] / collapse["value"]).to_numpy()
    )
    logs = t_c - np.log(inside["value"])
    errors = np.hypot(relative, inside["stderr"] / inside["value"])
    worst = int(np.argmin(logs))
    return Measurement(
        float(np.asarray(logs)[worst]), float(np.asarray(errors)[worst]), int(inside["n"].min())
    )


def sub_manifold_spectra(tables: Tables) -> Measurement:
    """Kolmogorov distance of eigenvalues to theory, the worse of F F^T and the Jacobian."""
    rows = select(tables["jacobian_spectrum"], quantity="kolmogorov_distance")
    worst = rows.loc[rows["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def gaps_open_in_order(tables: Tables) -> Measurement:
    """Log of the t at which a gap is widest over that of the next one, the smallest (theory).

    The final gap, which only grows as t falls, counts by the t at which it is 1/2 wide.
    """
    rows = select(tables["jacobian_spectrum"], quantity="gap", kind="theory")
    times = []
    for gap in sorted(rows["gap"].unique()):
        at = rows[rows["gap"] == gap].sort_values("t")
        if gap == "final":
            times.append(float(at["t"][at["value"] > 0.5].max()))
        else:
            times.append(float(at["t"].iloc[int(at["value"].to_numpy().argmax())]))
    return Measurement(float(np.min(np.log(np.array(times[:-1]) / np.array(times[1:])))))


def larger_variance_is_lost_first(tables: Tables) -> Measurement:
    """Log of the t at which Y2 at sqrt(t) e_j is 1/2, larger over smaller variance."""
    rows = select(tables["memorization_order"], quantity="participation")
    logs, errors = [], []
    for column in ("large", "small"):
        at = select(rows, column=column).sort_values("t")
        log_t, Y2 = np.log(at["t"].to_numpy(float)), at["value"].to_numpy(float)
        if not Y2.min() < 0.5 < Y2.max():
            return Measurement(float("nan"), float("inf"), int(at["n"].min()))
        k = int(np.flatnonzero(Y2 > 0.5)[-1])  # Y2 falls with t
        slope = (Y2[k + 1] - Y2[k]) / (log_t[k + 1] - log_t[k])
        logs.append(log_t[k] + (0.5 - Y2[k]) / slope)
        errors.append(float(at["stderr"].iloc[k]) / abs(slope))
    return Measurement(float(logs[0] - logs[1]), float(np.hypot(*errors)), int(rows["n"].min()))


def mean_of_diagonal_entries(tables: Tables) -> Measurement:
    """Mean of J_jj over -1 / (t + s_j^2) at the largest t, the worse group."""
    rows = select(tables["memorization_order"], quantity="diagonal")
    last = rows[rows["t"] == rows["t"].max()]
    worst = last.loc[(last["value"] - 1).abs().idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def variance_of_entries(tables: Tables) -> Measurement:
    """Measured variance of J_ij over the slide's law, near condensation, mean over groups."""
    return _variance_ratio(tables, "gaussian")


def variance_of_entries_with_overlap(tables: Tables) -> Measurement:
    """The same over the law with the measured participations and overlap."""
    return _variance_ratio(tables, "overlap")


def _variance_ratio(tables: Tables, model: str) -> Measurement:
    rows = tables["memorization_order"]
    active = select(rows, quantity="participation").groupby("t")["value"].mean()
    # the law is meant for condensation: where the participation is nearest to .2
    t = float((active - 0.2).abs().idxmin())
    variance = rows[(rows["quantity"] == "variance") & (rows["t"] == t)]
    both = variance[variance["kind"] == "simulation"].merge(
        variance[variance["model"] == model], on=["row", "column"], suffixes=("", "_theory")
    )
    ratio = both["value"] / both["value_theory"]
    error = both["stderr"] / both["value_theory"]
    # blocks of one draw are not independent: their mean error
    return Measurement(float(ratio.mean()), float(error.mean()), int(both["n"].min()))
