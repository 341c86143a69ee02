"""Basins of attraction: their radius, who returns from where, and which data points are traps."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import PchipInterpolator

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    TIME_COLOURS,
    letter_panels,
    mark_time,
    plain_ticks,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, value_of

# Letter and title of each cut.
CUTS = {
    "below_collapse": ("b", "$t = t_c/3$"),
    "between": ("c", r"$t = \sqrt{t_c t_o}$"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """R(t) for several alpha_D; the return probability in two cuts; the fraction of traps."""
    limit, theory, measured = (tables[name] for name in ("basin_radius", "basin_theory", "basins"))
    figure = new_figure(7.0, 4.9)
    panels = figure.subplots(2, 2)
    alpha_D = float(measured["alpha_D"].iloc[0])
    colours = size_colours(theory)
    _curves(panels[0, 0], limit, theory, alpha_D)
    here = select(limit, alpha_D=alpha_D)
    for panel, (regime, (_, label)) in zip((panels[0, 1], panels[1, 0]), CUTS.items(), strict=True):
        _cut(panel, measured, theory, here, regime, colours)
        panel.set_title(label, fontsize=8)
    _traps(panels[1, 1], measured, theory, here, colours)
    _name_sizes(panels[0, 1], colours, 0.03)
    letter_panels(panels.ravel())
    return figure


def size_colours(theory: pd.DataFrame) -> dict[float, Any]:
    """Return a colour for each N, dark to light."""
    sizes = sorted(float(N) for N in theory["N"].unique())
    return dict(zip(sizes, sequence_colours(len(sizes), "plasma"), strict=True))


def smooth_line(panel: Axes, rows: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw rows as a monotone cubic in log x through them, with their standard error."""
    ordered = rows.sort_values(x)
    places = np.log(ordered[x].to_numpy(float))
    fine = np.linspace(places[0], places[-1], 400)
    values = PchipInterpolator(places, ordered["value"].to_numpy(float))(fine)
    panel.plot(np.exp(fine), values, **style)
    error = np.interp(fine, places, ordered["stderr"].to_numpy(float))
    band = {"color": style["color"], "alpha": 0.2, "lw": 0}
    panel.fill_between(np.exp(fine), values - error, values + error, **band)


def _curves(panel: Axes, limit: pd.DataFrame, theory: pd.DataFrame, alpha_D: float) -> None:
    aspects = sorted(limit["alpha_D"].unique())
    for aspect, colour in zip(aspects, sequence_colours(len(aspects)), strict=True):
        rows = select(limit, alpha_D=float(aspect))
        radius = select(rows, quantity="basin_radius")
        theory_line(panel, radius, "t", color=colour)
        t_c = value_of(rows, "collapse_time")
        t_o = value_of(rows, "onset_time")
        panel.plot(t_c, t_c, "o", color=TIME_COLOURS["t_c"], mec="k", mew=0.4, zorder=4)
        panel.plot(
            t_o, 0, "s", color=TIME_COLOURS["t_o"], mec="k", mew=0.4, clip_on=False, zorder=4
        )
        below = radius[radius["value"] < 0.45 * t_c].sort_values("t").iloc[0]
        name = rf"$\alpha_D$ = {aspect:g}"
        # On the side where no other curve is near.
        right = t_c < 1 or aspect == aspects[-1]
        side, align = (0.06, "left") if right else (-0.16, "right")
        style = {"color": colour, "fontsize": 6.5, "ha": align}
        panel.text(below["t"] + side, below["value"], name, **style)
    top = 1.2 * float(select(limit, quantity="basin_radius")["value"].max())
    panel.plot([0, top], [0, top], color="k", lw=0.8, ls="--")
    panel.text(0.93 * top, 0.99 * top, "$R = t$", ha="right", va="top", fontsize=7)
    panel.plot([], [], "o", color=TIME_COLOURS["t_c"], mec="k", mew=0.4, label="$t_c$")
    panel.plot([], [], "s", color=TIME_COLOURS["t_o"], mec="k", mew=0.4, label="$t_o$")
    cuts = select(theory, quantity="return_probability").drop_duplicates("regime")
    radius = select(limit, alpha_D=alpha_D, quantity="basin_radius").sort_values("t")
    for _, cut in cuts.iterrows():
        height = float(np.interp(cut["t"], radius["t"], radius["value"]))
        panel.plot([cut["t"]] * 2, [0, height], color="0.4", lw=0.8, ls=":")
        side, align = (-0.03, "right") if cut["t"] < height else (0.03, "left")
        panel.text(cut["t"] + side, 0.5 * height, f"({CUTS[cut['regime']][0]})", ha=align)
        panel.texts[-1].set(fontsize=6.5, color="0.3")
    panel.set(xlabel="noise variance $t$", ylabel="size of the basin, $R(t)$")
    panel.set(xlim=(0, 1.14 * float(limit["t"].max())), ylim=(0, top))
    panel.legend(loc="upper right", fontsize=7)


def _cut(
    panel: Axes,
    measured: pd.DataFrame,
    theory: pd.DataFrame,
    limit: pd.DataFrame,
    regime: str,
    colours: dict[float, Any],
) -> None:
    """Probability to return against R: theory of each N, simulation where there is one, step."""
    rows = select(theory, quantity="return_probability", regime=regime)
    simulated = select(measured, quantity="return_probability", regime=regime)
    for N, colour in colours.items():
        smooth_line(panel, rows[rows["N"] == N], "R", color=colour, lw=1.1)
        simulation_points(panel, simulated[simulated["N"] == N], "R", color=colour, ms=3)
    if regime == "below_collapse":
        # the limit of small t, which differs where N is small
        N, colour = next(iter(colours.items()))
        cells = select(theory, quantity="voronoi_probability", N=N)
        smooth_line(panel, cells, "R", color=colour, lw=1.1, ls=":")
        label = rf"dotted: $t \to 0$, $N$ = {N:g}"
        panel.text(0.98, 0.86, label, fontsize=7, ha="right", va="top", transform=panel.transAxes)
    radius = select(limit, quantity="basin_radius").sort_values("t")
    step = float(np.interp(simulated["t"].iloc[0], radius["t"], radius["value"]))
    low, high = rows["R"].min(), rows["R"].max()
    panel.plot([low, step, step, high], [1, 1, 0, 0], color="k", lw=1.2, zorder=1)
    panel.text(step * 1.08, 1.03, "$R(t)$", ha="center", va="bottom", fontsize=7)
    panel.set(xscale="log", xlabel="displacement of the start, $R$ (variance per coordinate)")
    panel.set(ylabel="probability to return", ylim=(-0.04, 1.14))
    plain_ticks(panel.xaxis)


def _traps(
    panel: Axes,
    measured: pd.DataFrame,
    theory: pd.DataFrame,
    limit: pd.DataFrame,
    colours: dict[float, Any],
) -> None:
    """Fraction of data points that are traps against t."""
    rows = select(theory, quantity="trap_fraction")
    simulated = select(measured, quantity="trap_fraction")
    t_o = value_of(limit, "onset_time")
    t = np.sort(rows["t"].unique())
    panel.plot([t[0], t_o, t_o, t[-1]], [1, 1, 0, 0], color="k", lw=1.2, zorder=1)
    for N, colour in colours.items():
        smooth_line(panel, rows[rows["N"] == N], "t", color=colour, lw=1.1)
        simulation_points(panel, simulated[simulated["N"] == N], "t", color=colour, ms=3)
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        mark_time(panel, symbol, value_of(limit, quantity))
    onset = theory[theory["quantity"] == "onset_time_finite_size"]
    for _, one in onset.iterrows():
        panel.plot(
            one["value"], 0.5, "v", color=colours[one["N"]], mec="k", mew=0.5, ms=5, zorder=5
        )
    panel.set(xscale="log", xlabel="noise variance $t$", ylim=(-0.04, 1.04))
    panel.set(ylabel="fraction of data points that are traps")
    plain_ticks(panel.xaxis)


def _name_sizes(panel: Axes, colours: dict[float, Any], left: float, top: float = 0.56) -> None:
    for k, (N, colour) in enumerate([*colours.items(), (np.inf, "k")]):
        name = r"$N\to\infty$" if np.isinf(N) else f"$N$ = {N:g}"
        panel.text(left, top - 0.075 * k, name, color=colour, fontsize=7, transform=panel.transAxes)
