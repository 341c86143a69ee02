"""The outlier of a two-Gaussian mixture: where it leaves the bulk, and its eigenvector."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select, value_of

EDGE = "0.45"


def draw(tables: dict[str, Any]) -> Figure:
    """Largest eigenvalue over the edge and overlap against t; the overlap over (|m|^2, t)."""
    rows = tables["outlier"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3, width_ratios=[1, 1, 1.15])
    signals = sorted(select(rows, quantity="transition_time")["signal"])
    colours = sequence_colours(len(signals) + 1)[:-1]
    for panel, quantity in zip(panels, ("eigenvalue", "overlap"), strict=False):
        for signal, colour in zip(signals, colours, strict=True):
            mine = select(rows, signal=float(signal))
            _curves(panel, over_edge(mine, rows) if panel is panels[0] else mine, quantity, colour)
            t_bbp = value_of(mine, "transition_time")
            # below the legend of (a)
            panel.axvline(t_bbp, ymax=0.45, color=colour, lw=0.7, ls=(0, (1, 2)))
        panel.set_xlabel("time $t$")
    panels[0].axhspan(0, 1, color="0.9", lw=0)
    panels[0].axhline(1, color=EDGE, lw=0.9)
    panels[0].set(ylabel=r"largest eigenvalue / edge of the bulk", ylim=(0.75, 3.4))
    panels[0].text(0.97, 0.03, "bulk", color=EDGE, transform=panels[0].transAxes, ha="right")
    handles = [
        *(
            Line2D([], [], color=c, label=f"$|m|^2={m:g}$")
            for m, c in zip(signals, colours, strict=True)
        ),
        Line2D([], [], color="k", marker="o", mfc="w", ls="", ms=3.2, label="$U$"),
        Line2D([], [], color="k", lw=1, ls=(0, (3, 1.5)), label="equivalent, same $d$"),
        Line2D([], [], color="k", lw=1, label=r"closed form, $d\to\infty$"),
    ]
    panels[0].legend(handles=handles, loc="upper right", fontsize=6.5)
    panels[1].set(ylabel="overlap$^2$ with $Wm$", ylim=(-0.03, 1.03))
    _phases(panels[2], rows, dict(zip(signals, colours, strict=True)))
    letter_panels(panels)
    return figure


def _curves(panel: Axes, rows: Any, quantity: str, colour: Any) -> None:
    """Closed form (solid), the equivalent at finite d (dashed), U (points)."""
    of_limit = select(rows, quantity=quantity, kind="theory")
    theory_line(panel, of_limit, "t", color=colour, lw=1)
    drawn = select(rows, quantity=quantity, kind="simulation")
    simulation_points(panel, drawn, "t", color=colour, mfc="w", ms=3, lw=0.7, zorder=2.5)
    finite = select(rows, quantity=f"{quantity}_finite")
    smooth_line(
        panel, finite, "t", color=colour, lw=1.1, ls=(0, (3, 1.5)), scale="linear", zorder=4
    )


def over_edge(mine: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows against t over the upper edge of the bulk at the same t."""
    edge = select(rows, quantity="edge").sort_values("t")
    scale = np.interp(mine["t"], edge["t"], edge["value"])
    return mine.assign(value=mine["value"] / scale, stderr=mine["stderr"] / scale)


def _phases(panel: Axes, rows: Any, colours: dict[float, Any]) -> None:
    """Measured overlap over (|m|^2, t), the predicted line of the transition and of overlap 1/2."""
    overlap = select(rows, quantity="map").pivot_table(index="t", columns="signal", values="value")
    image = panel.pcolormesh(
        overlap.columns.to_numpy(float),
        overlap.index.to_numpy(float),
        overlap.to_numpy(float),
        cmap="Greys",
        vmin=0,
        vmax=1,
        shading="gouraud",
        rasterized=True,
    )
    threshold = select(rows, quantity="threshold").sort_values("t")
    panel.plot(threshold["value"], threshold["t"], color="#D55E00", lw=1.4)
    half = select(rows, quantity="half_signal").sort_values("t")
    panel.plot(half["value"], half["t"], color="#D55E00", lw=1, ls="--")
    times = select(rows, quantity="transition_time")
    for signal, t in zip(times["signal"], times["value"], strict=True):
        panel.plot(signal, t, "o", ms=4, color=colours[signal], mec="w", mew=0.6)
    panel.set(xscale="log", xlabel="$|m|^2$", ylabel="time $t$")
    signals, at = overlap.columns.to_numpy(float), overlap.index.to_numpy(float)
    panel.set_xlim(signals.min(), signals.max())
    panel.set_ylim(at.min(), at.max())
    plain_ticks(panel.xaxis)
    panel.text(0.06, 0.9, "no outlier", transform=panel.transAxes)
    middle = threshold.iloc[int(0.72 * len(threshold))]
    panel.text(
        0.85 * middle["value"],
        middle["t"],
        r"$t_{\rm BBP}$",
        color="#D55E00",
        ha="right",
        va="bottom",
    )
    panel.text(0.97, 0.07, "outlier", transform=panel.transAxes, ha="right", color="w")
    panel.figure.colorbar(image, ax=panel, label="overlap$^2$, equivalent")
