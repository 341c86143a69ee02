"""Histograms of both distances for every K; how deep their valleys are, how the rules agree."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.histograms import NAMES, OLIVE, histogram, mark_threshold
from memgen.plots.spurious_states.sample_types import image_sets, log_ladder
from memgen.tables.read import select, value_of

LEAST = 0.2  # contrast of a valley that sets a threshold


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each distance, a row for each K of the first set; two curves at the right."""
    histograms, types = tables["image_histograms"], tables["image_types"]
    name = image_sets(histograms)[0]
    own, rows = select(histograms, images=name), select(types, images=name)
    sizes = sorted(int(size) for size in own["K"].unique())
    figure = new_figure(7.0, 0.72 * max(len(sizes), 4) + 0.7)
    outer = figure.add_gridspec(1, 2, width_ratios=(2, 0.95))
    grid, beside = outer[0].subgridspec(len(sizes), 2), outer[1].subgridspec(2, 1)
    columns = []
    for column, which in enumerate(NAMES):
        panels: list[Axes] = []
        for line, K in enumerate(sizes):
            shared = panels[0] if panels else None
            panel = figure.add_subplot(grid[line, column], sharex=shared)
            histogram(panel, own[own["K"] == K], which)
            mark_threshold(panel, rows, which)
            last = line == len(sizes) - 1
            panel.tick_params(labelbottom=last)
            panel.set(xlabel=f"distance {NAMES[which]}" if last else "", yticks=[])
            panel.spines["left"].set_visible(False)
            bold = "bold" if value_of(rows, "boundary") == K else "normal"
            panel.text(
                0.02, 0.9, f"K = {K}", transform=panel.transAxes, va="top", fontsize=7, weight=bold
            )
            panels.append(panel)
        columns.append(panels)
    right = [figure.add_subplot(beside[line]) for line in range(2)]
    _contrasts(right[0], rows)
    _agreement(right[1], rows)
    for panel in right:
        log_ladder(panel, sizes)
        panel.tick_params(axis="x", labelsize=6)
    columns[0][0].set_title(f"{name} (bar: real images)", loc="right", fontsize=7)
    columns[1][0].set_title(r"line: those with $d_S>\delta_m$", loc="right", fontsize=7)
    letter_panels([columns[0][0], columns[1][0], *right])
    return figure


def _contrasts(panel: Axes, rows: pd.DataFrame) -> None:
    """Contrast of d_S: single networks, their mean, and the samples of all at the boundary."""
    own = select(rows, quantity="network_contrast", which="delta_m")
    panel.plot(own["K"], own["value"], "o", ms=2.8, mfc="none", color=OLIVE)
    panel.plot([], [], "o", ms=2.8, mfc="none", color=OLIVE, label="single networks")
    pooled = select(rows, quantity="contrast", which="delta_m")
    look = {
        "marker": "D",
        "color": "k",
        "ms": 3.5,
        "label": "samples of all",
        "zorder": 3,
        "ls": "none",
    }
    alone = own[own["K"].isin(pooled["K"])]["value"]
    between = alone.std(ddof=1) / np.sqrt(len(alone)) if len(alone) > 1 else 0.0
    whole = np.hypot(pooled["stderr"], between)
    panel.errorbar(pooled["K"], pooled["value"], yerr=whole, color="k", fmt="none", elinewidth=0.5)
    panel.errorbar(pooled["K"], pooled["value"], yerr=pooled["stderr"], elinewidth=1.4, **look)
    panel.axhline(LEAST, color="0.6", lw=0.8, ls="--")
    most = own["value"].max()
    panel.set(ylabel="contrast of the valley of $d_S$", ylim=(-0.05 * most, 1.35 * most))
    panel.legend(fontsize=6, loc="upper right")


def _agreement(panel: Axes, rows: pd.DataFrame) -> None:
    for quantity, colour, label in (
        ("disagreement", "k", "called differently"),
        ("excess", "#CC3311", r"memorised by $d_S$ − by $d_1/d_2$"),
    ):
        own = select(rows, quantity=quantity)
        panel.plot(own["K"], own["value"], "o", ms=2.8, mfc="none", color=colour)
        panel.plot([], [], "o", ms=2.8, mfc="none", color=colour, label=label)
    panel.axhline(0, color="0.6", lw=0.6)
    mean = float(select(rows, quantity="disagreement")["value"].mean())
    panel.axhline(mean, color="0.4", lw=0.8, ls=":", label="mean of the black")
    panel.set_ylabel("share of samples")
    low, high = panel.get_ylim()
    panel.set_ylim(low, high + 0.45 * (high - low))
    panel.legend(fontsize=6, loc="upper right")
