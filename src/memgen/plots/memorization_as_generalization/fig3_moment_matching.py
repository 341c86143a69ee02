"""Moment matching at t = 0 and t > 0 on a teacher's examples."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, simulation_points, theory_line
from memgen.tables.read import select, single

COLD, WARM, HEBB = "#0072B2", "#D55E00", "0.5"
RATES = ("#009E73", "#CC79A7")
# Learnt at, sampled at: colour by the former, filled at t = 0 of the latter.
SAMPLED = (
    ("fraction_on_data", "cold", COLD, "o", COLD, "learnt at $t=0$, sampled at $t=0$"),
    ("fraction_elsewhere", "warm", WARM, "s", WARM, "learnt at $t>0$, sampled at $t=0$"),
    ("fraction_elsewhere", "cold", COLD, "o", "w", "learnt at $t=0$, sampled at $t>0$"),
    ("fraction_on_data", "warm", WARM, "s", "w", "learnt at $t>0$, sampled at $t>0$"),
)


def draw(tables: dict[str, Any]) -> Figure:
    """What is generated, what is stable, what is learnt, by the load; the residual by steps."""
    rows = tables["moment_matching"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 2)
    (generated, stable), (learnt, followed) = panels
    for quantity, regime, colour, fmt, fill, label in SAMPLED:
        at = select(rows, quantity=quantity, regime=regime)
        looks = {"color": colour, "fmt": f"{fmt}{'-' if fill != 'w' else '--'}", "ms": 3.5}
        simulation_points(generated, at, "load", **looks, lw=0.8, mfc=fill, label=label)
    generated.legend(loc="upper right", fontsize=6.5)
    for panel, quantity in ((stable, "stable_examples"), (learnt, "overlap")):
        for regime, colour, fmt, word in (
            ("cold", COLD, "o", "learnt at $t=0$"),
            ("warm", WARM, "s", "learnt at $t>0$"),
        ):
            at = select(rows, quantity=quantity, regime=regime, kind="simulation")
            looks = {"color": colour, "fmt": f"{fmt}-", "ms": 3.5, "lw": 0.8}
            simulation_points(panel, at, "load", **looks, label=word)
    start = select(rows, quantity="overlap", regime="hebb")
    looks = {"color": HEBB, "fmt": "^--", "ms": 3, "lw": 0.8}
    simulation_points(learnt, start, "load", **looks, label="Hebb (start)")
    _theory(learnt, rows)
    generated.axhline(0.5, color="0.7", lw=0.6, ls=":", zorder=0)
    for panel in (stable, learnt):
        panel.legend(loc="upper right" if panel is stable else "upper left", fontsize=6.5)
    for panel, label in (
        (generated, "states that are examples"),
        (stable, "examples that are stable"),
        (learnt, "overlap with the teacher"),
    ):
        panel.set(xscale="log", xlabel="examples per spin $P/N$", ylabel=label, ylim=(-0.03, 1.04))
    _followed(followed, rows)
    letter_panels(panels.ravel())
    return figure


def _theory(panel: Axes, rows: Any) -> None:
    """Theory of many examples, and the simulation continued to infinitely many chains."""
    line = select(rows, quantity="overlap_of_many")
    theory_line(panel, line, "load", color="k", lw=1, label="theory, many examples")
    limit = select(rows, quantity="overlap_without_noise")
    looks = {"color": WARM, "fmt": "D", "ms": 5, "mfc": "w", "zorder": 3}
    simulation_points(panel, limit, "load", **looks, label=r"$t>0$, chains $\to\infty$")


def _followed(panel: Axes, rows: Any) -> None:
    """The residual at t = 0 at two rates, and that of the couplings' average (dashed)."""
    found = select(rows, quantity="followed_residual")
    rates = sorted(found["rate"].unique())[::-1]
    for rate, colour, fmt in zip(rates, RATES, ("o", "s"), strict=True):
        looks = {"color": colour, "fmt": f"{fmt}-", "ms": 3, "lw": 0.8}
        label = rf"$\lambda\sqrt{{N}}={rate:g}$"
        simulation_points(panel, select(found, rate=float(rate)), "progress", **looks, label=label)
        averaged = single(rows, quantity="averaged_residual", rate=float(rate))
        ends = np.array([0.12, 1.0]) * float(found["progress"].max())
        level, error = averaged["value"], averaged["stderr"]
        panel.fill_between(ends, level - error, level + error, color=colour, alpha=0.2, lw=0)
        panel.hlines(level, *ends, colors=colour, lw=1.1, ls="--")
    load = float(found["load"].iloc[0])
    panel.text(0.03, 0.05, f"$t=0$, $P/N={load:g}$", transform=panel.transAxes)
    panel.set(xscale="log", yscale="log", xlabel=r"steps $\times\,\lambda\sqrt{N}$")
    panel.set_ylabel("residual of the moments (rms)")
    panel.set_ylim(0.015, 1)
    plain_ticks(panel.yaxis)
    style = {"fontsize": 6.5, "ha": "right", "va": "center"}
    panel.text(0.9 * ends[0], averaged["value"], "average of $J$", **style)
    panel.legend(loc="upper right")
