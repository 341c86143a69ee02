"""The gain of the trained score along and across m, and trajectories before and after tau_out."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, series_colours, simulation_points, theory_line
from memgen.tables.read import select, value_of

STAGES = {"early": "0.5", "late": "#CC79A7"}


def draw(tables: dict[str, Any]) -> Figure:
    """Gain along and across m against tau; projections on m against t; their spread."""
    rows, paths = tables["outlier_timescale"], tables["outlier_timescale_paths"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 2)
    for panel, direction in zip(panels[0], ("along", "across"), strict=True):
        _gain(panel, rows, direction)
    panels[0, 0].legend()
    for stage, colour in STAGES.items():
        panels[1, 0].plot(paths["t"], paths[stage], color=colour, lw=0.35, alpha=0.7)
        tau = select(rows, quantity="spread", stage=stage)["tau"].iloc[0]
        panels[1, 0].plot([], [], color=colour, label=rf"$\tau={tau:g}$")
    panels[1, 0].set(xscale="log", xlabel="$t$", ylabel=r"$x_t\cdot m/|m|$")
    panels[1, 0].legend()
    _spread(panels[1, 1], rows)
    letter_panels(panels.ravel())
    return figure


def _gain(panel: Axes, rows: Any, direction: str) -> None:
    """Real features (points) over theory (lines); dotted: exact score; dashed: tau_out."""
    gain = select(rows, quantity="gain", direction=direction)
    signals = sorted(gain["signal"].unique())
    for signal, colour in zip(signals, series_colours(len(signals)), strict=True):
        at = select(gain, signal=float(signal))
        label = f"$|m|^2={signal:g}$"
        theory_line(panel, select(at, kind="theory"), "tau", color=colour, lw=1, label=label)
        points = select(at, kind="simulation").sort_values("tau").iloc[::4]
        simulation_points(panel, points, "tau", color=colour, ms=2.2)
        here = select(rows, signal=float(signal))
        exact = value_of(here, "exact_gain", direction=direction)
        panel.axhline(exact, color=colour, lw=0.7, ls=":")
        if direction == "along":
            tau_out = value_of(here, "tau_out")
            panel.axvline(tau_out, color=colour, lw=0.8, ls="--")
    panel.set(xscale="log", xlabel=r"$\tau$", ylabel=rf"gain {direction} $m$")


def _spread(panel: Axes, rows: Any) -> None:
    """Mean square along and across m along the reverse process; the mixture's own dotted."""
    spread = select(rows, quantity="spread")
    for stage, colour in STAGES.items():
        for direction, style in (("along", "-"), ("across", "--")):
            at = select(spread, stage=stage, direction=direction).sort_values("t")
            panel.plot(at["t"], at["value"], style, color=colour, lw=1)
            low, high = at["value"] - at["stderr"], at["value"] + at["stderr"]
            panel.fill_between(at["t"], low, high, color=colour, alpha=0.3, lw=0)
    t = np.sort(spread["t"].unique())
    signal = float(spread["signal"].iloc[0])
    panel.plot(t, 1 + signal * np.exp(-2 * t), "k:", lw=0.8, label="mixture, along $m$")
    panel.axhline(1, color="k", lw=0.5, ls=":")
    for style, direction in (("-", "along"), ("--", "across")):
        panel.plot([], [], style, color="0.3", label=f"{direction} $m$")
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="mean square")
    panel.legend()
