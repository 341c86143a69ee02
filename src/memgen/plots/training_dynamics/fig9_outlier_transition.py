"""The outlier of a two-Gaussian mixture: where it leaves the bulk, and its eigenvector."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select

EDGE = "0.45"


def draw(tables: dict[str, Any]) -> Figure:
    """Largest eigenvalue and overlap against t; the overlap over (|m|^2, t) and its phase line."""
    rows = tables["outlier"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3, width_ratios=[1, 1, 1.15])
    signals = sorted(select(rows, quantity="transition_time")["signal"])
    colours = sequence_colours(len(signals) + 1)[:-1]
    for panel, quantity in zip(panels, ("eigenvalue", "overlap"), strict=False):
        for signal, colour in zip(signals, colours, strict=True):
            _curves(panel, select(rows, signal=float(signal)), quantity, colour)
        panel.set_xlabel("time $t$")
    edge = select(rows, quantity="edge").sort_values("t")
    panels[0].fill_between(edge["t"], 0, edge["value"], color="0.9", lw=0)
    theory_line(panels[0], edge, "t", color=EDGE, lw=0.9)
    top = select(rows, quantity="eigenvalue")["value"].max()
    panels[0].set(ylabel=r"largest eigenvalue $\lambda$", ylim=(0, 1.1 * top))
    panels[0].text(0.97, 0.07, "bulk", color=EDGE, transform=panels[0].transAxes, ha="right")
    handles = [
        *(
            Line2D([], [], color=c, label=f"$|m|^2={m:g}$")
            for m, c in zip(signals, colours, strict=True)
        ),
        Line2D([], [], color="k", marker="o", ls="", ms=2.8, label="U"),
        Line2D([], [], color="k", lw=0.8, ls=":", label="equivalent, same $d$"),
        Line2D([], [], color="k", lw=1, label=r"closed form, $d\to\infty$"),
    ]
    panels[0].legend(handles=handles, loc="upper right")
    panels[1].set(ylabel="overlap$^2$ with $Wm$", ylim=(-0.03, 1.03))
    _phases(panels[2], rows, dict(zip(signals, colours, strict=True)))
    letter_panels(panels)
    return figure


def _curves(panel: Axes, rows: Any, quantity: str, colour: Any) -> None:
    """Closed form (solid), the equivalent at finite d (dotted), U (points)."""
    of_limit = select(rows, quantity=quantity, kind="theory")
    theory_line(panel, of_limit, "t", color=colour, lw=1)
    finite = select(rows, quantity=f"{quantity}_finite")
    smooth_line(panel, finite, "t", color=colour, lw=0.9, ls=":", scale="linear")
    drawn = select(rows, quantity=quantity, kind="simulation")
    simulation_points(panel, drawn, "t", color=colour, ms=2.6, lw=0.7)


def _phases(panel: Axes, rows: Any, colours: dict[float, Any]) -> None:
    """Measured overlap over (|m|^2, t), the predicted line of the transition and of overlap 1/2."""
    overlap = select(rows, quantity="map").pivot(index="t", columns="signal", values="value")
    image = panel.pcolormesh(
        overlap.columns.to_numpy(float),
        overlap.index.to_numpy(float),
        overlap.to_numpy(float),
        cmap="Greys",
        vmin=0,
        vmax=1,
        shading="gouraud",
        rasterized=True,
    )
    threshold = select(rows, quantity="threshold").sort_values("t")
    panel.plot(threshold["value"], threshold["t"], color="#D55E00", lw=1.4)
    half = select(rows, quantity="half_signal").sort_values("t")
    panel.plot(half["value"], half["t"], color="#D55E00", lw=1, ls="--")
    times = select(rows, quantity="transition_time")
    for signal, t in zip(times["signal"], times["value"], strict=True):
        panel.plot(signal, t, "o", ms=4, color=colours[signal], mec="w", mew=0.6)
    panel.set(xscale="log", xlabel="$|m|^2$", ylabel="time $t$")
    signals, at = overlap.columns.to_numpy(float), overlap.index.to_numpy(float)
    panel.set_xlim(signals.min(), signals.max())
    panel.set_ylim(at.min(), at.max())
    plain_ticks(panel.xaxis)
    panel.text(0.06, 0.9, "no outlier", transform=panel.transAxes)
    middle = threshold.iloc[int(0.72 * len(threshold))]
    panel.text(
        0.85 * middle["value"],
        middle["t"],
        r"$t_{\rm BBP}$",
        color="#D55E00",
        ha="right",
        va="bottom",
    )
    panel.text(0.97, 0.07, "outlier", transform=panel.transAxes, ha="right", color="w")
    panel.figure.colorbar(image, ax=panel, label="overlap$^2$, equivalent")
