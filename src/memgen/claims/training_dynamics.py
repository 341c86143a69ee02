"""Claims of Bandera's slides (arXiv:2505.17638, 2402.18491), measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.claims.combine import ratio_to_theory
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
    return Measurement(float(shares[0] / shares[:-1].sum()))


def equivalent_spectrum(tables: Tables) -> Measurement:
    """Largest Kolmogorov distance of the equivalent's eigenvalues over bulks and cases."""
    rows = select(tables["spectra"], quantity="kolmogorov_distance")
    worst = rows.loc[rows["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def memorization_time_grows(tables: Tables) -> Measurement:
    """Exponent of the training loss's half-drop time against psi_n, least squares in logarithms."""
    rows = select(tables["metrics"], quantity="half_drop")
    return Measurement(float(np.polyfit(np.log(rows["psi_n"]), np.log(rows["value"]), 1)[0]))


def overfitting_time_is_linear(tables: Tables) -> Measurement:
    """Exponent of the test loss's half-rise time against psi_n, with the error of its draws."""
    rows = select(tables["metrics"], quantity="half_rise")
    x, y = np.log(rows["psi_n"].to_numpy()), np.log(rows["value"].to_numpy())
    error = (rows["stderr"] / rows["value"]).to_numpy()
    centred = x - x.mean()
    slope = centred @ y / (centred @ centred)
    spread = np.sqrt((centred**2) @ error**2) / (centred @ centred)
    return Measurement(float(slope), float(spread), int(rows["n"].min()))


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
