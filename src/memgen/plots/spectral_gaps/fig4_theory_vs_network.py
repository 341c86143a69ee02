"""Ordered spectrum at three t: random-matrix theory, the exact score and trained networks."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select

SHOWN = (1.0, 0.1, 0.001)  # above, at and below the widest intermediate gap
WIDE = 0.1  # of the exact score's gap, where (d) compares the networks' with it
THEORY, NETWORKS, FEWER = "#E69F00", "#0072B2", "#CC79A7"


def draw(tables: dict[str, Any]) -> Figure:
    """Minus singular values against rank; the gap and the spike of two lengths of training."""
    rows, fewer = (
        select(tables[name], law="descending") for name in ("trained_spectra", "short_spectra")
    )
    figure = new_figure(7.0, 4.8)
    grid = figure.add_gridspec(2, 1, height_ratios=(1.15, 1))
    halves = (grid[0].subgridspec(1, 3), grid[1].subgridspec(1, 2))
    above, below = (
        [figure.add_subplot(cells[0, k]) for k in range(cells.ncols)] for cells in halves
    )
    values = select(rows, quantity="singular_value")
    times = values["t"].unique().astype(float)
    for panel, to in zip(above, SHOWN, strict=True):
        _spectrum(panel, select(values, t=times[np.argmin(np.abs(times / to - 1))]))
    above[0].set_ylabel(r"eigenvalue of $t\,\nabla$ score")
    above[0].legend(loc="upper left")
    for panel in above[1:]:
        panel.set_yticklabels([])
    _gaps(below[0], rows, fewer)
    _spikes(below[1], rows, fewer)
    letter_panels([*above, *below])
    return figure


def _spectrum(panel: Axes, now: pd.DataFrame) -> None:
    """All ranks at one t."""
    for score, style, label in (
        ("limit", {"color": THEORY, "lw": 3.2, "alpha": 0.7}, r"theory, $N\to\infty$"),
        ("exact", {"color": "k", "lw": 0.8, "ls": "--"}, "exact score"),
    ):
        line = select(now, score=score).sort_values("rank")
        panel.plot(line["rank"], -line["value"], label=label, **style)
    network = select(now, score="network")
    network = network.assign(value=-network["value"])
    simulation_points(
        panel, network, "rank", color=NETWORKS, ms=1.5, elinewidth=0.6, label="networks"
    )
    panel.set(xlabel="rank", ylim=(-1.12, 0.08))
    panel.set_title(f"$t={float(now['t'].iloc[0]):g}$")


def _gaps(panel: Axes, rows: pd.DataFrame, fewer: pd.DataFrame) -> None:
    """The networks' gap between the variances over the exact score's, where this is wide."""
    exact = select(rows, quantity="gap", gap="middle", score="exact").set_index("t")["value"]
    exact = exact[exact > WIDE]
    for of, style in (
        (fewer, {"color": FEWER, "ms": 5.5, "mfc": "w", "capsize": 3}),
        (rows, {"color": NETWORKS, "ms": 3}),
    ):
        gap = select(of, quantity="gap", gap="middle", score="network")
        gap = gap[gap["t"].isin(exact.index)]
        its = exact[gap["t"]].to_numpy()
        over = gap.assign(value=gap["value"] / its, stderr=gap["stderr"] / its)
        simulation_points(panel, over, "t", lw=0.8, fmt="o-", **style)
    panel.axhline(1, color="k", lw=0.8, ls="--")
    panel.text(0.97, 1.006, "exact score", fontsize=7, ha="right", va="bottom",
               transform=panel.get_yaxis_transform())  # fmt: skip
    widest = float(exact.index.to_numpy(float)[exact.to_numpy(float).argmax()])
    panel.axvline(widest, color="0.5", lw=0.7, ls=":", zorder=0)
    panel.text(widest, 1.01, "widest", fontsize=7, color="0.35", ha="center", va="bottom",
               transform=panel.get_xaxis_transform())  # fmt: skip
    panel.set(xscale="log", xlabel="noise variance $t$", ylabel="gap / exact score's gap")


def _spikes(panel: Axes, rows: pd.DataFrame, fewer: pd.DataFrame) -> None:
    """Width of the spike off the manifold against t."""
    for of, height, label, style in (
        (fewer, 0.94, "trained for fewer steps", {"color": FEWER, "ms": 5.5, "mfc": "w"}),
        (rows, 0.31, "networks of (a-c)", {"color": NETWORKS, "ms": 3}),
    ):
        width = select(of, quantity="spike_width")
        simulation_points(panel, width, "t", fmt="o-", lw=0.8, **style)
        panel.text(0.97, height, label, color=style["color"], fontsize=7, ha="right",
                   va="center", transform=panel.transAxes)  # fmt: skip
    panel.axhline(0, color=THEORY, lw=2)
    panel.text(0.97, -0.004, "theory", fontsize=7, ha="right", va="top",
               transform=panel.get_yaxis_transform())  # fmt: skip
    panel.set(xscale="log", xlabel="noise variance $t$", ylabel="width of the spike")
    panel.set_ylim(-0.02, None)
