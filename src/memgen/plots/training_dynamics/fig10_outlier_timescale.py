"""The gain of the trained score along and across m, and trajectories before and after tau_out."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, series_colours, simulation_points, smooth_line
from memgen.tables.read import select, value_of

STAGES = {"early": "0.45", "late": "#CC79A7"}
TRANSITION = "#009E73"
SHOWN = 6  # trajectories of either features
STYLES = {("early", "across"): (0, (5, 5)), ("late", "across"): "--"}


def draw(tables: dict[str, Any]) -> Figure:
    """Gain along and across m against tau; projections on m against t; their spread."""
    rows, paths = tables["outlier_timescale"], tables["outlier_timescale_paths"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 2)
    for panel, direction in zip(panels[0], ("along", "across"), strict=True):
        _gain(panel, rows, direction)
    panels[0, 0].legend(loc="lower right", ncols=2, fontsize=6.5)
    transition = value_of(rows, "transition_time")
    for panel in panels[1]:
        panel.axvline(transition, color=TRANSITION, lw=0.9, ls="--")
        panel.set(xscale="log", xlabel="time $t$")
        panel.text(
            1.06 * transition,
            0.92,
            r"$t_{\rm BBP}$",
            color=TRANSITION,
            transform=panel.get_xaxis_transform(),
        )
    _paths(panels[1, 0], rows, paths)
    _spread(panels[1, 1], rows)
    letter_panels(panels.ravel())
    return figure


def _gain(panel: Axes, rows: Any, direction: str) -> None:
    """Real features (points) over theory (lines); dotted: exact score; dashed: tau_out."""
    gain = select(rows, quantity="gain", direction=direction)
    signals = sorted(gain["signal"].unique())
    # across m the curves coincide: the later ones are dashed and their points hollow
    for number, signal in enumerate(signals):
        colour = series_colours(len(signals))[number]
        over = direction == "across" and number > 0
        at = select(gain, signal=float(signal))
        label = f"$|m|^2={signal:g}$"
        style = {"ls": (0, (3, 3))} if over else {}
        theory = select(at, kind="theory")
        smooth_line(
            panel, theory, "tau", scale="linear", color=colour, lw=1.2, label=label, **style
        )
        points = select(at, kind="simulation").sort_values("tau").iloc[2 * number % 4 :: 4]
        simulation_points(panel, points, "tau", color=colour, ms=2.4)
        here = select(rows, signal=float(signal))
        exact = value_of(here, "exact_gain", direction=direction)
        panel.axhline(exact, color=colour, lw=0.7, ls=":")
        if direction == "along":
            tau_out = value_of(here, "tau_out")
            panel.axvline(tau_out, color=colour, lw=0.8, ls="--")
    if direction == "along":
        panel.plot([], [], ":", color="0.3", lw=0.9, label="exact score")
        panel.plot([], [], "--", color="0.3", lw=0.9, label=r"$\tau_{\rm out}$")
    else:
        text = {"transform": panel.get_yaxis_transform(), "fontsize": 6.5, "va": "bottom"}
        panel.text(0.02, exact, "exact score", **text)
    panel.plot([], [], "o", color="0.3", ms=2.4, label="real features")
    panel.set(xscale="log", xlabel=r"training time $\tau$", ylabel=rf"gain {direction} $m$")


def _paths(panel: Axes, rows: Any, paths: Any) -> None:
    """A few trajectories by the early and the late features."""
    for stage, colour in STAGES.items():
        panel.plot(paths["t"], paths[stage][:, :SHOWN], color=colour, lw=0.7)
        tau = select(rows, quantity="spread", stage=stage)["tau"].iloc[0]
        panel.plot([], [], color=colour, label=rf"features at $\tau={tau:g}$")
    panel.set_ylabel(r"$x_t\cdot m/|m|$")
    mean = np.sqrt(float(select(rows, quantity="spread")["signal"].iloc[0]))
    for sign in (-1, 1):
        panel.plot(paths["t"], sign * mean * np.exp(-paths["t"]), "k:", lw=0.9)
    panel.plot([], [], "k:", lw=0.9, label=r"mixture's means, $\pm e^{-t}|m|$")
    most = 1.7 * max(np.abs(paths[stage][:, :SHOWN]).max() for stage in STAGES)
    panel.set_ylim(-0.65 * most, most)  # room for the legend
    panel.legend(loc="upper left")


def _spread(panel: Axes, rows: Any) -> None:
    """Mean square along and across m along the reverse process; the mixture's own dotted."""
    spread = select(rows, quantity="spread")
    for stage, colour in STAGES.items():
        for direction in ("along", "across"):
            style = STYLES.get((stage, direction), "-")
            # little-trained features across the means lie on the others along them
            above = 3 if style == STYLES["early", "across"] else 2
            at = select(spread, stage=stage, direction=direction).sort_values("t")
            panel.plot(at["t"], at["value"], ls=style, color=colour, lw=1.2, zorder=above)
            low, high = at["value"] - at["stderr"], at["value"] + at["stderr"]
            panel.fill_between(at["t"], low, high, color=colour, alpha=0.3, lw=0)
    t = np.sort(spread["t"].unique())
    signal = float(spread["signal"].iloc[0])
    panel.plot(t, 1 + signal * np.exp(-2 * t), "k:", lw=0.9, label="mixture, along and across")
    panel.axhline(1, color="k", lw=0.9, ls=":")
    for stage, colour in STAGES.items():
        tau = select(spread, stage=stage)["tau"].iloc[0]
        panel.plot([], [], color=colour, label=rf"features at $\tau={tau:g}$")
    for style, direction in (("-", "along"), ("--", "across")):
        panel.plot([], [], style, color="k", lw=0.9, label=f"{direction} $m$")
    panel.set(yscale="log", ylabel="mean square")
    panel.set_ylim(top=5 * panel.get_ylim()[1])
    panel.legend(loc="upper left", ncols=2, fontsize=6.5)
