"""Condensation along each direction and for ever more points: drawn points and three theories."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select

DIRECTIONS = {"large": "larger variance", "small": "smaller variance"}
MODELS = {
    "finite": ("k", "-", "exact, finite $P$"),
    "exact": ("#0072B2", "--", "exact REM"),
    "gaussian": ("#D55E00", ":", "Gaussian REM"),
}
DRAWN = {"color": "#009E73", "ms": 3, "fmt": "o", "zorder": 3}


def draw(tables: dict[str, Any]) -> Figure:
    """The t at Y2 = 1/2 against |x| and against P; Y2 against t; theory over measurement."""
    rows = tables["condensation"]
    figure = new_figure(7.0, 4.3)
    panels = figure.subplots(2, 3)
    for k, (direction, title) in enumerate(DIRECTIONS.items()):
        at = select(rows, direction=direction)
        half, curve = select(at, quantity="half_time"), select(at, quantity="participation")
        _half(panels[0, k], half, "radius")
        panels[0, k].set(xlabel="$|x|$", title=title)
        plain_ticks(panels[0, k].xaxis)
        _curves(panels[1, k], curve)
        panels[1, k].set_title(f"{title}, $|x|={float(curve['radius'].iloc[0]):g}$")
    centre = select(rows, direction="centre", quantity="half_time")
    _half(panels[0, 2], centre, "P")
    panels[0, 2].set(xlabel="$P$", title="at the centre")
    for panel in panels[0]:
        panel.set_ylim(1.5e-3, 0.6)
    _ratios(panels[1, 2], centre)
    panels[0, 0].set_ylabel("$t$ at $Y_2=1/2$")
    panels[1, 0].set_ylabel("participation $Y_2$")
    handles, labels = panels[0, 0].get_legend_handles_labels()
    handles.append(Line2D([], [], color="0.3", ls="none", marker="o", ms=2.5))
    labels.append("(f) ratio, in the theory's colour")
    figure.legend(handles, labels, loc="outside lower center", ncols=5)
    letter_panels(panels.ravel())
    return figure


def _half(panel: Axes, rows: pd.DataFrame, x: str) -> None:
    for model, (colour, style, label) in MODELS.items():
        line = rows[rows["model"] == model]
        smooth_line(panel, line, x, color=colour, ls=style, lw=1, label=label)
    simulation_points(panel, select(rows, kind="simulation"), x, **DRAWN, label="drawn points")
    panel.set(xscale="log", yscale="log")


def _curves(panel: Axes, rows: pd.DataFrame) -> None:
    for model, (colour, style, _) in MODELS.items():
        line = rows[rows["model"] == model]
        theory_line(panel, line, "t", color=colour, ls=style, lw=1)
    simulation_points(panel, select(rows, kind="simulation"), "t", **DRAWN)
    panel.set(xscale="log", xlabel="$t$")


def _ratios(panel: Axes, rows: pd.DataFrame) -> None:
    """Each theory over the measured time, at the centre, against P."""
    drawn = select(rows, kind="simulation").set_index("P").sort_index()
    for model, (colour, style, _) in MODELS.items():
        theory = rows[rows["model"] == model].set_index("P")["value"].sort_index()
        ratio = theory / drawn["value"]
        error = ratio * drawn["stderr"] / drawn["value"]
        panel.errorbar(ratio.index, ratio, error, color=colour, ls=style, lw=0.8, fmt="o", ms=2.5)
    panel.axhline(1, color="0.7", lw=0.7, zorder=0)
    panel.set(xscale="log", yscale="log", xlabel="$P$", ylabel="theory / measured $t$")
    panel.set_title("at the centre")
    plain_ticks(panel.yaxis)
