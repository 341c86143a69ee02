"""Histograms of both distances at the boundary, samples at their peaks, and the map of types."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from memgen.plots.files import new_figure
from memgen.plots.pieces import plain_ticks
from memgen.plots.spurious_states.histograms import (
    NAMES,
    OLIVE,
    by_valley,
    histogram,
    mark_threshold,
    rule_of,
)
from memgen.plots.spurious_states.sample_types import COLOURS, TYPES, image_sets, matching, set_name
from memgen.plots.spurious_states.thumbnails import block_size, draw_block, place, write
from memgen.tables.read import select, value_of

CELL = 0.25
PEAKS = {
    "S": (("memorised", "left_peak"), ("spurious", "right_peak")),
    "S'": (("spurious", "left_peak"), ("generalised", "right_peak")),
}
MOST = 3000  # points of the map


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each distance, its histogram and its peaks' samples; at the right the map."""
    types, histograms = tables["image_types"], tables["image_histograms"]
    name = image_sets(types)[0]
    rows = select(types, images=name)
    K = int(value_of(rows, "boundary"))
    own = histograms[(histograms["images"] == name) & (histograms["K"] == K)]
    figure = new_figure(7.0, 3.75)
    figure.set_layout_engine("none")
    for line, which in enumerate(("S", "S'")):
        low = 2.15 - 1.75 * line
        panel = place(figure, 0.55, low, 2.25, 1.3)
        histogram(panel, own, which)
        mark_threshold(panel, rows, which)
        there = own[(own["of"] == "samples") & (own["value"] > 0)]
        panel.set_xlim(left=0.8 * float(there["low"].min()))
        _describe(panel, rows, which, line)
        _peaks(figure, panel, tables["image_pictures"], rows, name, which, low + 1.3)
    panel = place(figure, 5.32, 0.4, 1.6, 3.05)
    _map(panel, tables["image_distances"], rows, name)
    write(figure, 4.98, 3.58, "(c)", weight="bold", fontsize=8, ha="left")
    write(figure, 6.9, 3.62, f"{set_name(name)}, $K={K}$", ha="right", fontsize=7)
    return figure


def _describe(panel: Axes, rows: pd.DataFrame, which: str, line: int) -> None:
    panel.set(xlabel=f"distance {NAMES[which]}", ylabel="fraction of samples")
    panel.xaxis.labelpad = 1
    panel.yaxis.set_major_locator(MaxNLocator(4))
    ground = {"facecolor": "w", "alpha": 0.8, "lw": 0, "pad": 0.5}  # over threshold and band
    look = {"fontsize": 5.8, "va": "top", "bbox": ground, "zorder": 4}
    panel.text(0.02, 0.98, rule_of(rows, which), transform=panel.transAxes, **look)
    panel.set_title(f"({'ab'[line]})", loc="left", weight="bold", fontsize=8)
    colour = OLIVE if which == "S" else "0.4"
    panel.text(
        1.0, 1.02, "samples", color=colour, transform=panel.transAxes, ha="right", fontsize=6
    )
    panel.text(
        0.76,
        1.02,
        "real images",
        color=COLOURS["generalised"],
        transform=panel.transAxes,
        ha="right",
        fontsize=6,
    )
    if which == "S'":
        panel.text(
            0.5,
            1.02,
            r"those with $d_S>\delta_m$",
            transform=panel.transAxes,
            ha="right",
            fontsize=6,
        )


def _peaks(figure, panel, pictures, rows, name, which, top):
    delta = {"S": "delta_m", "S'": "delta_s"}[which]
    selection = {"S": "peak_S", "S'": "peak_S2"}[which]
    height = block_size(CELL, 4)[1]
    for line, (kind, peak) in enumerate(PEAKS[which]):
        found = matching(rows, quantity=peak, which=delta)["value"]
        key = f"{name}-{kind}-{selection}"
        if not len(found) or f"{key}-sample" not in pictures:
            if line == 0:
                write(figure, 3.5, top - 0.6, f"{NAMES[which]}: no two peaks", fontsize=7)
            continue
        corner = (2.98, top - 0.03 - line * (height + 0.1))
        draw_block(
            figure, pictures, key, 0, corner, CELL, COLOURS[kind], line == 0 and which == "S"
        )
        foot = panel.get_xaxis_transform()
        panel.plot(
            found.iloc[0], 0.0, "^", color=COLOURS[kind], ms=5, transform=foot, clip_on=False
        )


def _map(panel: Axes, distances: dict[str, Any], rows: pd.DataFrame, name: str) -> None:
    """d_S' against d_S of single samples, coloured by type, with both thresholds."""
    x, y = distances[f"{name}-S"].ravel()[:MOST], distances[f"{name}-S2"].ravel()[:MOST]
    delta_m, delta_s = (value_of(rows, "threshold", which=w) for w in ("delta_m", "delta_s"))
    number = np.where(x <= delta_m, 0, np.where(y <= delta_s, 1, 2))
    for k, kind in enumerate(TYPES):
        panel.plot(
            x[number == k],
            y[number == k],
            ".",
            color=COLOURS[kind],
            ms=1.6,
            alpha=0.5,
            mew=0,
            rasterized=True,
        )
    low, high = 0.9 * min(x.min(), y.min()), 1.15 * max(x.max(), y.max())
    panel.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, 1.5 * high))
    panel.axvline(delta_m, color="k", lw=0.8)
    style = "-" if by_valley(rows, "S'") else "--"
    panel.plot([delta_m, high], [delta_s, delta_s], style, color="k", lw=0.8)
    panel.set(xlabel="$d_S$, to the training set", ylabel="$d_{S'}$, to the other samples")
    panel.yaxis.labelpad = 1
    for axis in (panel.xaxis, panel.yaxis):
        plain_ticks(axis)
    base = select(rows, quantity="fraction", scale=1.0, K=value_of(rows, "boundary"))
    width = select(rows, quantity="boundary")["width"].iloc[0]
    base = base[base["width"] == width].set_index("type")["value"]
    spots = {"memorised": (0.03, 0.97), "spurious": (0.99, 0.05), "generalised": (0.99, 0.97)}
    for kind, (u, v) in spots.items():
        panel.text(
            u,
            v,
            f"{kind}\n{base[kind]:.0%}",
            color=COLOURS[kind],
            fontsize=6.5,
            ha="left" if u < 0.5 else "right",
            va="top" if v > 0.5 else "bottom",
            transform=panel.transAxes,
        )
