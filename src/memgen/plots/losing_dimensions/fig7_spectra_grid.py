"""Spectra of networks of ever more images, their second differences, and what dimension they show.

The published grid has a panel for each number of images; here they are laid over each other.
"""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator
from matplotlib.transforms import Bbox

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, theory_line
from memgen.tables.read import select, single

HIGHEST = 0.4  # second difference
COLUMNS = {
    "linear_dimension": "principal\ncomponents",
    "dimension": r"values below $\frac{1}{2}$",
    "detected_dimension": "largest drop",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Spectra at two t, all sizes laid over each other; second differences by size; a table."""
    table = tables["image_dimension"]
    rows = select(table, steps=int(table["steps"].max()))
    times, sizes = sorted(rows["t"].unique()), sorted(rows["trained_on"].unique())
    colours = dict(zip(sizes, sequence_colours(len(sizes), "plasma"), strict=True))
    figure = new_figure(7.0, 4.9)
    grid = figure.add_gridspec(2, 2, height_ratios=(1, 1.1))
    above = [figure.add_subplot(grid[0, k]) for k in range(2)]
    for panel, t in zip(above, times, strict=True):
        _spectra(panel, select(rows, t=float(t)), colours)
        panel.set_title(rf"$\sqrt{{t}}={t**0.5:.2g}$")
    above[0].set_ylabel(r"singular value of $t\,\nabla$score")
    small = select(rows, t=float(times[0]))
    stack = grid[1, 0].subgridspec(len(sizes), 1)
    strips = [figure.add_subplot(stack[k]) for k in range(len(sizes))]
    _second_differences(strips, small, colours)
    strips[0].set_title(rf"second differences, $\sqrt{{t}}={times[0] ** 0.5:.2g}$")
    counted = figure.add_subplot(grid[1, 1])
    _table(counted, small, colours)
    counted.set_title(rf"dimension at $\sqrt{{t}}={times[0] ** 0.5:.2g}$")
    handles = [Line2D([], [], color=colour, lw=1.3) for colour in colours.values()]
    handles.append(Line2D([], [], color="0.3", lw=0.9, ls=":"))
    labels = [*(f"$P={size}$" for size in sizes), "principal components"]
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    letter_panels([*above, strips[0], counted])
    return figure


def _spectra(panel: Axes, rows: pd.DataFrame, colours: dict[Any, Any]) -> None:
    """Mean over images and networks with the spread over images; dotted: the linear control."""
    highest = 0.0
    widths = np.linspace(2.2, 0.9, len(colours))  # of two that coincide both are seen
    for width, (size, colour) in zip(widths, colours.items(), strict=True):
        at = select(rows, trained_on=int(size))
        mean = select(at, quantity="singular_value").sort_values("rank")
        spread = select(at, quantity="spread").sort_values("rank")["value"].to_numpy(float)
        value = mean["value"].to_numpy(float)
        highest = max(highest, float((value + spread).max()))
        rank = mean["rank"].to_numpy(float)
        panel.plot(rank, value, color=colour, lw=width)
        panel.fill_between(
            rank,
            value - spread,
            value + spread,
            color=colour,
            alpha=0.2,
            lw=0,
        )
        linear = select(at, quantity="linear_value")
        theory_line(panel, linear, "rank", color=colour, lw=0.5 + width / 2, ls=":")
    panel.axhline(0.5, color="0.7", lw=0.6, zorder=0)
    panel.set(xlabel="rank", ylim=(-0.03, 1.03 * highest))


def _second_differences(panels: list[Axes], rows: pd.DataFrame, colours: dict[Any, Any]) -> None:
    """A strip for each size; grey: five medians; triangle: the largest drop, if all have one."""
    for panel, (size, colour) in zip(panels, colours.items(), strict=True):
        at = select(rows, trained_on=int(size))
        second = select(at, quantity="second_difference")
        theory_line(panel, second, "rank", color=colour, lw=1.0)
        panel.axhline(5 * float(second["value"].median()), color="0.6", lw=0.7, zorder=0)
        spectrum = select(at, quantity="singular_value").sort_values("rank")
        if single(at, quantity="detected_share")["value"] == 1:
            drop = int(np.argmin(np.diff(spectrum["value"].to_numpy(float))))
            panel.plot(drop + 0.5, HIGHEST, "v", color=colour, ms=4, clip_on=False)
        panel.set(yscale="log", ylim=(1e-4, HIGHEST), xlim=(-2, len(spectrum) + 1))
        panel.set_yticks([1e-3, 1e-1])
        panel.yaxis.set_minor_locator(NullLocator())
        panel.tick_params(labelbottom=panel is panels[-1], labelsize=6)
        panel.set_ylabel(r"$|\Delta^2|$", fontsize=6.5)
        words = {"ha": "right", "va": "top", "transform": panel.transAxes}
        panel.text(0.99, 0.98, f"$P={size}$", color=colour, fontsize=6.5, **words)
    panels[-1].set_xlabel("rank")


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
        share = single(at, quantity="detected_share")
        missing = round((1 - share["value"]) * share["n"])
        if missing:
            line[-1] = "none" if missing == share["n"] else f"none in {missing} of {share['n']}"
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
