"""Basins, and the manifold at one norm: onset, generalization limit and cross-entropy."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import CubicSpline, UnivariateSpline

from memgen.plots.files import new_figure
from memgen.plots.manifold_capacity._shared import ring, size
from memgen.plots.pieces import (
    TIME_COLOURS,
    letter_panels,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select

LIMITS = {
    "t_g": ("generalization_limit", r"$\lambda_g = 1/t_g$"),
    "t_c": ("collapse_limit", r"$\lambda_c = 1/t_c$"),
    "t_o": ("onset_limit", r"$\lambda_o = 1/t_o$"),
}
MODELS = {
    "sphere": ("#009E73", "one norm: memory = diffusion", "o", "-"),
    "diffusion": ("#0072B2", "Gaussian norms:\ndiffusion", "s", "--"),
    "memory": ("#D55E00", "Gaussian norms:\nmemory", "^", "-."),
}

# Of the labels in (b), in axes.
PLACES = {
    "sphere": (0.99, 0.9, "right"),
    "memory": (0.99, 0.755, "right"),
    "diffusion": (0.02, 0.17, "left"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Capacity against initial overlap, onset, cross-entropy and its minimum against alpha_D."""
    figure = new_figure(7.0, 5.0)
    panels = figure.subplots(2, 2)
    _overlaps(panels[0, 0], tables["curves"], tables["overlaps"])
    _onset(panels[0, 1], tables["curves"], tables["limit"])
    _cross_entropy(panels[1, 0], tables["limit"])
    _limits(panels[1, 1], tables["curves"], tables["limit"], tables["fixed_size"])
    letter_panels(panels.ravel())
    return figure


def _overlaps(panel: Axes, curves: pd.DataFrame, overlaps: pd.DataFrame) -> None:
    lam = float(overlaps["lam"].iloc[0])
    half = select(overlaps, quantity="half_load")
    theory = select(half, kind="theory")
    sizes = [int(N) for N in sorted(theory["N"].unique())]
    colours = dict(zip(sizes, sequence_colours(len(sizes)), strict=True))
    for N in sizes:
        at = theory[theory["N"] == N]
        overlap, value = _evened(at)
        panel.plot(overlap, value, color=colours[N], lw=1.1, label=size(N))
    simulated = select(half, kind="simulation")
    simulation_points(panel, simulated, "overlap", color=colours[int(simulated["N"].iloc[0])])
    limit = select(curves, quantity="overlap_capacity", patterns="spherical", lam=lam)
    theory_line(panel, limit, "overlap", color="k", ls="--", lw=1.0, label=r"$\infty$")
    panel.set(xlabel="overlap $c$ of the start", ylabel=r"half come back up to load $\alpha$")
    panel.set(xlim=(theory["overlap"].min(), 1.01), ylim=(0, None))
    panel.set_title(rf"spherical, $\lambda$ = {lam:g}")
    panel.legend(title="$N$", title_fontsize=6.5, loc="upper left")


def _evened(theory: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return overlaps and a smoothing spline through averages over draws, to their errors."""
    at = theory.sort_values("overlap")
    place, value = at["overlap"].to_numpy(float), at["value"].to_numpy(float)
    error = np.maximum(at["stderr"].fillna(0.0).to_numpy(float), 5e-4)
    fine = np.linspace(place[0], place[-1], 200)
    if len(place) < 4:
        return place, value
    return fine, UnivariateSpline(place, value, w=1 / error, s=len(place))(fine)


def _onset(panel: Axes, curves: pd.DataFrame, limit: pd.DataFrame) -> None:
    """Draw t at which a pattern's own weight falls to 1/2, over that at one norm, against alpha."""
    lines, points = select(curves, quantity="onset"), select(limit, quantity="onset")
    one_norm = select(lines, model="sphere").sort_values("alpha")
    seen = points["alpha"]
    left, right = 0.6 * seen.min(), 1.15 * seen.max()
    exact = select(points, model="sphere", kind="theory").set_index("alpha")
    for model, (colour, label, marker, dash) in MODELS.items():
        rows = select(lines, model=model)
        rows = rows[rows["alpha"].between(max(left, one_norm["alpha"].min()), right)]
        unit = np.interp(rows["alpha"], one_norm["alpha"], np.log(one_norm["value"]))
        panel.plot(rows["alpha"], rows["value"] / np.exp(unit), color=colour, ls=dash)
        x, y, side = PLACES[model]
        style = {"color": colour, "size": 7, "ha": side, "va": "center"}
        panel.text(x, y, label, transform=panel.transAxes, **style)
        at = select(points, model=model, kind="simulation").set_index("alpha")
        theory = select(points, model=model, kind="theory").set_index("alpha")["value"]
        rings = {"color": colour, "mfc": "none", "ms": 7.5, "mew": 0.9}
        panel.plot(theory.index, theory / exact["value"], "o", **rings)
        ratio = at["value"] / exact["value"]
        error = ratio * np.hypot(at["stderr"] / at["value"], exact["stderr"] / exact["value"])
        panel.errorbar(ratio.index, ratio, yerr=error, color=colour, fmt=marker, ms=3, zorder=4)
    alpha_D = float(points["alpha_D"].iloc[0])
    panel.set(xlim=(left, right), ylim=(0.932, 1.013), xlabel=r"load $\alpha$")
    panel.set_ylabel("$t$ of own weight 1/2,\nover theory at one norm")
    panel.set_title(rf"linear manifold, $\alpha_D$ = {alpha_D:g}, $N$ = {points['N'].iloc[0]}")


def _cross_entropy(panel: Axes, limit: pd.DataFrame) -> None:
    rows = select(limit, quantity="cross_entropy")
    aspects = sorted(rows["alpha_D"].unique())
    for alpha_D, colour in zip(aspects, sequence_colours(len(aspects)), strict=True):
        at = rows[rows["alpha_D"] == alpha_D].assign(lam=1 / rows["t"])
        exact = select(at, kind="theory").sort_values("lam")
        curve = CubicSpline(np.log(exact["lam"]), exact["value"])
        ends = np.log(exact["lam"].to_numpy(float)[[0, -1]])
        fine = np.linspace(ends[0], ends[1], 300)
        least, place = curve(fine).min(), np.exp(fine[curve(fine).argmin()])
        panel.plot(np.exp(fine), curve(fine) - least, color=colour)
        label = rf"$\alpha_D$ = {alpha_D:g}" if alpha_D == aspects[0] else f"{alpha_D:g}"
        panel.text(place, -0.05, label, color=colour, size=7, ha="center", va="top")
        measured = select(at, kind="simulation")
        shifted = measured.assign(value=measured["value"] - least)
        simulation_points(panel, shifted, "lam", color=colour, ms=2.4)
    panel.set(xscale="log", xlabel=r"$\lambda = 1/t$", ylabel="cross-entropy above its minimum")
    panel.set(ylim=(-0.14, 0.6), xlim=(0.3, None))
    panel.set_title(rf"one norm, $\alpha$ = {rows['alpha'].iloc[0]:g}, $N$ = {rows['N'].iloc[0]}")


def _limits(panel: Axes, curves: pd.DataFrame, limit: pd.DataFrame, fixed: pd.DataFrame) -> None:
    for symbol, (quantity, label) in LIMITS.items():
        rows = select(curves, quantity=quantity)
        theory_line(panel, rows, "alpha_D", color=TIME_COLOURS[symbol])
        last = rows.iloc[int(rows["alpha_D"].argmax())]
        below = symbol == "t_o"
        panel.text(
            last["alpha_D"], (0.8 if below else 1.25) * last["value"], label,
            color=TIME_COLOURS[symbol], ha="right", va="top" if below else "bottom", size=7,
        )  # fmt: skip
    exact = select(limit, quantity="generalization_limit_finite_size")
    ring(panel, exact, "alpha_D", TIME_COLOURS["t_g"])
    measured = select(limit, quantity="generalization_limit", kind="simulation")
    simulation_points(panel, measured, "alpha_D", color=TIME_COLOURS["t_g"], ms=2.6)
    linear = select(fixed, activation="linear").assign(value=1 / fixed["value"])
    linear = linear.assign(stderr=linear["stderr"] * linear["value"] ** 2)
    finite = select(linear, quantity="collapse_time_finite_size")
    style = {"color": TIME_COLOURS["t_c"]}
    smooth_line(panel, finite, "alpha_D", ls="--", lw=1, **style)
    collapse = select(linear, quantity="collapse_time", kind="simulation")
    simulation_points(panel, collapse, "alpha_D", fmt="s", ms=3.6, mfc="white", **style)
    alpha, N = measured["alpha"].iloc[0], measured["N"].iloc[0]
    key = f"points: $N$ = {N}\n(squares: Gaussian norms)\nrings, dashed:\ntheory at this $N$"
    panel.text(0.97, 0.95, key, transform=panel.transAxes, ha="right", va="top", size=7)
    panel.set(xscale="log", yscale="log", xlabel=r"$\alpha_D$", ylabel=r"$\lambda$")
    panel.set_ylim(bottom=0.05)
    panel.set_title(rf"one norm, $\alpha$ = {alpha:g}")
