"""Claims of Bandera's slides (arXiv:2505.17638, 2402.18491), measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.claims.combine import fraction, power_law, ratio_to_theory, weighted_mean, worst_ratio
from memgen.claims.verdict import Measurement
from memgen.tables import select

Tables = Mapping[str, Any]


def value_at_speciation(tables: Tables) -> Measurement:
    """phi(t_S) of the largest d (theory)."""
    rows = select(tables["regimes"], quantity="same_class_at_speciation").sort_values("d")
    return Measurement(float(rows["value"].iloc[-1]))


def clones_match_theory(tables: Tables) -> Measurement:
    """Fraction of clones in one class minus phi(t), mean over t and d, in pairs of clones."""
    rows = select(tables["regimes"], quantity="same_class")
    gaps, errors, n = [], [], 0
    for _, at in rows.groupby("d"):
        simulated, theory = select(at, kind="simulation"), select(at, kind="theory")
        ordered = theory.sort_values("t")
        gaps += list(simulated["value"] - np.interp(simulated["t"], ordered["t"], ordered["value"]))
        errors += list(simulated["stderr"])
        n += int(simulated["n"].sum())
    return Measurement(
        float(np.mean(gaps)), float(np.sqrt(np.sum(np.square(errors))) / len(errors)), n
    )


def collapse_at_predicted_time(tables: Tables) -> Measurement:
    """Measured over predicted t_C, weighted mean over N."""
    rows = select(tables["regimes"], quantity="collapse_time")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["N"])


def _bulks(tables: Tables, quantity: str) -> np.ndarray:
    rows = select(tables["spectra"], quantity=quantity, case="one").sort_values("bulk")
    return rows["value"].to_numpy()


def modes_of_the_largest_bulk(tables: Tables) -> Measurement:
    """psi_p times the mass of the largest bulk: d modes (theory)."""
    psi_p = float(tables["spectra"]["psi_p"].iloc[0])
    return Measurement(float(psi_p * _bulks(tables, "mass")[-1]))


def modes_of_the_smallest_bulk(tables: Tables) -> Measurement:
    """psi_p times the mass of the bulk just above s^2: d modes (theory)."""
    psi_p = float(tables["spectra"]["psi_p"].iloc[0])
    return Measurement(float(psi_p * _bulks(tables, "mass")[0]))


def late_fall_of_the_smallest_bulk(tables: Tables) -> Measurement:
    """Share of the fall of the training loss beyond the largest bulk's that the smallest brings."""
    shares = _bulks(tables, "loss_share")
    if len(shares) < 3:  # it has merged with the bulk of memorization
        return Measurement(float("nan"), float("inf"))
    return Measurement(float(shares[0] / shares[:-1].sum()))


def equivalent_spectrum(tables: Tables) -> Measurement:
    """Largest Kolmogorov distance of the equivalent's eigenvalues over bulks and cases."""
    rows = select(tables["spectra"], quantity="kolmogorov_distance")
    worst = rows.loc[rows["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def memorization_time_grows(tables: Tables) -> Measurement:
    """Exponent of the training loss's half-drop time against psi_n, error from the scatter."""
    rows = select(tables["metrics"], quantity="half_drop")
    # nearer to psi_p the small bulk merges, and the time falls again
    rows = rows[rows["psi_n"] < rows["psi_p"] / 2]
    if len(rows) < 2:
        return Measurement(float("nan"), float("inf"))
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], None)


def overfitting_time_is_linear(tables: Tables) -> Measurement:
    """Exponent of the test loss's half-rise time against psi_n."""
    rows = select(tables["metrics"], quantity="half_rise")
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].min()))


def published_time_scale(tables: Tables) -> Measurement:
    """Half-rise time of the test loss over the published tau_mem, the psi_n furthest from 1."""
    rows = tables["metrics"]
    rise = select(rows, quantity="half_rise").set_index("psi_n")
    scale = select(rows, quantity="tau_mem").set_index("psi_n")["value"]
    ratios = rise["value"] / scale
    worst = (np.log(ratios)).abs().idxmax()
    return Measurement(
        float(ratios[worst]),
        float(rise.loc[worst, "stderr"] / scale[worst]),
        int(rise.loc[worst, "n"]),
    )


def descent_follows_closed_form(tables: Tables) -> Measurement:
    """Largest difference of gradient descent's training loss and closed form, tau up to 20."""
    rows = select(tables["metrics"], quantity="training_loss")
    worst = Measurement(0.0)
    for _, at in rows.groupby("psi_n"):
        curve = select(at, kind="theory").sort_values("tau")
        found = select(at, kind="simulation")
        for point in found[found["tau"] <= 20].itertuples():
            line = np.interp(np.log(point.tau), np.log(curve["tau"]), curve["value"])
            gap = abs(float(point.value - line))
            if gap > worst.value:
                worst = Measurement(gap, float(point.stderr), int(point.n))
    return worst


def descent_is_the_flow(tables: Tables) -> Measurement:
    """Largest relative difference of gradient descent and the flow of the same matrices."""
    rows = tables["metrics"]
    gaps = []
    for quantity in ("training_loss", "test_loss", "score_error"):
        both = select(rows, quantity=quantity, kind="simulation").merge(
            select(rows, quantity=f"{quantity}_flow"), on=["psi_n", "tau"], suffixes=("", "_flow")
        )
        gaps += list((both["value"] - both["value_flow"]).abs() / both["value_flow"])
    return Measurement(float(max(gaps)))


def outlier_matches_closed_form(tables: Tables) -> Measurement:
    """Outlier of U over the closed form, mean over points with |m|^2 over twice the threshold."""
    return _outlier_ratio(tables, "exact")


def equivalent_outlier_matches_closed_form(tables: Tables) -> Measurement:
    """The same for the Gaussian equivalent."""
    return _outlier_ratio(tables, "equivalent")


def _outlier_ratio(tables: Tables, features: str) -> Measurement:
    rows = tables["outlier"]
    simulated = select(rows, quantity="eigenvalue", kind="simulation", features=features)
    limits = select(rows, quantity="threshold").sort_values("t")
    threshold = np.interp(simulated["t"], limits["t"], limits["value"])
    simulated = simulated[simulated["signal"] > 2 * threshold]
    theory = select(rows, quantity="eigenvalue_there")
    return ratio_to_theory(simulated, theory, ["signal", "t", "features"])


def trajectories_end_on_training_points(tables: Tables) -> Measurement:
    """Largest final d1 / d2 of the empirical score's trajectories."""
    rows = select(tables["diffusion"], quantity="nearest_ratio", score="empirical")
    return Measurement(float(rows["value"].max()), n=len(rows))


def exact_score_generalises(tables: Tables) -> Measurement:
    """Fraction of the exact score's trajectories that end on a training point."""
    return fraction(
        select(tables["diffusion"], quantity="memorised_fraction", score="exact").iloc[0]
    )


def gap_falls_with_data(tables: Tables) -> Measurement:
    """Fraction of steps up in psi_n, at fixed psi_p and tau, at which the gap falls."""
    rows = select(tables["generalization_map"], kind="theory", part="map")
    falls = [
        step < 0
        for _, line in rows.groupby(["psi_p", "tau"])
        for step in np.diff(line.sort_values("psi_n")["value"])
    ]
    return Measurement(float(np.mean(falls)), n=int(rows["n"].min()))


def real_gap_is_the_equivalent_gap(tables: Tables) -> Measurement:
    """Gap of real features over that of their equivalent at the largest d, the worst tau."""
    rows = select(tables["generalization_map"], part="ladder")
    largest = rows[rows["d"] == rows["d"].max()]
    simulated, theory = select(largest, kind="simulation"), select(largest, kind="theory")
    return worst_ratio(simulated, theory, ["tau"], "tau")


def real_gap_approaches(tables: Tables) -> Measurement:
    """|ratio - 1| at the largest d over that at the smallest, the worst tau."""
    rows = select(tables["generalization_map"], part="ladder")
    found = []
    for _, at in rows.groupby("tau"):
        real = select(at, kind="simulation").sort_values("d")
        ratio = real["value"].to_numpy() / select(at, kind="theory").sort_values("d")["value"]
        error = (real["stderr"] / real["value"]).to_numpy()
        gap = np.abs(ratio.to_numpy() - 1)
        relative = np.hypot(error[0] / gap[0], error[-1] / gap[-1])
        closer = gap[-1] / gap[0]
        found.append(Measurement(float(closer), float(closer * relative), int(real["n"].min())))
    return max(found, key=lambda ratio: ratio.value)


def error_exponent(tables: Tables) -> Measurement:
    """Exponent of the least score error against psi_n >= 8, equivalent features, sigma_x = 1."""
    return _error_exponent(tables, 8.0, "theory")


def error_exponent_over_all_loads(tables: Tables) -> Measurement:
    """The same over all psi_n."""
    return _error_exponent(tables, 0.0, "theory")


def real_error_exponent(tables: Tables) -> Measurement:
    """Exponent of the least score error of real features against all psi_n, sigma_x = 1."""
    return _error_exponent(tables, 0.0, "simulation")


def _error_exponent(tables: Tables, lowest: float, kind: str) -> Measurement:
    rows = select(tables["error_scaling"], quantity="least_error", kind=kind, sigma_x=1.0)
    rows = rows[rows["psi_n"] >= lowest]
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].min()))


def real_error_is_the_equivalent_error(tables: Tables) -> Measurement:
    """Least score error of real features over that of their equivalent, the worst point."""
    rows = select(tables["error_scaling"], quantity="least_error")
    at = ["sigma_x", "psi_n"]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    found = [ratio_to_theory(one, theory, at) for _, one in simulated.groupby(at)]
    return max(found, key=lambda ratio: abs(ratio.value - 1))


def integrated_overfitting_grows(tables: Tables) -> Measurement:
    """Exponent of the test loss's half-rise time against psi_n below psi_p, the smaller choice."""
    rows = select(tables["time_integrated"], quantity="half_rise")
    return _smallest_exponent(rows[rows["psi_n"] < rows["psi_p"]], "psi_n")


def memorization_takes_longer_with_data(tables: Tables) -> Measurement:
    """Exponent of the time at which half of the memorised fraction is there, against n."""
    return _smallest_exponent(
        select(tables["time_integrated"], quantity="half_memorised"), "n_data"
    )


def _smallest_exponent(rows: pd.DataFrame, x: str) -> Measurement:
    found = [
        power_law(line[x], line["value"], line["stderr"], int(line["n"].min()))
        for _, line in rows.groupby("choice")
    ]
    return min(found, key=lambda exponent: exponent.value)


def memorised_fraction_rises(tables: Tables) -> Measurement:
    """Memorised fraction at the end over that by chance, smallest n, the smaller of the choices."""
    found = []
    for _, rows in tables["time_integrated"].groupby("choice"):
        n = int(rows["n_data"].min())
        own = select(rows, quantity="memorised_fraction", n_data=n).sort_values("tau").iloc[-1]
        chance = select(rows, quantity="memorised_by_chance", n_data=n).iloc[0]
        ratio = own["value"] / chance["value"]
        error = ratio * np.hypot(own["stderr"] / own["value"], chance["stderr"] / chance["value"])
        found.append(Measurement(float(ratio), float(error), int(own["n"])))
    return min(found, key=lambda ratio: ratio.value)


def memorised_fraction_falls_with_data(tables: Tables) -> Measurement:
    """Final memorised fraction of the largest over that of the smallest n, the larger choice."""
    found = []
    for _, rows in tables["time_integrated"].groupby("choice"):
        last = select(rows, quantity="memorised_fraction")
        ends = last[last["tau"] == last["tau"].max()].sort_values("n_data")
        few, many = ends.iloc[0], ends.iloc[-1]
        ratio = many["value"] / few["value"]
        error = np.hypot(many["stderr"] / few["value"], ratio * few["stderr"] / few["value"])
        found.append(Measurement(float(ratio), float(error), int(few["n"])))
    return max(found, key=lambda ratio: ratio.value)


def mixture_outlier(tables: Tables) -> Measurement:
    """Outlier of U over theory at the largest d, the worst case."""
    rows = select(tables["mixture_spectrum"], quantity="outlier")
    simulated = select(rows, kind="simulation")
    largest = simulated[simulated["d"] == simulated["d"].max()]
    return worst_ratio(largest, select(rows, kind="theory"), ["case"], "case")


def mixture_outlier_sharpens(tables: Tables) -> Measurement:
    """Exponent of the root mean square deviation from theory against d, mean over the cases."""
    rows = select(tables["mixture_spectrum"], quantity="squared_deviation")
    found = []
    for _, at in rows.groupby("case"):
        root = np.sqrt(at["value"])
        found.append(power_law(at["d"], root, root * at["stderr"] / (2 * at["value"]), None))
    errors = np.array([exponent.stderr for exponent in found])
    n = int(rows["n"].min())
    return weighted_mean(np.array([exponent.value for exponent in found]), errors, n)


def mixture_bulk_unchanged(tables: Tables) -> Measurement:
    """Kolmogorov distance of the largest bulk to that without means, largest d, worst case."""
    rows = select(tables["mixture_spectrum"], quantity="kolmogorov_distance")
    largest = rows[rows["d"] == rows["d"].max()]
    worst = largest.loc[largest["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def separated_outlier(tables: Tables) -> Measurement:
    """Outlier of the separated mixture over its theory, largest d, the t furthest from 1."""
    rows = select(tables["mixture_spectrum"], quantity="separated_outlier")
    simulated = select(rows, kind="simulation")
    largest = simulated[simulated["d"] == simulated["d"].max()]
    return worst_ratio(largest, select(rows, kind="theory"), ["t"], "t")


def gain_rises_at_outlier_time(tables: Tables) -> Measurement:
    """Tau at which the gain along m rises fastest in log tau, over tau_out."""
    rows = tables["outlier_timescale"]
    rise, tau_out = select(rows, quantity="rise_time"), select(rows, quantity="tau_out")
    return worst_ratio(rise, tau_out, ["signal"], "signal")


def gain_matches_theory(tables: Tables) -> Measurement:
    """Gain of real features over theory along m, tau over tau_out, the worst |m|^2."""
    rows = tables["outlier_timescale"]
    gain = select(rows, quantity="gain", direction="along")
    tau_out = select(rows, quantity="tau_out").set_index("signal")["value"]
    late = gain[gain["tau"] > gain["signal"].map(tau_out)]
    simulated, theory = select(late, kind="simulation"), select(late, kind="theory")
    found = []
    for _, at in simulated.groupby("signal"):
        # the tau of one draw are not independent: their mean error, not error over sqrt(count)
        both = at.merge(theory, on=["signal", "tau"], suffixes=("", "_theory"))
        ratio = both["value"] / both["value_theory"]
        error = (both["stderr"] / both["value_theory"]).mean()
        found.append(Measurement(float(ratio.mean()), float(error), int(at["n"].min())))
    return max(found, key=lambda ratio: abs(ratio.value - 1))


def _generated(tables: Tables, regime: str, quantity: str) -> pd.Series:
    """The row of the longest trained features on the finest time grid."""
    rows = select(tables["separation"], regime=regime, quantity=quantity, score="features")
    return rows.sort_values(["steps", "tau"]).iloc[-1]


def _of_row(row: pd.Series, scale: float = 1.0) -> Measurement:
    return Measurement(float(row["value"] / scale), float(row["stderr"] / scale), int(row["n"]))


def _with_sampling_noise(
    tables: Tables, regime: str, quantity: str, variance: float
) -> Measurement:
    """Error no smaller than that of so many samples: three draws may agree by chance."""
    row = _generated(tables, regime, quantity)
    samples = float(_generated(tables, regime, "memorised_fraction")["samples"])
    error = np.hypot(float(row["stderr"]), np.sqrt(variance / samples))
    return Measurement(float(row["value"]), float(error), int(row["n"]))


def close_mixture_is_unimodal(tables: Tables) -> Measurement:
    """Density at 0 over its maximum along m, of 3 bins' means, |m| of order 1."""
    return _with_sampling_noise(tables, "close", "central_density", 3.0)


def separated_mixture_is_bimodal(tables: Tables) -> Measurement:
    """The same for |m| of order sqrt d."""
    return _with_sampling_noise(tables, "separated", "central_density", 3.0)


def kurtosis_of_close_mixture(tables: Tables) -> Measurement:
    """Kurtosis along m, |m| of order 1."""
    return _with_sampling_noise(tables, "close", "kurtosis", 24.0)


def kurtosis_of_separated_mixture(tables: Tables) -> Measurement:
    """Kurtosis along m, |m| of order sqrt d."""
    return _with_sampling_noise(tables, "separated", "kurtosis", 24.0)


def variance_across_close_mixture(tables: Tables) -> Measurement:
    """Variance across m over its exact value, |m| of order 1."""
    return _variance_across(tables, "close")


def variance_across_separated_mixture(tables: Tables) -> Measurement:
    """The same for |m| of order sqrt d."""
    return _variance_across(tables, "separated")


def _variance_across(tables: Tables, regime: str) -> Measurement:
    exact = select(tables["separation"], regime=regime, quantity="variance_across", kind="theory")
    return _of_row(_generated(tables, regime, "variance_across"), float(exact["value"].iloc[0]))


def variance_across_falls_with_training(tables: Tables) -> Measurement:
    """Variance across m at the first training time over that at the last, the smaller ratio."""
    found = []
    for regime in ("close", "separated"):
        rows = select(
            tables["separation"], regime=regime, quantity="variance_across", score="features"
        )
        ends = rows[rows["steps"] == rows["steps"].max()].sort_values("tau")
        first, last = ends.iloc[0], ends.iloc[-1]
        ratio = float(first["value"] / last["value"])
        relative = np.hypot(first["stderr"] / first["value"], last["stderr"] / last["value"])
        found.append(Measurement(ratio, float(ratio * relative), int(first["n"])))
    return min(found, key=lambda ratio: ratio.value)


def features_do_not_memorise(tables: Tables) -> Measurement:
    """Memorised fraction of the generated samples, the larger of the two mixtures."""
    rows = [_generated(tables, regime, "memorised_fraction") for regime in ("close", "separated")]
    worst = max(rows, key=lambda row: row["value"])
    # where no sample is memorised the bootstrap has no error: it is about 1 over their number
    error = max(float(worst["stderr"]), 1 / float(worst["samples"]))
    return Measurement(float(worst["value"]), error, int(worst["n"]))
