"""Attractors or a continuum: how repetitions grow with |S'|, and whether they are found again."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, sequence_colours
from memgen.plots.spurious_states.sample_types import COLOURS, image_sets, log_ladder, matching
from memgen.tables.read import select, value_of

SHOWN = 3  # numbers K, the boundary's and those next to it


def draw(tables: dict[str, Any]) -> Figure:
    """Of the first set: spurious fraction and number of clusters against |S'|, recurrence."""
    table = tables["image_types"]
    rows = select(table, images=image_sets(table)[0])
    figure = new_figure(7.0, 2.5)
    panels = figure.subplots(1, 3)
    sizes = sorted(int(K) for K in select(rows, quantity="spurious_by_size")["K"].unique())
    at = sizes.index(int(value_of(rows, "boundary")))
    start = max(0, min(at - 1, len(sizes) - SHOWN))
    shown = sizes[start : start + SHOWN]
    for panel, quantity in zip(panels, ("spurious_by_size", "clusters"), strict=False):
        ahead = 1.8 if quantity == "spurious_by_size" else 5.0
        _by_size(panel, select(rows, quantity=quantity), shown, ahead)
    panels[0].set_ylabel("spurious fraction")
    panels[1].set_ylabel("clusters of spurious samples")
    panels[1].legend(title="$K$", title_fontsize=6.5, loc="lower right", ncols=1)
    _recurrence(panels[2], matching(rows, quantity="recurrence"), sizes)
    letter_panels(panels)
    return figure


def _by_size(panel: Axes, rows: pd.DataFrame, shown: list[int], ahead: float) -> None:
    """Means over networks with the error between them, on logarithmic axes.

    A line of slope 1 starts at `ahead` times the first mean of the last K.
    """
    for K, colour in zip(shown, sequence_colours(len(shown)), strict=True):
        own = select(rows, K=K, of="samples").groupby("synthetic")["value"]
        mean, error = own.mean(), own.std(ddof=1) / np.sqrt(own.size())
        there = mean > 0
        panel.errorbar(
            mean.index[there],
            mean[there],
            yerr=error[there],
            fmt="o-",
            ms=2.8,
            lw=0.9,
            color=colour,
            label=str(K),
        )
    real = rows[rows["of"] == "real"].groupby("synthetic")["value"].mean()
    real = real[real > 0]
    panel.plot(real.index, real, "s:", ms=2.4, lw=0.8, color="0.5")
    panel.set(xscale="log", yscale="log", xlabel="number of samples $|S'|$")
    plain_ticks(panel.xaxis)
    if len(real):
        panel.annotate(
            "real images",
            (real.index[len(real) // 2 - 1], real.iloc[len(real) // 2 - 1]),
            (2, -6),
            textcoords="offset points",
            ha="left",
            va="top",
            fontsize=6.5,
            color="0.4",
        )
    mean = select(rows, K=shown[-1], of="samples").groupby("synthetic")["value"].mean()
    mean = mean[mean > 0]
    if len(mean) > 2:
        x = np.array([mean.index[0], mean.index[2]], dtype=float)
        y = ahead * mean.iloc[0] * x / x[0]
        panel.plot(x, y, "--", color="0.6", lw=0.8, zorder=0)
        look = {"ha": "right", "va": "center", "fontsize": 6.5, "color": "0.4"}
        panel.annotate("slope 1", (x[-1], y[-1]), (-5, 1), textcoords="offset points", **look)


def _interval(rows: pd.DataFrame) -> tuple[float, float]:
    """Wilson's interval of one standard deviation about the mean share of some networks.

    Of as many samples as all have; centred on the mean over the networks, which need not be that
    over their samples.
    """
    share, total = float(rows["value"].mean()), float(rows["samples"].sum())
    middle = (share + 0.5 / total) / (1 + 1 / total)
    half = np.sqrt(share * (1 - share) / total + 0.25 / total**2) / (1 + 1 / total)
    return middle - half, middle + half


def _recurrence(panel: Axes, rows: pd.DataFrame, sizes: list[int]) -> None:
    """Of samples that repeat another one and of the others: how many are found again."""
    for of, sample, colour, dash, label in (
        ("samples", "repeated", COLOURS["spurious"], "o-", "spurious"),
        ("samples", "single", COLOURS["generalised"], "o-", "generalised"),
        ("real", "repeated", "0.5", "s:", "real, repeated"),
    ):
        found = matching(rows, of=of, sample=sample)
        if found.empty:
            continue
        own = found.groupby("K")
        mean = own["value"].mean()
        between = own["value"].std(ddof=1) / np.sqrt(own.size())
        low, high = np.array([_interval(rows) for _, rows in own]).T
        error = [np.fmax(between, mean - low), np.fmax(between, high - mean)]
        panel.errorbar(
            mean.index, mean, yerr=error, fmt=dash, ms=3, lw=0.9, color=colour, label=label
        )
    log_ladder(panel, sizes)
    panel.set(ylabel="found again in fresh noise", ylim=(-0.03, 1.25))
    panel.tick_params(axis="x", labelsize=6)
    if panel.get_legend_handles_labels()[0]:
        panel.legend(fontsize=6, ncols=2, loc="upper center", columnspacing=0.8)
