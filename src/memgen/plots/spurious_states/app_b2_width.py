"""Fractions against K for several widths; where they change against the width."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, sequence_colours, simulation_points
from memgen.plots.spurious_states.sample_types import (
    TYPES,
    bars_of_one_network,
    image_sets,
    matching,
    network_scatter,
)
from memgen.tables.read import select

ONSETS = (
    ("memorisation_limit", "memorised", "#CC3311", "memorised = 1/2"),
    ("spurious_peak", "spurious", "#009E73", "most spurious"),
    ("onset", "generalised", "#0072B2", "generalised = 1/2"),
)


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set: memorised, spurious, generalised by width; K of each change."""
    table = tables["image_types"]
    sets = image_sets(table)
    figure = new_figure(7.0, 2.1 * len(sets) + 0.3)
    panels = figure.subplots(len(sets), 4, squeeze=False)
    for line, name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        fractions = select(rows, quantity="fraction", scale=1.0)
        widths = sorted(int(width) for width in fractions["width"].unique())
        for panel, kind in zip(line, TYPES, strict=False):
            for width, colour in zip(widths, sequence_colours(len(widths)), strict=True):
                own = fractions[(fractions["width"] == width) & (fractions["type"] == kind)]
                simulation_points(
                    panel, own, "K", color=colour, fmt="o-", ms=2.6, lw=0.8, label=str(width)
                )
                bars_of_one_network(panel, rows, own, kind, colour)
            panel.set(xscale="log", xlabel="training images $K$", title=kind)
            plain_ticks(panel.xaxis)
            panel.tick_params(axis="x", labelsize=6)
            panel.set_ylim(0, 1.15 * panel.get_ylim()[1])
        line[0].set_ylabel(f"{name}\nfraction")
        for quantity, kind, colour, label in ONSETS:
            own = rows[rows["quantity"] == quantity]
            if len(own):
                _bars_of_places(line[3], rows, own, kind, colour)
                simulation_points(
                    line[3], own, "width", color=colour, fmt="o-", ms=3, lw=0.8, label=label
                )
        line[3].set(
            xscale="log",
            xlabel="width of the perceptron",
            ylabel="$K$",
            xlim=(0.7 * widths[0], 1.4 * widths[-1]),
        )
        if rows["quantity"].isin([quantity for quantity, *_ in ONSETS]).any():
            line[3].set_yscale("log")
            plain_ticks(line[3].yaxis)
        else:
            line[3].text(
                0.5, 0.5, "no onset on this ladder", transform=line[3].transAxes, ha="center"
            )
        line[3].set_xticks(widths, [str(width) for width in widths])
        line[3].xaxis.minorticks_off()
    panels[0, 0].legend(title="width", title_fontsize=6.5, loc="upper right")
    panels[0, 3].set_ylim(top=1.9 * panels[0, 3].get_ylim()[1])
    if panels[0, 3].get_legend_handles_labels()[0]:
        panels[0, 3].legend(fontsize=5.5, loc="upper left")
    letter_panels(panels.ravel())
    return figure


def _bars_of_places(
    panel: Axes, rows: pd.DataFrame, own: pd.DataFrame, kind: str, colour: str
) -> None:
    """Thin bars at the K of a change: a rung of the ladder, or how far one network leaves it open.

    Half of the samples are of a type where its fraction f crosses 1/2: one network leaves log K
    open by sd / 4 over the slope of f against log K. The K with most spurious samples is known to
    half a rung.
    """
    for _, place in own.iterrows():
        ladder = matching(rows, quantity="fraction", type=kind, scale=1.0, width=place["width"])
        ladder = ladder.sort_values("K")
        logs, values = np.log(ladder["K"].to_numpy(float)), ladder["value"].to_numpy(float)
        at = int(np.clip(np.searchsorted(logs, np.log(place["value"])), 1, len(logs) - 1))
        rung = logs[at] - logs[at - 1]
        open_by = rung / 2
        if kind != "spurious":
            open_by = network_scatter(rows, kind) / 4 * rung / abs(values[at] - values[at - 1])
        if np.isfinite(open_by):
            ends = place["value"] * np.exp([-open_by, open_by])
            panel.vlines(place["width"], *ends, color=colour, lw=0.6)
