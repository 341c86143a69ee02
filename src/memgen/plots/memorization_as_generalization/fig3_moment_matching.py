"""Moment matching at t = 0 and t > 0 on a teacher's examples."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, simulation_points, theory_line
from memgen.tables.read import select, single

LOOKS = {"cold": ("#0072B2", "o", "learnt at $t=0$"), "warm": ("#D55E00", "s", "learnt at $t>0$")}
RATES = ("#009E73", "#CC79A7")


def draw(tables: dict[str, Any]) -> Figure:
    """What is generated, what is stable, what is learnt, by the load; the residual by steps."""
    rows = tables["moment_matching"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 2)
    (generated, stable), (learnt, followed) = panels
    for panel, quantity, label in (
        (generated, "fraction_on_data", "states that are examples"),
        (stable, "stable_examples", "examples that are stable"),
        (learnt, "overlap", "overlap with the teacher"),
    ):
        _against_load(panel, select(rows, quantity=quantity), label)
    many = select(rows, quantity="overlap_of_many")
    theory_line(learnt, many, "load", color="k", lw=1)
    learnt.text(9, 0.87, "theory, many examples", fontsize=6.5, ha="right")
    generated.legend(loc="upper right")
    _followed(followed, rows)
    letter_panels(panels.ravel())
    return figure


def _against_load(panel: Axes, found: Any, label: str) -> None:
    for regime, (colour, fmt, word) in LOOKS.items():
        at = select(found, regime=regime, kind="simulation")
        looks = {"color": colour, "fmt": f"{fmt}-", "ms": 3.5, "lw": 0.8, "label": word}
        fill = colour if regime == "cold" else "w"
        simulation_points(panel, at, "load", **looks, mfc=fill)
    panel.set(xscale="log", xlabel="examples per spin $P/N$", ylabel=label, ylim=(-0.03, 1.04))


def _followed(panel: Axes, rows: Any) -> None:
    """The residual at t = 0 at two rates, and that of the couplings' average (dashed)."""
    found = select(rows, quantity="followed_residual")
    rates = sorted(found["rate"].unique())[::-1]
    for rate, colour, fmt in zip(rates, RATES, ("o", "s"), strict=True):
        looks = {"color": colour, "fmt": f"{fmt}-", "ms": 3, "lw": 0.8}
        label = rf"$\lambda\sqrt{{N}}={rate:g}$"
        simulation_points(panel, select(found, rate=float(rate)), "progress", **looks, label=label)
        averaged = single(rows, quantity="averaged_residual", rate=float(rate))
        last = float(found["progress"].max())
        panel.hlines(averaged["value"], 0.12 * last, last, colors=colour, lw=1.1, ls="--")
    load = float(found["load"].iloc[0])
    panel.text(0.03, 0.05, f"$t=0$, $P/N={load:g}$", transform=panel.transAxes)
    panel.set(xscale="log", yscale="log", xlabel=r"steps $\times\,\lambda\sqrt{N}$")
    panel.set_ylabel("residual of the moments (rms)")
    panel.set_ylim(0.015, 1)
    plain_ticks(panel.yaxis)
    panel.text(8, averaged["value"] * 0.9, "average of $J$", fontsize=6.5, va="top")
    panel.legend(loc="upper right")
