"""Basins of attraction: their radius, and the measured probability to return."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    mark_time,
    plain_ticks,
    sequence_colours,
    simulation_points,
    theory_band,
    theory_line,
)
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """R(t) for several alpha_D; the map of return probabilities; where data points are traps."""
    theory, measured = tables["basin_radius"], tables["basins"]
    figure = new_figure(7.0, 2.5)
    curves, heat, traps = figure.subplots(1, 3)
    _curves(curves, theory)
    alpha_D = float(measured["alpha_D"].iloc[0])
    here = select(theory, alpha_D=alpha_D)
    _heat_map(figure, heat, measured, here)
    _traps(traps, measured, here)
    letter_panels([curves, heat, traps])
    return figure


def _curves(panel: Any, theory: Any) -> None:
    aspects = sorted(theory["alpha_D"].unique())
    for alpha_D, colour in zip(aspects, sequence_colours(len(aspects)), strict=True):
        rows = select(theory, alpha_D=float(alpha_D))
        radius = select(rows, quantity="basin_radius")
        theory_line(panel, radius, "t", color=colour, label=rf"$\alpha_D$ = {alpha_D:g}")
        t_c = value_of(rows, "collapse_time")
        t_o = value_of(rows, "onset_time")
        panel.plot(t_c, t_c, "o", color=colour, zorder=4)
        panel.plot(t_o, 0, "s", color=colour, clip_on=False, zorder=4)
    top = 1.25 * float(select(theory, quantity="basin_radius")["value"].max())
    panel.plot([0, top], [0, top], color="k", lw=0.8, ls="--", label="$R = t$")
    panel.plot([], [], "o", color="0.4", label="$t_c$")
    panel.plot([], [], "s", color="0.4", label="$t_o$")
    panel.set(xlabel="$t$", ylabel="basin radius $R(t)$", xlim=(0, None), ylim=(0, top))
    panel.legend(loc="upper right", fontsize=5.5)


def _heat_map(figure: Figure, panel: Any, measured: Any, theory: Any) -> None:
    """Return probability at the largest N; the radius of half return at every N."""
    sizes = sorted(measured["N"].unique())
    cells = select(measured, quantity="return_probability", N=sizes[-1])
    table = cells.pivot_table(index="R", columns="t", values="value")
    t, R = table.columns.to_numpy(), table.index.to_numpy()
    mesh = panel.pcolormesh(_edges(t), _edges(R), table.to_numpy(), vmin=0, vmax=1, cmap="cividis")
    figure.colorbar(mesh, ax=panel, label="probability to return", pad=0.02)
    radius = select(theory, quantity="basin_radius")
    constant = radius[radius["value"] > 0].sort_values("t")
    # R(t) is constant below t_c; the map begins later than the curve.
    panel.plot(constant["t"], constant["value"], color="#D55E00", lw=1.6, label="theory $R(t)$")
    half = select(measured, quantity="half_return_radius")
    for N, marker in zip(sizes, "^so*D", strict=False):
        rows = half[half["N"] == N]
        if len(rows):
            style = {"color": "w", "fmt": f"{marker}-", "ms": 2.5, "lw": 0.7}
            simulation_points(panel, rows, "t", label=f"1/2 at $N$ = {N}", **style)
    panel.plot(t, t, color="k", ls="--", lw=0.8, label="$R = t$")
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        mark_time(panel, symbol, value_of(theory, quantity), color="w")
    panel.set(xscale="log", yscale="log", xlabel=f"$t$   (colour: $N$ = {sizes[-1]})")
    panel.set(ylabel=rf"$R$   ($\alpha_D$ = {measured['alpha_D'].iloc[0]:g})")
    plain_ticks(panel.xaxis)
    panel.set(xlim=_edges(t)[[0, -1]], ylim=_edges(R)[[0, -1]])
    legend = panel.legend(
        loc="lower left", fontsize=5, frameon=True, framealpha=0.85, facecolor="0.75"
    )
    legend.get_frame().set_linewidth(0)


def _traps(panel: Any, measured: Any, theory: Any) -> None:
    """Probability to return from the smallest R, against t; the own weight at a pattern."""
    probability = select(measured, quantity="return_probability")
    nearest = probability[probability["R"] == probability["R"].min()]
    sizes = sorted(nearest["N"].unique())
    t_o = value_of(theory, "onset_time")
    t = np.sort(nearest["t"].unique())
    panel.step([t[0], t_o, t[-1]], [1, 1, 0], where="pre", color="k", lw=1, label=r"$N\to\infty$")
    for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        rows = nearest[nearest["N"] == N]
        simulation_points(panel, rows, "t", color=colour, ms=2.5, label=f"{N}")
    weight = select(theory, quantity="pattern_weight")
    for N, dash in zip(sorted(weight["N"].unique()), (":", "--", "-."), strict=False):
        rows = weight[weight["N"] == N]
        theory_band(panel, rows, "t", color="0.45", ls=dash, lw=0.9, label=f"{N:g}, weight")
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        mark_time(panel, symbol, value_of(theory, quantity))
    panel.set(xscale="log", xlabel="$t$", ylabel=r"return from $R \to 0$; own weight")
    plain_ticks(panel.xaxis)
    panel.legend(title="$N$", title_fontsize=5.5, fontsize=5, loc="lower left")


def _edges(centres: np.ndarray) -> np.ndarray:
    """Return the cell edges of a geometric grid of centres."""
    ratio = np.sqrt(centres[1] / centres[0])
    return np.append(centres / ratio, centres[-1] * ratio)
