"""Spectra of networks trained on ever more points, and the gap that opens in them."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
)
from memgen.tables.read import select

DIRECTIONS = ((7, "7"), (2, "2"))  # along the manifold, and of the larger variance


def draw(tables: dict[str, Any]) -> Figure:
    """Spectra for the fewest, for a middle number and for the most points; the gap below."""
    rows = tables["visible"]
    network = select(rows, of="network", probed="fresh")
    sizes = sorted(int(P) for P in network["P"].unique())
    figure = new_figure(7.0, 4.6)
    grid = figure.add_gridspec(2, 6)
    above = [figure.add_subplot(grid[0, 2 * k : 2 * k + 2]) for k in range(3)]
    below = [figure.add_subplot(grid[1, 3 * k : 3 * k + 3]) for k in range(2)]
    shown = (sizes[0], sizes[(len(sizes) - 1) // 2], sizes[-1])
    for panel, P in zip(above, shown, strict=True):
        scale = _spectra(panel, select(network, quantity="singular_value", P=P))
        panel.set_title(f"networks, $P={P}$")
    _score_of_points(above[0], select(rows, of="empirical", P=sizes[0]), scale)
    bar = figure.colorbar(scale, ax=above[2], label=r"$\sqrt{t}$", pad=0.06)
    plain_ticks(bar.ax.yaxis)
    above[0].set_ylabel(r"singular value of $t\,\nabla$score")
    gap = select(rows, quantity="gap").assign(sigma=rows["t"] ** 0.5)
    _against_noise(below[0], gap, sizes)
    _against_points(below[1], gap)
    letter_panels([*above, *below])
    return figure


def _spectra(panel: Axes, rows: pd.DataFrame) -> ScalarMappable:
    """The smallest singular values at every t."""
    times = sorted(rows["t"].unique(), reverse=True)
    scale = ScalarMappable(LogNorm(times[-1] ** 0.5, times[0] ** 0.5), "viridis")
    for t in times:
        line = select(rows, t=float(t)).sort_values("rank")
        panel.plot(line["rank"], line["value"], color=scale.to_rgba(t**0.5), lw=0.8)
    most = int(rows["rank"].max())
    for dimension, label in DIRECTIONS:
        place = most - dimension + 0.5
        panel.axvline(place, color="0.5", lw=0.7, ls=":", zorder=0)
        ground = {"facecolor": "w", "edgecolor": "none", "pad": 0.5}
        panel.text(place, 1.1, label, ha="center", fontsize=6.5, color="0.4", bbox=ground)
    ticks = [1, most // 3, 2 * most // 3, most]
    panel.set(xlabel="rank among the smallest", ylim=(-0.03, 1.18), xticks=ticks)
    return scale


def _score_of_points(panel: Axes, rows: pd.DataFrame, scale: ScalarMappable) -> None:
    """The same of the score of the points, dashed: at the smallest, a middle and the largest t."""
    rows = select(rows, quantity="singular_value")
    times = np.sort(rows["t"].unique())
    for t in (times[0], times[len(times) // 2], times[-1]):
        line = select(rows, t=float(t)).sort_values("rank")
        colour = scale.to_rgba(float(t) ** 0.5)
        panel.plot(line["rank"], line["value"], color=colour, lw=1.4, ls="--")
    style = {"fontsize": 6.5, "transform": panel.transAxes, "va": "bottom"}
    panel.text(0.04, 0.04, f"dashed: score of\n{int(rows['P'].iloc[0])} points", **style)


def _against_noise(panel: Axes, rows: pd.DataFrame, sizes: list[int]) -> None:
    """Gap of the networks of each number of points, and of infinitely many points."""
    exact = select(rows, of="population")
    smooth_line(panel, exact, "sigma", scale="linear", color="k", lw=1.2)
    first, last = float(rows["sigma"].min()), float(rows["sigma"].max())
    words = {"fontsize": 6.5, "va": "center"}
    shown: list[float] = []  # heights at which a number stands
    for P, colour in zip(sizes[::-1], sequence_colours(len(sizes))[::-1], strict=True):
        network = select(rows, of="network", P=P).sort_values("sigma")
        look = {"color": colour, "ms": 2.8, "fmt": "o-", "lw": 0.7}
        simulation_points(panel, network, "sigma", **look)
        height = float(network["value"].iloc[0])
        height -= 0.06 * any(abs(height - other) < 0.05 for other in shown)
        shown.append(height)
        panel.text(0.93 * first, height, f"{P}", color=colour, ha="right", **words)
    for P, marker in ((sizes[0], "v"), (sizes[-1], "s")):
        own = select(rows, of="empirical", P=P)
        look = {"color": "#D55E00", "ms": 2.8, "fmt": f"{marker}--", "lw": 0.7, "mfc": "w"}
        simulation_points(panel, own, "sigma", **look, label=f"score of {P} points")
    peak = exact.iloc[int(exact["value"].argmax())]
    panel.text(3.6 * peak["sigma"], 0.78 * peak["value"], r"exact, $P\to\infty$", **words)
    panel.set_title("networks (their $P$ beside)")
    panel.set(xscale="log", xlabel=r"$\sqrt{t}$", ylabel="gap at dimension 7", ylim=(-0.04, 1.0))
    panel.set_xlim(0.55 * first, 1.15 * last)
    panel.xaxis.set_major_locator(FixedLocator([0.05, 0.1, 0.2, 0.5, 1]))
    panel.xaxis.set_major_formatter("{x:g}")
    panel.xaxis.set_minor_locator(NullLocator())
    panel.legend(fontsize=6, loc="upper right")


def _against_points(panel: Axes, rows: pd.DataFrame) -> None:
    """The gap at the middle t against the number of points."""
    network = select(rows, of="network")
    times = np.sort(network["t"].unique())
    t = float(times[len(times) // 2])
    looks = {"network": ("#0072B2", "o", "#0072B2"), "empirical": ("#D55E00", "s", "w")}
    for of, (colour, marker, fill) in looks.items():
        look = {"color": colour, "ms": 3.5, "fmt": f"{marker}-", "lw": 0.8, "mfc": fill}
        simulation_points(panel, select(rows, of=of, t=t), "P", **look)
    exact = select(rows, of="population").sort_values("t")
    level = np.interp(np.log(t), np.log(exact["t"].to_numpy(float)), exact["value"])
    panel.axhline(float(level), color="k", lw=1.2)
    sizes = np.sort(network["P"].unique().astype(float))
    panel.set(xscale="log", xlabel="training points $P$", ylabel="gap at dimension 7")
    panel.set(title=rf"$\sqrt{{t}}={t**0.5:.2g}$", ylim=(-0.04, 0.8))
    panel.text(sizes[0], level + 0.02, "exact, infinitely many points", fontsize=6.5)
    ends = [select(rows, of=of, t=t, P=int(sizes[-1]))["value"].iloc[0] for of in looks]
    panel.text(sizes[-1], ends[0] - 0.09, "networks", color="#0072B2", ha="right", fontsize=6.5)
    words = "scores of the same points"
    panel.text(sizes[-1], ends[1] + 0.05, words, color="#D55E00", ha="right", fontsize=6.5)
