"""Claims of arXiv:2502.09578, measured from the figures' tables."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from memgen.statistics.combine import fraction, furthest_from_one, ratio_to_theory
from memgen.statistics.extrapolation import extrapolate
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]
TIMES = ("onset_time", "collapse_time", "generalization_time")


def order_of_times(tables: Tables) -> Measurement:
    """Smallest of log(t_o / t_c) and log(t_c / t_g) at the default point."""
    default = select(tables["times"], along="default", activation="linear")
    t_o, t_c, t_g = (select(default, quantity=name)["value"].iloc[0] for name in TIMES)
    return Measurement(float(min(np.log(t_o / t_c), np.log(t_c / t_g))))


def _slope(tables: Tables, activation: str) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D over the curve's points at alpha_D <= .05."""
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    curve = select(
        times, activation=activation, along="alpha_D", alpha=alpha, quantity="collapse_time"
    )
    curve = curve[curve["alpha_D"] <= 0.05]
    if len(curve) < 2:
        raise ValueError(
            f"The {activation} curve has {len(curve)} point(s) at alpha_D <= 0.05 and no slope: "
            "raise times.nonlinear_points, or lower times.alpha_D_range."
        )
    x = curve["alpha"] / curve["alpha_D"]
    return Measurement(float(np.polyfit(x, np.log(curve["alpha_D"] * curve["value"]), 1)[0]))


def slope_linear(tables: Tables) -> Measurement:
    """Slope for the linear manifold."""
    return _slope(tables, "linear")


def slope_tanh(tables: Tables) -> Measurement:
    """Slope for the tanh manifold."""
    return _slope(tables, "tanh")


def slope_relu(tables: Tables) -> Measurement:
    """Slope for the relu manifold."""
    return _slope(tables, "relu")


def slope_simulated(tables: Tables) -> Measurement:
    """Slope between the two smallest D of the simulation, with its propagated error."""
    measured = select(
        tables["fixed_size"], activation="linear", quantity="collapse_time", kind="simulation"
    ).sort_values("D")
    two = measured.iloc[:2]
    x = (np.log(two["P"]) / two["D"]).to_numpy()
    y = np.log(two["alpha_D"] * two["value"]).to_numpy()
    error = (two["stderr"] / two["value"]).to_numpy()
    return Measurement(
        float((y[1] - y[0]) / (x[1] - x[0])),
        float(np.hypot(*error) / abs(x[1] - x[0])),
        int(two["n"].min()),
    )


def crossing_matches_finite_size_theory(tables: Tables) -> Measurement:
    """Weighted mean over the ladder of simulated over predicted collapse time at the same N."""
    simulated = select(tables["collapse"], quantity="collapse_time", kind="simulation")
    predicted = select(tables["finite_size"], quantity="collapse_time")
    return ratio_to_theory(simulated, predicted, ["N"])


def _extrapolate(inverse: np.ndarray, values: np.ndarray, errors: np.ndarray) -> Measurement:
    """Value at 1/N = 0 of a straight line through the (at most) three largest N, with its error."""
    if len(values) < 2:
        return Measurement(float("nan"), float("inf"))
    largest = np.argsort(inverse)[:3]
    limit = extrapolate(inverse[largest], values[largest], errors[largest])
    return Measurement(limit.value, limit.stderr)


def crossing_tends_to_collapse_time(tables: Tables) -> Measurement:
    """Collapse time of the finite-size theory at its largest N, extrapolated, over t_c."""
    t_c = select(tables["collapse"], quantity="collapse_time", kind="theory")["value"].iloc[0]
    rows = select(tables["finite_size"], quantity="collapse_time")
    found = _extrapolate(
        1 / rows["N"].to_numpy(dtype=float), rows["value"].to_numpy(), rows["stderr"].to_numpy()
    )
    return Measurement(found.value / t_c, found.stderr / t_c, int(rows["n"].min()))


def collapse_is_condensation(tables: Tables) -> Measurement:
    """Condensation time of the other patterns' random energy model over t_c from I(t) = alpha."""
    theory = select(tables["collapse"], kind="theory")
    condensation = select(theory, quantity="condensation_time_of_others")["value"].iloc[0]
    return Measurement(
        float(condensation / select(theory, quantity="collapse_time")["value"].iloc[0])
    )


def participation_follows_weight(tables: Tables) -> Measurement:
    """Time where Y2 crosses 1/2 over that where the own weight does, extrapolated."""
    finite = tables["finite_size"]
    weight = select(finite, quantity="collapse_time").sort_values("N")
    participation = select(finite, quantity="participation_time").sort_values("N")
    ratio = participation["value"].to_numpy() / weight["value"].to_numpy()
    # The two share their draws; adding their errors as if they did not errs on the safe side.
    error = ratio * np.hypot(
        (participation["stderr"] / participation["value"]).to_numpy(),
        (weight["stderr"] / weight["value"]).to_numpy(),
    )
    found = _extrapolate(1 / weight["N"].to_numpy(dtype=float), ratio, error)
    return Measurement(found.value, found.stderr, int(weight["n"].min()))


def _basin_curves(tables: Tables) -> list[tuple[pd.DataFrame, float, float]]:
    """Curve R(t), t_c and t_o of each alpha_D."""
    curves = []
    for _, rows in tables["basin_radius"].groupby("alpha_D"):
        t_c, t_o = (
            float(select(rows, quantity=name)["value"].iloc[0])
            for name in ("collapse_time", "onset_time")
        )
        curves.append((select(rows, quantity="basin_radius").sort_values("t"), t_c, t_o))
    return curves


def radius_vanishes_at_onset(tables: Tables) -> Measurement:
    """Where R(t), continued from its last two points before t_o, vanishes, over t_o."""
    ratios = []
    for rows, _, t_o in _basin_curves(tables):
        t, R = (rows.loc[rows["t"] < t_o, name].to_numpy()[-2:] for name in ("t", "value"))
        ratios.append((t[1] - R[1] * (t[1] - t[0]) / (R[1] - R[0])) / t_o)
    return furthest_from_one(ratios)


def radius_meets_trajectory(tables: Tables) -> Measurement:
    """R at the first t past t_c over that t, where it comes down from above t_c's own branch."""
    ratios = []
    for rows, t_c, _ in _basin_curves(tables):
        t, R = (
            rows.loc[rows["t"] > t_c * (1 + 1e-9), name].to_numpy()[:2] for name in ("t", "value")
        )
        ratios.append((R[0] - (t[0] - t_c) * (R[1] - R[0]) / (t[1] - t[0])) / t_c)
    return furthest_from_one(ratios)


def radius_constant_below_collapse(tables: Tables) -> Measurement:
    """R(t) from the condensed random energy model over t_c, for t from t_c / 20 to .9 t_c."""
    theory = tables["basin_radius"]
    t_c = select(theory, quantity="collapse_time").set_index("alpha_D")["value"]
    rows = select(theory, quantity="basin_radius_condensed")
    return furthest_from_one(rows["value"] / rows["alpha_D"].map(t_c))


def half_return_radius(tables: Tables) -> Measurement:
    """Radius of half return over R(t) = t_c at the smallest t, extrapolated in 1/N."""
    basins = tables["basins"]
    alpha_D = float(basins["alpha_D"].iloc[0])
    t_c = select(tables["basin_radius"], quantity="collapse_time", alpha_D=alpha_D)["value"].iloc[0]
    half = select(basins, quantity="half_return_radius")
    half = half[half["t"] == half["t"].min()].sort_values("N")
    found = _extrapolate(
        1 / half["N"].to_numpy(dtype=float), half["value"].to_numpy(), half["stderr"].to_numpy()
    )
    return Measurement(found.value / t_c, found.stderr / t_c, int(half["n"].min()))


def _traps_halfway(tables: Tables) -> pd.DataFrame:
    """Probability to return from the smallest R at the t nearest sqrt(t_c t_o), for each N."""
    basins = select(tables["basins"], quantity="return_probability")
    here = select(tables["basin_radius"], alpha_D=float(basins["alpha_D"].iloc[0]))
    t_c, t_o = (
        float(select(here, quantity=name)["value"].iloc[0])
        for name in ("collapse_time", "onset_time")
    )
    times = basins["t"].unique()
    halfway = times[np.argmin(np.abs(np.log(times) - np.log(t_c * t_o) / 2))]
    return basins[(basins["t"] == halfway) & (basins["R"] == basins["R"].min())].sort_values("N")


def traps_without_capture(tables: Tables) -> Measurement:
    """Probability that a data point is a trap between t_c and t_o, at the largest N."""
    return fraction(_traps_halfway(tables).iloc[-1], 1)


def traps_in_the_limit(tables: Tables) -> Measurement:
    """Own weight at a pattern at the t nearest sqrt(t_c t_o), finite-size theory, largest N."""
    here = select(tables["basin_radius"], alpha_D=float(tables["basins"]["alpha_D"].iloc[0]))
    t_c, t_o = (
        float(select(here, quantity=name)["value"].iloc[0])
        for name in ("collapse_time", "onset_time")
    )
    weight = select(here, quantity="pattern_weight")
    weight = weight[weight["N"] == weight["N"].max()]
    nearest = (np.log(weight["t"]) - np.log(t_c * t_o) / 2).abs().idxmin()
    found = weight.loc[nearest]
    return Measurement(float(found["value"]), float(found["stderr"]), int(found["n"]))


def traps_grow_with_size(tables: Tables) -> Measurement:
    """The same probability at the largest N minus that at the smallest."""
    rows = _traps_halfway(tables)
    first, last = rows.iloc[0], rows.iloc[-1]
    return Measurement(
        float(last["value"] - first["value"]),
        float(np.hypot(fraction(first, 1).stderr, fraction(last, 1).stderr)),
        int(rows["n"].min()),
    )


def minimum_inside_memorization(tables: Tables) -> Measurement:
    """log(t_c / t_g) of the theory, smallest over alpha_D."""
    entropy = select(tables["cross_entropy"], kind="theory")
    t_c = select(entropy, quantity="collapse_time").set_index("alpha_D")["value"]
    t_g = select(entropy, quantity="generalization_time").set_index("alpha_D")["value"]
    return Measurement(float(np.log(t_c / t_g).min()))


def simulated_minimum_inside_memorization(tables: Tables) -> Measurement:
    """log(t_c / simulated t_g), smallest over alpha_D."""
    entropy = tables["cross_entropy"]
    t_c = select(entropy, quantity="collapse_time").set_index("alpha_D")["value"]
    rows = select(entropy, quantity="generalization_time", kind="simulation").set_index("alpha_D")
    logs = np.log(t_c / rows["value"])
    worst = logs.idxmin()
    return Measurement(
        float(logs[worst]),
        float(rows.loc[worst, "stderr"] / rows.loc[worst, "value"]),
        int(rows.loc[worst, "n"]),
    )


def finite_size_cross_entropy(tables: Tables) -> Measurement:
    """Simulation minus finite-size theory at the t nearest the minimum, mean over alpha_D."""
    entropy = tables["cross_entropy"]
    simulated = select(entropy, quantity="cross_entropy", kind="simulation")
    predicted = select(entropy, quantity="cross_entropy_finite_size")
    both = simulated.merge(predicted, on=["alpha_D", "t"], suffixes=("", "_theory"))
    lowest = both.loc[both.groupby("alpha_D")["value_theory"].idxmin()]
    # The alpha_D have draws of their own: their errors are independent.
    errors = np.hypot(lowest["stderr"], lowest["stderr_theory"])
    return Measurement(
        float((lowest["value"] - lowest["value_theory"]).mean()),
        float(np.sqrt((errors**2).sum()) / len(lowest)),
        int(lowest["n"].min()),
    )


def ratio_of_times(tables: Tables) -> Measurement:
    """(t_g / t_c) / alpha_D at the smallest alpha_D with t_c > 1e-8, furthest from 1.

    Below 1e-8 the nonlinear times come from their common limit, and nothing would be measured.
    """
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    ratios = []
    for _, rows in select(times, along="alpha_D", alpha=alpha).groupby("activation"):
        solved = select(rows, quantity="collapse_time")
        solved = solved[solved["value"] > 1e-8]
        smallest = rows[rows["alpha_D"] == solved["alpha_D"].min()]
        t_c, t_g = (
            float(select(smallest, quantity=name)["value"].iloc[0])
            for name in ("collapse_time", "generalization_time")
        )
        ratios.append(t_g / t_c / float(smallest["alpha_D"].iloc[0]))
    return Measurement(max(ratios, key=lambda ratio: abs(ratio - 1)))


def _traps(tables: Tables, regime: str) -> Measurement:
    found = select(tables["potential"], quantity="traps", regime=regime).iloc[0]
    return fraction(found, 3)


def traps_above_onset(tables: Tables) -> Measurement:
    """Traps on the plane at t > t_o, mean over planes."""
    return _traps(tables, "above_onset")


def traps_between(tables: Tables) -> Measurement:
    """Traps on the plane at t_c < t < t_o, mean over planes."""
    return _traps(tables, "between")


def traps_below_collapse(tables: Tables) -> Measurement:
    """Traps on the plane at t < t_c, mean over planes."""
    return _traps(tables, "below_collapse")
