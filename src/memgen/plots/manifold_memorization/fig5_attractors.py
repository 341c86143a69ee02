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
    theory_line,
)
from memgen.tables import select


def draw(tables: dict[str, Any]) -> Figure:
    """R(t) for several alpha_D with the line R = t; the map of return probabilities."""
    basins = tables["basins"]
    figure = new_figure(7.0, 2.9)
    curves, heat = figure.subplots(1, 2)
    radius = select(basins, quantity="basin_radius")
    simulated_aspect = float(select(basins, quantity="return_probability")["alpha_D"].iloc[0])
    shown = sorted(select(basins, quantity="basin_radius", along="curve")["alpha_D"].unique())
    for alpha_D, colour in zip(shown, sequence_colours(len(shown)), strict=True):
        rows = select(radius, alpha_D=float(alpha_D), along="curve")
        theory_line(curves, rows, "t", color=colour, label=rf"$\alpha_D$ = {alpha_D:g}")
        for quantity, marker in (("collapse_time", "o"), ("onset_time", "s")):
            t = select(basins, quantity=quantity, alpha_D=float(alpha_D))["value"].iloc[0]
            height = t if quantity == "collapse_time" else 0.0
            curves.plot(t, height, marker, color=colour, clip_on=False, zorder=4)
    top = 1.25 * float(radius["value"].max())
    curves.plot([0, top], [0, top], color="k", lw=0.8, ls="--", label="$R = t$")
    curves.plot([], [], "o", color="0.4", label="$t_c$")
    curves.plot([], [], "s", color="0.4", label="$t_o$")
    curves.set(xlabel="$t$", ylabel="basin radius $R(t)$", xlim=(0, None), ylim=(0, top))
    curves.legend()
    _heat_map(figure, heat, basins, simulated_aspect)
    letter_panels([curves, heat])
    return figure


def _heat_map(figure: Figure, panel: Any, basins: Any, alpha_D: float) -> None:
    cells = select(basins, quantity="return_probability")
    table = cells.pivot_table(index="R", columns="t", values="value")
    t, R = table.columns.to_numpy(), table.index.to_numpy()
    mesh = panel.pcolormesh(_edges(t), _edges(R), table.to_numpy(), vmin=0, vmax=1, cmap="cividis")
    figure.colorbar(mesh, ax=panel, label="probability to return")
    theory = select(basins, quantity="basin_radius", along="map", alpha_D=alpha_D)
    theory = theory[theory["value"] > 0]
    theory_line(panel, theory, "t", color="#D55E00", lw=1.6, label="theory $R(t)$")
    half = select(basins, quantity="half_return_radius").sort_values("t")
    panel.errorbar(
        half["t"],
        half["value"],
        yerr=half["stderr"],
        color="w",
        fmt="o-",
        ms=2.5,
        lw=1,
        label="simulation, 1/2",
    )
    panel.plot(t, t, color="k", ls="--", lw=0.8, label="$R = t$")
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        at = select(basins, quantity=quantity, alpha_D=alpha_D)["value"].iloc[0]
        mark_time(panel, symbol, at, color="w")
    N, P = int(cells["N"].iloc[0]), int(cells["P"].iloc[0])
    panel.set(xscale="log", yscale="log", xlabel=f"$t$   ($N$ = {N}, $P$ = {P})")
    panel.set(ylabel=rf"$R$   ($\alpha_D$ = {alpha_D:g})")
    plain_ticks(panel.xaxis)
    panel.set(xlim=_edges(t)[[0, -1]], ylim=_edges(R)[[0, -1]])
    legend = panel.legend(loc="lower left", frameon=True, framealpha=0.85, facecolor="0.75")
    legend.get_frame().set_linewidth(0)


def _edges(centres: np.ndarray) -> np.ndarray:
    """Return the cell edges of a geometric grid of centres."""
    ratio = np.sqrt(centres[1] / centres[0])
    return np.append(centres / ratio, centres[-1] * ratio)
