"""Energies of memories in one dimension: isolated wells, one well of two, a flat valley."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks
from memgen.tables.read import select

MEMORY, SPURIOUS = "#D55E00", "#009E73"
TITLES = {"isolated": "isolated wells", "merged": "one spurious minimum", "valley": "flat valley"}


def draw(tables: dict[str, Any]) -> Figure:
    """Energies above; minima of two memories and the distance at which they merge below."""
    rows = tables["merging"]
    figure = new_figure(7.0, 4.4)
    grid = figure.add_gridspec(2, 6)
    above = [figure.add_subplot(grid[0, 2 * k : 2 * k + 2]) for k in range(3)]
    below = [figure.add_subplot(grid[1, 3 * k : 3 * k + 3]) for k in range(2)]
    for panel, name in zip(above, TITLES, strict=True):
        _energy(panel, select(rows, panel=name))
        panel.set_title(TITLES[name])
    above[0].set_ylabel("energy $(E-E_{\\mathrm{min}})/t$")
    _branches(below[0], select(rows, panel="branches"))
    _threshold(below[1], select(rows, panel="threshold"))
    letter_panels([*above, *below])
    return figure


def _energy(panel: Axes, rows: Any) -> None:
    t = float(rows["t"].iloc[0])
    curve = select(rows, quantity="energy").sort_values("x")
    lowest = curve["value"].min()
    panel.plot(curve["x"] / t**0.5, (curve["value"] - lowest) / t, color="#0072B2")
    memories = select(rows, quantity="memory")["value"].to_numpy() / t**0.5
    level = np.interp(memories, curve["x"] / t**0.5, (curve["value"] - lowest) / t)
    panel.plot(memories, level, "*", color=MEMORY, ms=5, label="memory", zorder=3)
    minima = select(rows, quantity="minimum")
    panel.plot(
        minima["x"] / t**0.5,
        (minima["value"] - lowest) / t,
        "o",
        mfc="none",
        color=SPURIOUS,
        ms=7,
        label="minimum",
    )
    panel.set(xlabel=r"$x/\sqrt{t}$", ylim=(-0.8, 12))
    panel.legend(loc="upper center")


def _branches(panel: Axes, rows: Any) -> None:
    unit = 2 * float(rows["t"].iloc[0]) ** 0.5
    found = select(rows, quantity="minimum_found")
    line = select(rows, quantity="minimum_mean_field").sort_values("distance")
    for sign in (-1, 1):
        panel.plot(
            line["distance"] / unit,
            sign * 2 * line["value"] / line["distance"],
            color="k",
            lw=0.8,
            label=r"$x=\frac{d}{2}\tanh\frac{xd}{2t}$" if sign > 0 else None,
        )
    panel.plot(
        found["distance"] / unit,
        2 * found["value"] / found["distance"],
        "o",
        mfc="none",
        color=SPURIOUS,
        label="minima found",
    )
    panel.set(xlabel=r"distance of two memories $d\,/\,2\sqrt{t}$", ylabel="minima $2x/d$")
    panel.legend(loc="center right")


def _threshold(panel: Axes, rows: Any) -> None:
    line = select(rows, quantity="merging_distance").sort_values("t")
    found = select(rows, quantity="merging_distance_found")
    panel.plot(line["t"], line["value"], color="k", lw=0.8, label=r"$d=2\sqrt{t}$")
    panel.plot(
        found["t"], found["value"], "o", mfc="none", color=SPURIOUS, label="found by bisection"
    )
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="distance at merging")
    plain_ticks(panel.yaxis)
    panel.legend()
