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


def draw(tables: dict[str, Any]) -> Figure:
    """Coordinates of three points; difference and variance against D; generated points."""
    sampling = tables["message_passing_sampling"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 2)
    _coordinates(panels[0, 0], tables["message_passing_points"])
    _differences(panels[0, 1], sampling)
    _variances(panels[1, 0], sampling)
    _generated(panels[1, 1], tables["message_passing_generated"])
    letter_panels(panels.ravel())
    return figure


def _coordinates(panel: Axes, points: dict[str, Any]) -> None:
    """Difference of E[xi_i | x] to Monte Carlo, in posterior deviations."""
    sizes = np.unique(points["D"])
    for D, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = points["D"] == D
        miss = points["denoised"] - points["sampled"]
        miss = miss[at] / np.sqrt(points["variance"][at])
        # the few coordinates of small D above the many of large D
        style = {"ms": 2.5, "mew": 0, "color": colour, "alpha": 0.8, "zorder": 3 - D / sizes[-1]}
        panel.plot(points["sampled"][at], miss, "o", label=f"{D:g}", **style)
    panel.axhline(0, color="0.5", lw=0.7, zorder=0)
    panel.set(xlim=(-1.05, 1.05), xlabel=r"$E[\xi_i|x]$, Monte Carlo")
    panel.set_ylabel("difference / posterior deviation")
    low, high = panel.get_ylim()
    panel.set_ylim(low, high + 0.3 * (high - low))
    panel.legend(title=f"$D$ ($t={float(points['t']):g}$)", loc="upper center", ncols=3, fontsize=7)


def _differences(panel: Axes, rows: pd.DataFrame) -> None:
    """Rms difference to Monte Carlo over the posterior's deviation, and the law D^-1/2."""
    found = select(rows, quantity="squared_miss")
    times = sorted(found["t"].unique())
    for t, colour in zip(times, series_colours(len(times)), strict=True):
        at = select(found, t=float(t)).sort_values("D")
        rms = np.sqrt(at["value"])
        at = at.assign(value=rms, stderr=at["stderr"] / (2 * rms))
        simulation_points(panel, at, "D", color=colour, ms=3.5)
        D = at["D"].to_numpy(float)
        relative = (at["value"] / at["stderr"]) ** 2
        amplitude = np.exp(np.average(np.log(rms * np.sqrt(D)), weights=relative))
        panel.plot(D, amplitude / np.sqrt(D), color=colour, lw=0.9)
        where = panel.get_yaxis_transform()
        style = {"transform": where, "va": "center", "color": colour}
        panel.text(1.02, at["value"].iloc[-1], rf"$t={t:g}$", **style)
        noise = select(rows, quantity="monte_carlo_noise", t=float(t)).sort_values("D")
        panel.plot(noise["D"], np.sqrt(noise["value"]), ":", color=colour, lw=0.9)
    last = select(rows, quantity="monte_carlo_noise", t=float(times[-1])).sort_values("D")
    text = "noise of Monte Carlo (subtracted)"
    panel.text(D[0], 0.55 * np.sqrt(last["value"].min()), text, color="0.3", fontsize=7)
    panel.text(D[-2], 1.7 * amplitude / np.sqrt(D[-2]), "lines: $D^{-1/2}$", fontsize=7)
    panel.set(xscale="log", yscale="log", xlabel="$D$", ylabel="rms difference / deviation")
    panel.set_xticks(D, [f"{value:g}" for value in D])
    panel.minorticks_off()
    panel.set_ylim(bottom=0.4 * np.sqrt(last["value"].min()))


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


def _generated(panel: Axes, rows: pd.DataFrame) -> None:
    """Second moments of generated points along the axes of the exact ones."""
    found = select(rows, quantity="axis_moment")
    theory = select(found, kind="theory").sort_values("rank")
    panel.plot(theory["rank"] + 1, theory["value"], color="k", lw=1, zorder=5)
    made = select(found, kind="simulation").assign(place=lambda frame: frame["rank"] + 1)
    colour = series_colours(2)[1]
    style = {"ms": 2.2, "elinewidth": 0.6, "color": colour}
    simulation_points(panel, made, "place", **style)
    D, t = int(made["D"].iloc[0]), float(made["t"].iloc[0])
    panel.axvline(D + 0.5, color="0.6", lw=0.7, ls="--", zorder=0)
    panel.axhline(t, color="0.6", lw=0.7, ls=":", zorder=0)
    panel.text(2, 1.1 * t, f"$t={t:g}$", color="0.3", fontsize=7)
    panel.text(0.97, 0.96, "line: exact", transform=panel.transAxes, ha="right", va="top")
    text = f"points: generated, $D={D}$"
    panel.text(0.97, 0.87, text, color=colour, transform=panel.transAxes, ha="right", va="top")
    panel.set(yscale="log", xlabel="axis of the second moments", ylabel="second moment")
    plain_ticks(panel.yaxis)
