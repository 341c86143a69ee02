"""What is lost at the centre of points of one norm, what condenses, and what a network sees."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullFormatter

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    simulation_points,
    smooth_line,
)
from memgen.tables.read import select, value_of

DIRECTIONS = {"large": "#0072B2", "small": "#D55E00"}
NAMES = {"large": "larger variance", "small": "smaller variance"}
MANIFOLD = 7
MARKERS = ("o", "s", "^")
MARKS = (("o", "0.3"), ("s", "w"))
MEANINGS = (
    "(d) loss, (e, f) networks",
    "(d) $Y_2=1/2$",
    r"exact: (d) and, (e, f), $P\to\infty$",
    r"(d) $s_j^2/2\log P$",
    "(e, f) score of their points",
)
EVERY = 4  # of the t of spectra one is drawn
SIZE_COLOURS = ("#CC79A7", "#009E73", "#56B4E9")


def draw(tables: dict[str, Any]) -> Figure:
    """Spectra for some and for infinitely many points, dimensions, times; below a network."""
    rows = tables["centre"]
    figure = new_figure(7.0, 4.9)
    panels = figure.subplots(2, 3)
    shown = sorted(int(P) for P in select(rows, panel="centre")["P"].unique())
    cases = {shown[2]: f"centre, $P={shown[2]}$", 0: r"centre, $P\to\infty$"}
    for panel, (P, title) in zip(panels[0], cases.items(), strict=False):
        scale = _spectra(panel, select(rows, panel="centre", P=P, quantity="singular_value"))
        panel.set_title(title)
    bar = figure.colorbar(scale, ax=panels[0, 1], label=r"$\sqrt{t}$", pad=0.02)
    plain_ticks(bar.ax.yaxis)
    panels[0, 0].set_ylabel("singular value / largest shown")
    _dimensions(panels[0, 2], rows, shown[1:])
    _times(panels[1, 0], select(rows, panel="times"))
    seen = tables["visible"]
    _training(panels[1, 1], seen)
    _order(panels[1, 2], seen)
    handles = [Line2D([], [], color=colour, lw=1.4) for colour in DIRECTIONS.values()]
    handles += [Line2D([], [], color="0.3", ls="none", marker=m, mfc=f, ms=4) for m, f in MARKS]
    handles += [Line2D([], [], color="0.3", lw=1, ls=style) for style in ("-", ":", "--")]
    figure.legend(handles, [*NAMES.values(), *MEANINGS], loc="outside lower center", ncols=4)
    letter_panels(panels.ravel())
    return figure


def _spectra(panel: Axes, rows: pd.DataFrame) -> Any:
    times = sorted(rows["t"].unique(), reverse=True)
    norm = LogNorm(times[-1] ** 0.5, times[0] ** 0.5)
    scale = ScalarMappable(norm, "viridis")
    for t in times[::EVERY]:
        line = select(rows, t=float(t)).sort_values("rank")
        panel.plot(line["rank"], line["value"], color=scale.to_rgba(t**0.5), lw=1)
    most = int(rows["rank"].max())
    for dimension in (MANIFOLD, 5, 2):
        place = most - dimension + 0.5
        panel.axvline(place, color="0.5", lw=0.7, ls=":", zorder=0)
        ground = {"facecolor": "w", "edgecolor": "none", "pad": 0.5}
        panel.text(place, 1.06, f"{dimension}", ha="center", fontsize=6.5, color="0.4", bbox=ground)
    ticks = [1, most // 3, 2 * most // 3, most]
    panel.set(xlabel="rank among the smallest", ylim=(-0.03, 1.14), xticks=ticks)
    return scale


def _dimensions(panel: Axes, rows: pd.DataFrame, shown: list[int]) -> None:
    """Dimension at the gap against sqrt(t), a mean over draws, with 0 where there is no gap."""
    at = select(rows, quantity="dimension", panel="centre")
    for P, marker, colour in zip(shown, MARKERS, SIZE_COLOURS, strict=True):
        line = select(at, P=P).assign(sigma=lambda found: found["t"] ** 0.5)
        look = {"color": colour, "ms": 3, "fmt": marker, "mfc": "none", "lw": 0.7}
        simulation_points(panel, line, "sigma", **look, label=f"{P}")
    exact = select(at, P=0).sort_values("t")
    panel.step(exact["t"] ** 0.5, exact["value"], where="mid", color="k", lw=1.0, label=r"$\infty$")
    lost = select(rows, quantity="loss_time", kind="theory")
    for direction, colour in DIRECTIONS.items():
        sigma = value_of(lost, "loss_time", direction=direction) ** 0.5
        panel.axvline(sigma, color=colour, lw=0.9, ls=":", zorder=0)
    panel.set(xscale="log", xlabel=r"$\sqrt{t}$", ylabel="dimension at the gap", ylim=(-0.4, 8))
    panel.set_yticks([0, 2, 5, 7], ["none", "2", "5", "7"])
    plain_ticks(panel.xaxis)
    panel.legend(title="$P$", loc="upper right", fontsize=5.5, title_fontsize=6)


def _times(panel: Axes, rows: pd.DataFrame) -> None:
    """Times of loss at the centre, the same for all P, and of condensation, against P."""
    P = np.sort(rows["P"].dropna().unique().astype(float))
    for direction, colour in DIRECTIONS.items():
        at = select(rows, direction=direction)
        lost = at[(at["quantity"] == "loss_time") & (at["kind"] == "theory")]["value"].iloc[0]
        panel.plot(P[[0, -1]], [lost, lost], color=colour, lw=1)
        half = select(at, quantity="half_time")
        smooth_line(panel, select(half, kind="theory"), "P", color=colour, lw=1)
        gaussian = select(at, quantity="condensation_time")
        smooth_line(panel, gaussian, "P", color=colour, lw=0.8, ls=":")
        look = {"color": colour, "ms": 3}
        lost_rows = at[(at["quantity"] == "loss_time") & (at["kind"] == "simulation")]
        simulation_points(panel, lost_rows, "P", **look, fmt="o")
        simulation_points(panel, select(half, kind="simulation"), "P", **look, fmt="s", mfc="w")
    panel.set(xscale="log", yscale="log", xlabel="$P$", ylabel="$t$", ylim=(1e-7, 3))
    panel.set_yticks([1e-6, 1e-4, 1e-2, 1])
    style = {"fontsize": 6, "transform": panel.transAxes}
    panel.text(0.5, 0.9, "lost: response above 1", ha="center", **style)
    panel.text(0.04, 0.05, "condensed: $Y_2=1/2$", **style)


def _training(panel: Axes, seen: pd.DataFrame) -> None:
    """What the network sees against training steps, at one t."""
    t = _middle(seen)
    at = select(seen, quantity="visible", probed="training", t=t)
    for direction, colour in DIRECTIONS.items():
        rows = select(at, direction=direction)
        look = {"color": colour, "ms": 3, "fmt": "o-", "lw": 0.8}
        simulation_points(panel, select(rows, of="network"), "steps", **look)
        level = value_of(seen, "visible", of="population", direction=direction, t=t)
        panel.axhline(level, color=colour, lw=0.8)
        # the score of the points does not know the steps: probes differ, and are averaged
        own = float(select(rows, of="empirical")["value"].mean())
        panel.axhline(own, color=colour, lw=0.8, ls="--")
    panel.set(xscale="log", xlabel="training steps", ylabel="share seen, $1+tJ_{jj}$")
    P, steps = int(at["P"].iloc[0]), np.sort(at["steps"].unique().astype(int))
    panel.set(title=rf"$P={P}$, $\sqrt{{t}}={t**0.5:.2g}$", ylim=(-0.05, 1.05))
    panel.set_xticks(steps, [str(step) for step in steps])
    panel.xaxis.set_minor_formatter(NullFormatter())


def _order(panel: Axes, seen: pd.DataFrame) -> None:
    """What the longest trained network sees against sqrt(t), between population and points."""
    seen = select(seen, quantity="visible").assign(sigma=seen["t"] ** 0.5)
    steps = int(seen["steps"].max())
    last = select(seen, probed="training", steps=steps)
    P = int(last["P"].iloc[0])
    for direction, colour in DIRECTIONS.items():
        rows = select(last, direction=direction)
        line = {"scale": "linear", "color": colour, "lw": 1}
        exact = select(seen, of="population", direction=direction)
        smooth_line(panel, exact, "sigma", **line)
        smooth_line(panel, select(rows, of="empirical"), "sigma", **line, ls="--")
        simulation_points(panel, select(rows, of="network"), "sigma", color=colour, ms=3, fmt="o")
    panel.set(
        xscale="log", xlabel=r"$\sqrt{t}$", ylim=(-0.05, 1.05), title=f"$P={P}$, {steps} steps"
    )
    plain_ticks(panel.xaxis)
    panel.xaxis.set_minor_formatter(NullFormatter())


def _middle(seen: pd.DataFrame) -> float:
    """The middle one of the shown t."""
    times = np.sort(select(seen, probed="training")["t"].unique())
    return float(times[len(times) // 2])
