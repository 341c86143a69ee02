"""Onset, collapse and generalization times against the latent dimension."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy.interpolate import CubicSpline

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    ACTIVATION_COLOURS,
    TIME_LABELS,
    letter_panels,
    plain_ticks,
    simulation_points,
    smooth_band,
    smooth_line,
)
from memgen.tables.read import select

QUANTITIES = {"t_o": "onset_time", "t_c": "collapse_time", "t_g": "generalization_time"}
MARKS = {"linear": "o", "tanh": "s", "relu": "^"}
# Colours are those of the activations in all panels; the times are told apart by their names.
TIME_MARKS = {"t_c": "o", "t_g": "v"}
ASIDE = {"linear": -0.012, "tanh": 0.0, "relu": 0.012}  # so that no point hides another


def draw(tables: dict[str, Any]) -> Figure:
    """The three times of the linear manifold; times over t_c and their ratio, all activations."""
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    curves = select(times, along="alpha_D", alpha=alpha)
    names = [name for name in ("linear", "tanh", "relu") if name in set(curves["activation"])]
    measured = measured_times(tables, alpha)
    figure = new_figure(7.0, 2.8)
    linear, ratios, scaled = figure.subplots(1, 3)
    _linear(linear, select(curves, activation="linear"), measured)
    _traps(linear, tables["basins"], tables["basin_theory"])
    for name in names:
        _ratios(ratios, select(curves, activation=name), name)
        _scaled(scaled, select(curves, activation=name), measured, name)
    start = 0.9 * float(measured["alpha_D"].min())
    for panel in (linear, ratios):
        panel.set(xscale="log", yscale="log", xlim=(start, 2), xlabel=r"$\alpha_D$")
        plain_ticks(panel.xaxis)
    inside = select(curves, activation="linear", quantity="generalization_time")
    lowest = inside.loc[inside["alpha_D"] >= start, "value"].min()
    linear.set(ylim=(lowest / 2, 15), ylabel="time (variance of the noise)")
    plain_ticks(ratios.yaxis)
    ratios.set(ylim=(start * 0.7, 5), ylabel="time $/\\, t_c$")
    ratios.legend(loc="lower right")
    scaled.axhline(1, color="0.6", lw=0.6, ls=":")
    scaled.plot([], [], color="0.3", label=r"theory, $N\to\infty$")
    N = int(measured["N"].iloc[0])
    scaled.plot([], [], color="0.3", ls="--", label=f"theory, $N$ = {N}")
    for name in names:
        style = {"fmt": MARKS[name], "ms": 3, "color": ACTIVATION_COLOURS[name]}
        scaled.errorbar([], [], yerr=[], **style, label=f"simulation, {name}")
    scaled.set(xlim=(0, 1.1), ylim=(0, 2.3), xlabel=r"$\alpha_D$")
    scaled.set_ylabel(r"$(t_g/t_c)\,/\,\alpha_D$")
    scaled.legend(loc="upper right")
    letter_panels([linear, ratios, scaled])
    return figure


def measured_times(tables: dict[str, Any], alpha: float) -> pd.DataFrame:
    """Return t_c and t_g at finite N, of all activations and kinds, at this alpha."""
    fixed = tables["fixed_size"]
    linear = tables["cross_entropy"].assign(activation="linear")
    rows = pd.concat([fixed, linear, tables["best_times"]])
    wanted = ["collapse_time", "collapse_time_finite_size"]
    wanted += ["generalization_time", "generalization_time_finite_size"]
    finite = (rows["kind"] == "simulation") | rows["quantity"].str.endswith("_finite_size")
    same = (rows["alpha"] - alpha).abs() < 0.01 * alpha
    return rows[rows["quantity"].isin(wanted) & finite & same]


def _linear(panel: Any, curves: pd.DataFrame, measured: pd.DataFrame) -> None:
    of = measured[measured["activation"] == "linear"]
    for symbol, quantity in QUANTITIES.items():
        colour = ACTIVATION_COLOURS["linear"]
        rows = select(curves, quantity=quantity)
        smooth_line(panel, rows, "alpha_D", color=colour)
        last = rows.sort_values("alpha_D").iloc[-1]
        panel.annotate(
            TIME_LABELS[symbol],
            (last["alpha_D"], last["value"]),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            color=colour,
        )
        finite = of[of["quantity"] == f"{quantity}_finite_size"]
        if len(finite):
            smooth_line(panel, finite, "alpha_D", color=colour, ls="--", lw=1)
        simulated = of[of["quantity"] == quantity]
        if len(simulated):
            mark = TIME_MARKS[symbol]
            simulation_points(panel, simulated, "alpha_D", color=colour, fmt=mark, ms=3)
    panel.set_title("linear")


def _traps(panel: Any, basins: pd.DataFrame, theory: pd.DataFrame) -> None:
    """Time at which half of the points are traps: simulated at the largest N, and by theory."""
    colour = ACTIVATION_COLOURS["linear"]
    simulated, theory = (select(rows, quantity="trap_time") for rows in (basins, theory))
    largest = simulated[simulated["N"] == simulated["N"].max()]
    simulation_points(panel, largest, "alpha_D", color=colour, fmt="s", ms=3.5)
    same = theory[theory["N"] == largest["N"].iloc[0]]
    panel.plot(same["alpha_D"], same["value"], "o", color=colour, mfc="none", mew=0.8, ms=7)
    beyond = theory[(theory["N"] > simulated["N"].max()) & (theory["N"] <= 1000)]
    panel.plot(beyond["alpha_D"], beyond["value"], "s", color=colour, mfc="white", ms=3.5)
    line = {"arrowstyle": "-", "lw": 0.5, "color": "0.4", "shrinkB": 4}
    style = {"textcoords": "data", "fontsize": 6.5, "color": "0.3", "arrowprops": line}
    for rows, aside in ((largest, 1.75), (beyond, 0.6)):
        for _, one in rows.iterrows():
            alpha_D = one["alpha_D"]
            text, place = f"traps,\n$N$ = {one['N']:g}", (aside * alpha_D, 6)
            panel.annotate(text, (alpha_D, one["value"]), xytext=place, ha="center", **style)


def _ratios(panel: Any, curves: pd.DataFrame, name: str) -> None:
    """t_o / t_c and t_g / t_c."""
    for quantity in ("onset_time", "generalization_time"):
        label = name if quantity == "onset_time" else None
        rows = _over(curves, quantity, "collapse_time")
        # linear and tanh all but coincide: one is drawn wider, below the other
        wide = {"lw": 3.2, "alpha": 0.5} if name == "linear" else {}
        smooth_line(panel, rows, "alpha_D", color=ACTIVATION_COLOURS[name], label=label, **wide)
        if name == "linear":
            symbol = "t_o" if quantity == "onset_time" else "t_g"
            panel.annotate(
                f"{TIME_LABELS[symbol]}$/t_c$",
                (0.25, 3.2 if symbol == "t_o" else 0.42),
                ha="center",
                fontsize=7,
            )
    panel.axhline(1, color="0.5", lw=0.8, ls=":")
    if name == "linear":
        panel.annotate("$t_c$", (0.25, 1.06), color="0.3", ha="center", fontsize=7)


def _scaled(panel: Any, curves: pd.DataFrame, measured: pd.DataFrame, name: str) -> None:
    """(t_g / t_c) / alpha_D: in the limit, by finite-size theory, as simulated."""
    colour = ACTIVATION_COLOURS[name]
    limit = _over(curves, "generalization_time", "collapse_time")
    limit = limit.assign(value=limit["value"] / limit["alpha_D"])
    wide = {"lw": 3.2, "alpha": 0.5} if name == "linear" else {}
    smooth_line(panel, limit, "alpha_D", color=colour, **wide)
    of = measured[measured["activation"] == name]
    best = of[of["quantity"] == "generalization_time"]
    collapse = of[of["quantity"] == "collapse_time"]
    both = best.merge(collapse, on=["N", "D", "P"], suffixes=("", "_collapse"))
    value = both["value"] / both["value_collapse"] / both["alpha_D"]
    error = value * np.hypot(
        both["stderr"] / both["value"], both["stderr_collapse"] / both["value_collapse"]
    )
    both = both.assign(value=value, stderr=error, alpha_D=both["alpha_D"] + ASIDE[name])
    if len(both):
        simulation_points(panel, both, "alpha_D", color=colour, fmt=MARKS[name], ms=3)
    _finite_ratio(panel, of, colour)


def _finite_ratio(panel: Any, of: pd.DataFrame, colour: str) -> None:
    """The ratio of finite-size theory's times, each smooth in alpha_D, where both are known."""
    best = of[of["quantity"] == "generalization_time_finite_size"].sort_values("alpha_D")
    collapse = of[of["quantity"] == "collapse_time_finite_size"].sort_values("alpha_D")
    first = max(best["alpha_D"].min(), collapse["alpha_D"].min())
    last = min(best["alpha_D"].max(), collapse["alpha_D"].max())
    if min(len(best), len(collapse)) < 3 or not first < last:
        return
    fine = np.geomspace(first, last, 200)
    logs = [
        CubicSpline(np.log(rows["alpha_D"].to_numpy()), np.log(rows["value"].to_numpy()))(
            np.log(fine)
        )
        for rows in (best, collapse)
    ]
    panel.plot(fine, np.exp(logs[0] - logs[1]) / fine, color=colour, ls="--", lw=1)
    both = best.merge(collapse, on=["alpha_D", "D"], suffixes=("", "_collapse"))
    value = both["value"] / both["value_collapse"] / both["alpha_D"]
    relative = np.hypot(
        both["stderr"] / both["value"], both["stderr_collapse"] / both["value_collapse"]
    )
    band = both.assign(value=value, stderr=value * relative)
    smooth_band(panel, band, "alpha_D", color=colour)


def _over(curves: pd.DataFrame, upper: str, lower: str) -> pd.DataFrame:
    """Return one time over another along a curve."""
    unit = select(curves, quantity=lower)[["alpha", "alpha_D", "value"]]
    both = select(curves, quantity=upper).merge(
        unit, on=["alpha", "alpha_D"], suffixes=("", "_unit")
    )
    return both.assign(value=both["value"] / both["value_unit"])
