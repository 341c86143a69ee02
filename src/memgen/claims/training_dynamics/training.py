"""Claims of fig4 to fig6: losses and score error along training."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.statistics.combine import power_law, ratio_to_theory, worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def memorization_time_grows(tables: Tables) -> Measurement:
    """Exponent of the training loss's half-drop time from one psi_n to the next, the smallest."""
    rows = select(tables["metrics"], quantity="half_drop")
    # nearer to psi_p the small bulk merges, and the time falls again
    rows = rows[rows["psi_n"] < rows["psi_p"] / 2].sort_values("psi_n")
    if len(rows) < 2:
        return Measurement(float("nan"), float("inf"))
    steps = np.diff(np.log(rows["value"])) / np.diff(np.log(rows["psi_n"]))
    return Measurement(float(steps.min()))


def overfitting_time_is_linear(tables: Tables) -> Measurement:
    """Exponent of the test loss's half-rise time against psi_n."""
    rows = select(tables["metrics"], quantity="half_rise")
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].sum()))


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
    return power_law(rows["psi_n"], rows["value"], rows["stderr"], int(rows["n"].sum()))


def real_error_is_the_equivalent_error(tables: Tables) -> Measurement:
    """Least score error of real features over that of their equivalent, the worst point."""
    rows = select(tables["error_scaling"], quantity="least_error")
    at = ["sigma_x", "psi_n"]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    found = [ratio_to_theory(one, theory, at) for _, one in simulated.groupby(at)]
    return max(found, key=lambda ratio: abs(ratio.value - 1))
