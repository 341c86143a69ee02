"""Widths of the intermediate and the final gap against t, at finite N and of trained networks."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select, value_of

# Dark for the smallest N, light for the largest.
GAPS = {"middle": ("#00664B", "#4CC3A0"), "final": ("k", "0.6")}
MARKS = {"opening_time": "opens", "widest_time": "widest", "closing_time": "closes"}


def draw(tables: dict[str, Any]) -> Figure:
    """Theory and drawn manifolds; a trained network beside its own manifold's exact score."""
    rows, trained = tables["gap_opening"], tables["trained_spectra"]
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3, width_ratios=(1.25, 0.8, 1.0))
    _widths(panels[0], rows)
    _sizes(panels[1], rows)
    _networks(panels[2], trained)
    letter_panels(panels)
    return figure


def _widths(panel: Axes, rows: pd.DataFrame) -> None:
    """Width against t at the smallest and the largest N, and in the limit."""
    widths = select(rows, quantity="width")
    sizes = sorted(widths["N"].dropna().unique())
    limit = widths[widths["N"].isna()]
    for gap, colours in GAPS.items():
        for N, colour, offset in zip((sizes[0], sizes[-1]), colours, (0, 3), strict=True):
            at = select(widths, gap=gap, N=float(N))
            theory_line(panel, select(at, kind="theory"), "t", color=colour, lw=1)
            points = select(at, kind="simulation").sort_values("t").iloc[offset::7]
            simulation_points(panel, points, "t", color=colour, ms=2.2)
        theory_line(panel, select(limit, gap=gap), "t", color=colours[0], lw=0.7, ls="--")
    marks = rows[(rows["kind"] == "theory") & rows["N"].isna() & (rows["gap"] == "middle")]
    for quantity, word in MARKS.items():
        t = value_of(marks, quantity)
        panel.annotate(
            word,
            (t, -0.02),
            (t, -0.13),
            ha="center",
            va="center",
            fontsize=6,
            color=GAPS["middle"][0],
            arrowprops={"arrowstyle": "-|>", "color": GAPS["middle"][0], "lw": 0.6},
        )
    threshold = value_of(rows, "threshold")
    panel.axhline(threshold, color="0.6", lw=0.6, ls=":", zorder=0)
    panel.text(
        90, threshold + 0.01, f"threshold, {threshold:g}", color="0.5", fontsize=6, ha="right"
    )
    for y, N, shade in ((0.95, sizes[0], "dark"), (0.88, sizes[-1], "light")):
        panel.text(90, y, f"{shade}: $N={N:g}$", fontsize=6.5, ha="right", va="center")
    panel.text(90, 0.81, r"dashed: $N\to\infty$", fontsize=6.5, ha="right", va="center")
    panel.text(1.6e-3, 0.72, "final", fontsize=7, ha="left")
    panel.text(
        0.3, 0.62, "between the\nvariances", color=GAPS["middle"][0], fontsize=7, va="center"
    )
    panel.set(xscale="log", xlabel="noise variance $t$", ylabel="gap width", ylim=(-0.2, 1.03))
    panel.set_yticks(np.linspace(0, 1, 6))


def _sizes(panel: Axes, rows: pd.DataFrame) -> None:
    """The widest intermediate gap against N^(-2/3)."""
    for quantity, style in (("line", "-"), ("first", ":")):
        line = select(rows, quantity=f"widest_gap_{quantity}")
        theory_line(panel, _against_shift(line), "shift", color="#009E73", lw=1, ls=style)
    at = select(rows, quantity="widest_gap")
    drawn = select(at, kind="simulation")
    simulation_points(panel, _against_shift(drawn), "shift", color="#009E73", ms=3)
    limit = float(at[at["N"].isna()]["value"].iloc[0])
    panel.axhline(limit, color="k", lw=0.7, ls="--")
    places = _against_shift(drawn)
    panel.set_xticks(places["shift"], [f"{N:g}" for N in drawn["N"]])
    panel.text(places["shift"].max(), limit, r"$N\to\infty$", fontsize=6.5, ha="right", va="bottom")
    panel.text(0.57, 0.66, "to order $1/N$", color="#009E73", fontsize=7, ha="right",
               transform=panel.transAxes)  # fmt: skip
    panel.text(0.97, 0.42, "to $N^{-2/3}$\n(dotted)", color="#009E73", fontsize=7, ha="right",
               transform=panel.transAxes)  # fmt: skip
    panel.set(xlabel="$N$ (axis linear in $N^{-2/3}$)", ylabel="widest intermediate gap")
    panel.set_xlim(0, None)


def _against_shift(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(shift=frame["N"].astype(float) ** (-2 / 3))


def _networks(panel: Axes, trained: pd.DataFrame) -> None:
    """Gaps of networks and of the exact score of their manifold."""
    rows = select(trained, law="descending")
    for gap, (colour, _) in GAPS.items():
        line = select(rows, quantity="gap_line", gap=gap)
        theory_line(panel, line, "t", color=colour, lw=1)
        networks = select(rows, quantity="gap", gap=gap, score="network")
        simulation_points(panel, networks, "t", color=colour, ms=3)
    panel.text(2e-3, 0.75, "final", fontsize=7)
    panel.text(
        0.25, 0.68, "between the\nvariances", color=GAPS["middle"][0], fontsize=6.5, va="center"
    )
    panel.set(xscale="log", xlabel="noise variance $t$", ylabel="gap width", ylim=(-0.02, 1.03))
    panel.set_title("trained networks")
