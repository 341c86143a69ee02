"""The message-passing score against Monte Carlo, and driving a sampler."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    series_colours,
    simulation_points,
)
from memgen.tables.read import select

SCORES = {
    "messages": (series_colours(2)[1], "message-passing score"),
    "affine": (series_colours(2)[0], "affine score"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Points, difference and variance against D; moments, coordinates, distances of made points."""
    sampling, made = tables["message_passing_sampling"], tables["message_passing_generated"]
    figure = new_figure(7.2, 4.8)
    grid = figure.add_gridspec(2, 3)
    sizes = np.unique(tables["message_passing_points"]["D"])
    column = grid[0, 0].subgridspec(len(sizes), 1, hspace=0)
    strips = [figure.add_subplot(column[k, 0]) for k in range(len(sizes))]
    _coordinates(strips, tables["message_passing_points"], sizes)
    panels = [figure.add_subplot(grid[divmod(k, 3)]) for k in range(1, 6)]
    _differences(panels[0], sampling)
    _variances(panels[1], sampling)
    _moments(panels[2], made)
    _density(panels[3], made)
    _distances(panels[4], made)
    letter_panels([strips[0], *panels])
    return figure


def _coordinates(strips: list[Axes], points: dict[str, Any], sizes: np.ndarray) -> None:
    """Difference of E[xi_i | x] to Monte Carlo in posterior deviations, one strip for each D."""
    miss = points["denoised"] - points["sampled"]
    for D in sizes:
        at = points["D"] == D
        miss[at] /= np.sqrt(points["variance"][at].mean())
    widest = 1.2 * np.abs(miss).max()
    for strip, D, colour in zip(strips, sizes, sequence_colours(len(sizes)), strict=True):
        at = points["D"] == D
        strip.plot(points["sampled"][at], miss[at], "o", ms=2.2, mew=0, color=colour, alpha=0.8)
        strip.axhline(0, color="0.5", lw=0.6, zorder=0)
        strip.set(xlim=(-1.05, 1.05), ylim=(-widest, widest), yticks=(-0.1, 0, 0.1))
        strip.set_ylabel(f"$D={D:g}$", color=colour)
        strip.tick_params(labelbottom=strip is strips[-1])
    title = f"difference / deviation, $t={float(points['t']):g}$"
    strips[0].set_title(title, fontsize=7.5, loc="right")
    strips[-1].set_xlabel(r"$E[\xi_i|x]$, Monte Carlo")


def _differences(panel: Axes, rows: pd.DataFrame) -> None:
    """Rms difference to Monte Carlo over the posterior's deviation; D^-1/2 and its correction."""
    found = select(rows, quantity="squared_miss")
    times = sorted(found["t"].unique())
    lowest = np.inf
    for t, colour in zip(times, series_colours(len(times)), strict=True):
        at = select(found, t=float(t)).sort_values("D")
        D, rms = at["D"].to_numpy(float), np.sqrt(at["value"].to_numpy(float))
        error = at["stderr"].to_numpy(float)
        simulation_points(
            panel,
            at.assign(value=rms, stderr=error / (2 * rms)),
            "D",
            color=colour,
            ms=3.5,
            label=f"$t={t:g}$",
        )
        # least squares of the squared miss, a / D + b / D^2
        columns = np.stack([1 / D, D**-2.0], axis=1) / error[:, None]
        (leading, next_order), *_ = np.linalg.lstsq(columns, at["value"] / error, rcond=None)
        fine = np.geomspace(D[0], D[-1], 200)
        panel.plot(fine, np.sqrt(leading / fine + next_order / fine**2), color=colour, lw=0.9)
        panel.plot(fine, np.sqrt(leading / fine), color=colour, lw=0.8, ls="--")
        noise = select(rows, quantity="monte_carlo_noise", t=float(t)).sort_values("D")
        panel.plot(noise["D"], np.sqrt(noise["value"]), ":", color=colour, lw=0.9)
        lowest = min(lowest, float(np.sqrt(noise["value"].min())))
    panel.text(D[0], 0.5 * lowest, "dotted: Monte Carlo's noise", color="0.3", fontsize=6.5)
    panel.text(
        0.97,
        0.8,
        "dashed: first order, $D^{-1/2}$",
        fontsize=7,
        ha="right",
        transform=panel.transAxes,
    )
    panel.legend(fontsize=7, loc="upper right", ncols=2, columnspacing=0.8, handletextpad=0.2)
    panel.set(xscale="log", yscale="log", xlabel="$D$", ylabel="rms difference / deviation")
    panel.set_xticks(D, [f"{value:g}" for value in D])
    panel.minorticks_off()
    panel.tick_params(axis="y", which="minor", left=True)
    panel.set_ylim(0.4 * lowest, 0.09)


def _variances(panel: Axes, rows: pd.DataFrame) -> None:
    """Variance that message passing reports over that of Monte Carlo."""
    found = select(rows, quantity="variance_ratio")
    times = sorted(found["t"].unique())
    for t, colour, side in zip(times, series_colours(len(times)), (0.97, 1.03), strict=False):
        at = select(found, t=float(t)).sort_values("D")
        at = at.assign(place=at["D"] * side)
        simulation_points(panel, at, "place", color=colour, ms=3.5, label=f"$t={t:g}$")
    panel.axhline(1, color="0.5", lw=0.7, zorder=0)
    D = sorted(found["D"].unique())
    panel.set(xscale="log", xlabel="$D$", ylabel="own variance / Monte Carlo's")
    panel.set_xticks(D, [f"{value:g}" for value in D])
    panel.minorticks_off()
    panel.legend(fontsize=7, loc="lower right")


def _moments(panel: Axes, rows: pd.DataFrame) -> None:
    """Second moments of made points over the exact ones, along the axes of the latter."""
    found = select(rows, quantity="axis_moment")
    theory = select(found, kind="theory")[["rank", "value"]]
    panel.axhline(1, color="k", lw=0.8, zorder=0)
    for score, mark, shift in (("messages", "o", 0), ("affine", "x", 1)):
        colour, label = SCORES[score]
        made = select(found, kind="simulation", score=score)
        # each score at every other axis, so that both are seen
        made = made[made["rank"] % 2 == shift].assign(place=lambda frame: frame["rank"] + 1)
        made = made.merge(theory, on="rank", suffixes=("", "_exact"))
        for name in ("value", "stderr"):
            made[name] = made[name] / made["value_exact"]
        style = {"fmt": mark, "ms": 2.5, "mew": 0.7, "mfc": "none", "elinewidth": 0.6}
        simulation_points(panel, made, "place", color=colour, label=label, **style)
    D = int(found["D"].iloc[0])
    panel.axvline(D + 0.5, ymax=0.78, color="0.6", lw=0.7, ls="--", zorder=0)
    panel.text(D + 2, 0.86, f"$D={D}$", color="0.3", fontsize=7, va="bottom")
    panel.legend(fontsize=6.5, loc="upper right", handletextpad=0.4)
    panel.set(xlabel="axis of the second moments", ylabel="second moment / exact", ylim=(0.85, 1.2))


def _density(panel: Axes, rows: pd.DataFrame) -> None:
    """Density of the coordinates of made points."""
    found = select(rows, quantity="coordinate_density")
    for score, (colour, _) in SCORES.items():
        made = select(found, kind="simulation", score=score).sort_values("x")
        panel.step(made["x"], made["value"], where="mid", color=colour, lw=1)
    theory = select(found, kind="theory").sort_values("x")
    panel.plot(theory["x"], theory["value"], color="k", lw=0.7, ls="--")
    panel.set(xlabel="coordinate $x_i$", ylabel="density")
    panel.set_ylim(0, 2)
    for k, (colour, label) in enumerate([("k", "exact (dashed)"), *SCORES.values()]):
        style = {"ha": "right", "va": "top", "transform": panel.transAxes, "fontsize": 7}
        panel.text(0.98, 0.97 - 0.09 * k, label, color=colour, **style)


def _distances(panel: Axes, rows: pd.DataFrame) -> None:
    """Share of points nearer to the manifold than a squared distance."""
    found = select(rows, quantity="share_below")
    for score, colour, dashes in (
        ("messages", SCORES["messages"][0], "-"),
        ("affine", SCORES["affine"][0], "-"),
        ("manifold", "k", "--"),
    ):
        at = select(found, score=score).sort_values("distance")
        panel.plot(at["distance"], at["value"], color=colour, lw=1, ls=dashes)
    panel.set(xscale="log", xlabel=r"squared distance $/\,(Nt)$", ylabel="share of points below")
    style = {"fontsize": 6.5, "va": "center", "transform": panel.transAxes}
    panel.text(0.3, 0.6, "dashed:\nexact points", **style)
    for place, score in (((0.02, 0.6), "messages"), ((0.98, 0.25), "affine")):
        colour, label = SCORES[score]
        words = label.removesuffix(" score").replace("-", "\n")
        align = "left" if place[0] < 0.5 else "right"
        panel.text(*place, words, color=colour, ha=align, **style)
    plain_ticks(panel.xaxis)
