"""Spectra of networks of ever more images, their second differences, and what dimension they show.

The published grid has a panel for each number of images; here they are laid over each other.
"""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, theory_line
from memgen.tables.read import select, single

COLUMNS = {
    "linear_dimension": "principal\ncomponents",
    "dimension": r"values below $\frac{1}{2}$",
    "detected_dimension": "largest drop",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Spectra at two t, all sizes laid over each other; second differences; a table."""
    table = tables["image_dimension"]
    rows = select(table, steps=int(table["steps"].max()))
    times, sizes = sorted(rows["t"].unique()), sorted(rows["trained_on"].unique())
    colours = dict(zip(sizes, sequence_colours(len(sizes)), strict=True))
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 2)
    for panel, t in zip(panels[0], times, strict=True):
        _spectra(panel, select(rows, t=float(t)), colours)
        panel.set_title(rf"$\sqrt{{t}}={t**0.5:.2g}$")
    panels[0, 0].set_ylabel(r"singular value of $t\,\nabla$score")
    small = select(rows, t=float(times[0]))
    _second_differences(panels[1, 0], small, colours)
    panels[1, 0].set_title(rf"$\sqrt{{t}}={times[0] ** 0.5:.2g}$")
    _table(panels[1, 1], small, colours)
    panels[1, 1].set_title(rf"dimension at $\sqrt{{t}}={times[0] ** 0.5:.2g}$")
    handles = [Line2D([], [], color=colour, lw=1.3) for colour in colours.values()]
    handles.append(Line2D([], [], color="0.3", lw=0.9, ls=":"))
    labels = [*(f"$P={size}$" for size in sizes), "principal components"]
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    letter_panels(panels.ravel())
    return figure


def _spectra(panel: Axes, rows: pd.DataFrame, colours: dict[Any, Any]) -> None:
    """Mean over images and networks with the spread over images; dotted: the linear control."""
    highest = 0.0
    for size, colour in colours.items():
        at = select(rows, trained_on=int(size))
        mean = select(at, quantity="singular_value").sort_values("rank")
        spread = select(at, quantity="spread").sort_values("rank")["value"].to_numpy(float)
        value = mean["value"].to_numpy(float)
        highest = max(highest, float((value + spread).max()))
        panel.plot(mean["rank"], value, color=colour, lw=1.1)
        panel.fill_between(
            mean["rank"].astype(float),
            value - spread,
            value + spread,
            color=colour,
            alpha=0.2,
            lw=0,
        )
        linear = select(at, quantity="linear_value")
        theory_line(panel, linear, "rank", color=colour, lw=0.9, ls=":")
    panel.axhline(0.5, color="0.7", lw=0.6, zorder=0)
    panel.set(xlabel="rank", ylim=(-0.03, 1.03 * highest))


def _second_differences(panel: Axes, rows: pd.DataFrame, colours: dict[Any, Any]) -> None:
    for size, colour in colours.items():
        at = select(rows, quantity="second_difference", trained_on=int(size))
        theory_line(panel, at, "rank", color=colour, lw=0.9)
    panel.set(xlabel="rank", ylabel="|second difference|")


def _table(panel: Axes, rows: pd.DataFrame, colours: dict[Any, Any]) -> None:
    """Dimension for each number of images, with errors over networks."""
    cells = []
    for size in colours:
        at = select(rows, trained_on=int(size))
        line = []
        for quantity in COLUMNS:
            own = at if quantity == "linear_dimension" else select(at, probed="fresh")
            found = single(own, quantity=quantity)
            line.append(f"{found['value']:.1f} ± {found['stderr']:.1f}")
        if single(at, quantity="detected_share")["value"] == 0:
            line[-1] = "none"
        cells.append(line)
    names = [f"$P={size}$" for size in colours]
    shown = panel.table(
        cells,
        rowLabels=names,
        colLabels=list(COLUMNS.values()),
        bbox=Bbox.from_bounds(0.16, 0.02, 0.84, 0.9),
    )
    shown.auto_set_font_size(False)
    shown.set_fontsize(6.5)
    for (row, column), cell in shown.get_celld().items():
        cell.set_linewidth(0)
        if column == -1:
            cell.get_text().set_color(list(colours.values())[row - 1])
    panel.axis("off")
