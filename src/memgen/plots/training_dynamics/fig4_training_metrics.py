"""Losses, their gap and the score error along training, and when memorization sets in."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select, value_of

ABSOLUTE, RELATIVE = "#D55E00", "#0072B2"
GAPS = (1e-2, 5.0)  # of the axes of the gap
STYLES = {0: ("o", "-"), 1: ("^", "-.")}  # of the thresholds in (f): the middle one, the largest


def draw(tables: dict[str, Any]) -> Figure:
    """Losses, gap and score error against tau and tau / tau_mem; times against psi_n."""
    metrics = tables["metrics"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    loads = sorted(metrics["psi_n"].unique())
    colours = sequence_colours(len(loads))
    levels = _levels(metrics)
    for psi_n, colour in zip(loads, colours, strict=True):
        rows = select(metrics, psi_n=float(psi_n))
        _losses(panels[0, 0], rows, colour)
        tau_mem = value_of(rows, "tau_mem")
        for column, (quantity, unit) in enumerate(
            [("gap", 1.0), ("score_error", 1.0), ("gap", tau_mem), ("score_error", tau_mem)]
        ):
            panel = panels.flat[column + 1]
            _curve(panel, rows, quantity, unit, colour, f"{psi_n:g}")
    for panel in (panels[0, 1], panels[1, 0]):
        panel.set(
            yscale="log",
            ylim=GAPS,
            ylabel=r"gap $\mathcal{L}_{\rm test} - \mathcal{L}_{\rm train}$",
        )
        for level in levels:
            panel.axhline(level, color="0.5", lw=0.6, ls="--")
    for panel in (panels[0, 2], panels[1, 1]):
        panel.set(yscale="log", ylabel=r"score error $\mathcal{E}$")
    for panel in panels[0]:
        panel.set(xscale="log", xlabel=r"training time $\tau$")
    for panel in panels[1, :2]:
        panel.set(xscale="log", xlabel=r"$\tau/\tau_{\rm mem}$")
        panel.axvline(1, color="0.6", lw=0.6, ls=":")
    panels[0, 0].set(ylabel="loss")
    _key(panels[0, 0])
    panels[0, 1].legend(title=r"$\psi_n$", title_fontsize=6.5, loc="upper left")
    _times(panels[1, 2], metrics, levels)
    letter_panels(panels.ravel())
    return figure


def _levels(metrics: pd.DataFrame) -> list[float]:
    """The thresholds of the gap that are drawn: the middle one, then the largest."""
    levels = sorted(map(float, select(metrics, quantity="gap_onset")["level"].unique()))
    return list(dict.fromkeys([levels[len(levels) // 2], levels[-1]]))


def _key(panel: Axes) -> None:
    """Whose curves and points are drawn, in (a) to (e)."""
    handles = [
        Line2D([], [], color="0.3", lw=0.9, label="equivalent"),
        Line2D([], [], color="0.3", lw=1.1, ls=":", label="real, closed form"),
        Line2D([], [], color="0.3", marker="o", ls="", ms=2, label="real, descent"),
    ]
    title = "test above,\ntraining below"
    panel.legend(handles=handles, title=title, title_fontsize=6, fontsize=6, loc="upper left")


def _losses(panel: Axes, rows: pd.DataFrame, colour: Any) -> None:
    """Test and training loss: equivalent, closed form of real features (dotted), and descent."""
    for quantity in ("test_loss", "training_loss"):
        curve = select(rows, quantity=quantity, kind="theory").sort_values("tau")
        panel.plot(curve["tau"], curve["value"], "-", color=colour, lw=0.9)
        real = select(rows, quantity=f"{quantity}_flow").sort_values("tau")
        panel.plot(real["tau"], real["value"], ":", color=colour, lw=1.1)
        descended = select(rows, quantity=quantity, kind="simulation")
        simulation_points(panel, descended, "tau", color=colour, ms=1.8)


def _curve(
    panel: Axes, rows: pd.DataFrame, quantity: str, unit: float, colour: Any, label: str
) -> None:
    """The equivalent's curve, and the closed form of real features at smaller d (dotted)."""
    curve = select(rows, quantity=quantity, kind="theory").sort_values("tau")
    panel.plot(curve["tau"] / unit, curve["value"], "-", color=colour, lw=0.9, label=label)
    if quantity == "gap":
        test, training = (
            select(rows, quantity=f"{name}_flow").sort_values("tau")
            for name in ("test_loss", "training_loss")
        )
        tau, real = test["tau"], test["value"].to_numpy() - training["value"].to_numpy()
    else:
        flow = select(rows, quantity=f"{quantity}_flow").sort_values("tau")
        tau, real = flow["tau"], flow["value"].to_numpy()
    panel.plot(tau / unit, real, ":", color=colour, lw=1.1)
    if unit == 1 and quantity == "score_error":
        descended = select(rows, quantity=quantity, kind="simulation")
        simulation_points(panel, descended, "tau", color=colour, ms=1.8)


def _times(panel: Axes, metrics: pd.DataFrame, levels: list[float]) -> None:
    """Onset by the gap, half of the test loss's rise, and the published tau_mem.

    Filled: equivalent; hollow: real features. Each curve is named beside it.
    """
    for number, level in enumerate(levels):
        marker, line = STYLES[number]
        onset = select(metrics, quantity="gap_onset", level=level)
        style = {"color": ABSOLUTE, "fmt": marker, "ls": line, "lw": 0.8}
        _filled_and_hollow(panel, onset, style)
    rise = select(metrics, quantity="half_rise")
    _filled_and_hollow(panel, rise, {"color": RELATIVE, "fmt": "s", "ls": "-", "lw": 0.8})
    mem = select(metrics, quantity="tau_mem").sort_values("psi_n")
    panel.plot(mem["psi_n"], mem["value"], "k--", lw=0.9)
    loads = mem["psi_n"].to_numpy(float)
    lowest = select(metrics, quantity="gap_onset", level=levels[0], kind="theory")["value"].min()
    guide = 0.5 * lowest * loads / loads[0]
    panel.plot(loads, guide, color="0.6", lw=0.7, ls=":")
    _name(panel, loads[0], 3.6 * rise["value"].min(), "half rise of test loss", RELATIVE)
    _name(panel, loads[-1], 1.6 * mem["value"].max(), r"published $\tau_{\rm mem}$", "k", "right")
    above = select(metrics, quantity="gap_onset", level=levels[-1], kind="theory")["value"].min()
    _name(panel, loads[0], 4.5 * above, f"gap > {levels[-1]:g}", ABSOLUTE)
    if levels[0] < levels[-1]:
        _name(panel, loads[-1], 8 * lowest, f"gap > {levels[0]:g}", ABSOLUTE, "right")
    _name(panel, loads[-1], 0.9 * guide[-2], r"$\propto\psi_n$", "0.45", "right")
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel=r"$\tau$")
    panel.set_xticks(loads, [f"{value:g}" for value in loads])
    panel.minorticks_off()
    panel.set_ylim(guide[0] / 1.6, 3.5 * mem["value"].max())


def _name(panel: Axes, x: float, y: float, text: str, colour: str, ha: str = "left") -> None:
    """Name a curve beside it."""
    panel.text(x, y, text, color=colour, fontsize=6.5, ha=ha, va="center")


def _filled_and_hollow(panel: Axes, rows: pd.DataFrame, style: dict[str, Any]) -> None:
    """Times of the equivalent, joined, and of real features."""
    simulation_points(panel, select(rows, kind="theory"), "psi_n", ms=3.2, **style)
    hollow = {"color": style["color"], "fmt": style["fmt"], "ls": "none", "mfc": "none", "ms": 5.5}
    simulation_points(panel, select(rows, kind="simulation"), "psi_n", **hollow)
