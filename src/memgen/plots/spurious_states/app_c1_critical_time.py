"""Recovery rate against the step, by type, beside the exact posterior."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, theory_line
from memgen.plots.spurious_states.sample_types import COLOURS, TRAINING, TYPES, image_sets
from memgen.plots.spurious_states.type_panels import ENOUGH, crossover_size, set_title
from memgen.tables.read import select

RATE = 0.9  # which the critical step asks for
FEW = 12  # samples below which a type is drawn hollow


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set: first, crossover's and last K; the crossover against delta."""
    table = tables["image_basins"]
    sets = image_sets(table)
    rates = select(table, quantity="rate")
    columns = 1 + max(int(rows["K"].nunique()) for _, rows in rates.groupby("images"))
    figure = new_figure(7.2, 2.2 * len(sets) + 0.4)
    panels = figure.subplots(len(sets), columns, squeeze=False, sharey=True)
    for line, name in zip(panels, sets, strict=True):
        rows = select(rates, images=name)
        sizes = sorted(int(K) for K in rows["K"].unique())
        for panel, K in zip(line[:-1], sizes, strict=False):
            draw_rates(panel, rows[rows["K"] == K])
            panel.set_title(set_title(name, sets, K))
            panel.set_xlabel("step of the noise")
            say_counts(panel, rows[rows["K"] == K])
        for panel in line[len(sizes) : -1]:
            panel.set_axis_off()
        K = crossover_size(select(table, images=name, width=rows["width"].iloc[0]))
        draw_deltas(line[-1], select(table, images=name, K=K, quantity="mean_rate"))
        line[-1].set_title(set_title(name, sets, K))
        line[0].set_ylabel("recovery rate")
    handles = [
        Line2D([], [], color=COLOURS[kind], marker="o", ms=3.5, lw=0.9, label=label)
        for kind, label in zip((*TYPES, TRAINING), (*TYPES, "training points"), strict=True)
    ]
    handles.append(Line2D([], [], color="k", ls="--", lw=0.9, label="exact posterior"))
    figure.legend(handles=handles, loc="outside upper center", ncols=5)
    letter_panels(panel for panel in panels.ravel() if panel.axison)
    return figure


def draw_rates(panel: Axes, rows: pd.DataFrame) -> None:
    """Rates of one K against the step; dashes: the exact posterior."""
    for kind in (*TYPES, TRAINING):
        own = rows[(rows["type"] == kind) & (rows["samples"] >= ENOUGH)]
        if own.empty:
            continue
        style = {"color": COLOURS[kind], "lw": 0.9}
        theory_line(panel, select(own, score="posterior"), "step", ls="--", **style)
        network = select(own, score="network")
        few = int(network["samples"].iloc[0]) < FEW
        if few:
            style["mfc"] = "white"
        _rate_points(panel, network, "step", ms=2.8, zorder=3, **style)
    panel.axhline(RATE, color="0.7", lw=0.6, ls=":", zorder=0)
    panel.set_ylim(-0.04, 1.17)


def _rate_points(panel: Axes, rows: pd.DataFrame, x: str, **style: Any) -> None:
    """Rates with errors that end at 0 and at 1."""
    own = rows.sort_values(x)
    value, error = own["value"].to_numpy(), own["stderr"].fillna(0).to_numpy()
    bars = [np.minimum(error, value), np.minimum(error, 1 - value)]
    panel.errorbar(own[x], value, np.maximum(bars, 0), fmt="o-", **style)


def say_counts(panel: Axes, rows: pd.DataFrame) -> None:
    """Write at the top how many samples of each type there are, in brackets if not drawn."""
    panel.text(0.03, 0.93, "n =", transform=panel.transAxes, fontsize=6.5)
    for place, kind in enumerate((*TYPES, TRAINING)):
        counts = rows[rows["type"] == kind]["samples"]
        found = 0 if counts.empty else int(counts.iloc[0])
        words = f"{found}" if found >= ENOUGH else f"({found})"
        look = {"transform": panel.transAxes, "color": COLOURS[kind], "fontsize": 6.5}
        panel.text(0.2 + 0.2 * place, 0.93, words, **look)


def draw_deltas(panel: Axes, rows: pd.DataFrame) -> None:
    """Rates, mean over the steps, against the distance within which a sample counts as back."""
    for kind in (*TYPES, TRAINING):
        own = rows[(rows["type"] == kind) & (rows["samples"] >= ENOUGH)]
        if len(own):
            style = {"color": COLOURS[kind], "ms": 2.8, "lw": 0.9}
            _rate_points(panel, own, "scale", **style)
    panel.axvline(1, color="0.6", lw=0.7, ls=":", zorder=0)
    panel.set(xscale="log", xlabel=r"distance allowed / $\delta$")
    plain_ticks(panel.xaxis)
