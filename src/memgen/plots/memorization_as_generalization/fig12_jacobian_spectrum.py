"""Spectra of sub-manifolds: density of F F^T, ordered spectrum of the Jacobian, and its gaps."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select, value_of

COLOURS = {"0": "#0072B2", "1": "#009E73", "final": "#D55E00"}
NAMES = {"0": "gap 1", "1": "gap 2", "final": "final gap"}


def draw(tables: dict[str, Any]) -> Figure:
    """Eigenvalues of one draw under the theory; the Jacobian's as t falls; its gaps."""
    rows, levels = tables["jacobian_spectrum"], tables["jacobian_spectrum_values"]["levels"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    density(panels[0], rows, levels)
    ordered(panels[1], rows)
    widths(panels[2], rows)
    letter_panels(panels)
    return figure


def density(panel: Axes, rows: pd.DataFrame, levels: np.ndarray) -> None:
    """Histogram of one draw under the density; the gaps between the bulks are marked."""
    N = int(rows["N"].dropna().iloc[0])
    edges = np.geomspace(0.7 * levels[0], 1.3 * levels[-1], 70)
    counts = np.histogram(levels, edges)[0] / N / np.diff(np.log(edges))
    panel.stairs(counts, edges, color="0.8", fill=True)
    bulks = [bulk for _, bulk in select(rows, quantity="density").groupby("bulk")]
    for bulk in bulks:
        panel.plot(bulk["x"], bulk["x"] * bulk["value"], "k", lw=1)
    top = 1.25 * max((bulk["x"] * bulk["value"]).max() for bulk in bulks)
    ends = [(bulk["x"].min(), bulk["x"].max()) for bulk in bulks]
    left = 0.1 * ends[0][0]
    inner = [(left, ends[0][0])]
    inner += [(low[1], high[0]) for low, high in pairwise(ends)]
    names = ["final", *[str(k) for k in range(len(ends) - 2, -1, -1)]]
    for name, (low, high) in zip(names, inner, strict=True):
        panel.axvspan(low, high, color=COLOURS[name], alpha=0.12, lw=0)
        label = NAMES[name].replace(" ", "\n", 1)
        panel.text(np.sqrt(low * high), 0.98 * top, label, color=COLOURS[name], ha="center",
                   va="top", fontsize=7)  # fmt: skip
    panel.set(xscale="log", xlabel=r"eigenvalue $\lambda$ of $F F^T$", xlim=(left, None),
              ylabel=r"$\lambda\,\rho_A(\lambda)$", ylim=(0, top))  # fmt: skip


def ordered(panel: Axes, rows: pd.DataFrame) -> None:
    """Eigenvalues of t grad score in order, at the time of each gap: the gap is the step."""
    for gap, colour in COLOURS.items():
        at = select(rows, quantity="ordered", gap=gap)
        if at.empty:
            continue
        theory_line(panel, select(at, kind="theory"), "rank", color=colour, lw=1)
        points = select(at, kind="simulation")
        simulation_points(panel, points, "rank", color=colour, ms=1.8, elinewidth=0.6)
        label(panel, select(at, kind="theory").sort_values("rank"), gap)
    panel.legend(fontsize=6.5, loc="upper left", handlelength=1.2)
    panel.text(0.02, -0.97, "off the manifold", fontsize=7, va="bottom")
    panel.set(xlabel="share of eigenvalues below", ylabel=r"eigenvalue $r$ of $t\,\nabla s$",
              ylim=(-1.05, 0.03), xlim=(0, 1))  # fmt: skip


def label(panel: Axes, curve: pd.DataFrame, gap: str) -> None:
    """Name a gap beside its step, the largest one of the curve."""
    r, rank = curve["value"].to_numpy(float), curve["rank"].to_numpy(float)
    step = int(np.diff(r).argmax())
    middle = (r[step] + r[step + 1]) / 2
    panel.text(
        rank[step] - 0.025,
        middle,
        NAMES[gap].replace(" ", "\n"),
        color=COLOURS[gap],
        fontsize=6.5,
        ha="right",
        va="center",
    )
    panel.plot([], [], color=COLOURS[gap], label=f"$t={curve['t'].iloc[0]:.2g}$")


def widths(panel: Axes, rows: pd.DataFrame) -> None:
    """Gap widths against t; dotted: where one is widest at this N, the final one 1/2 wide."""
    gaps = select(rows, quantity="gap")
    for gap, colour in COLOURS.items():
        at = gaps[gaps["gap"] == gap]
        if at.empty:
            continue
        theory = select(at, kind="theory")
        theory_line(panel, theory, "t", color=colour, lw=1)
        simulation_points(panel, select(at, kind="simulation"), "t", color=colour, ms=2.4)
        time = value_of(rows[rows["N"].notna()], "time", kind="theory", gap=gap)
        height = float(theory["value"].max()) if gap != "final" else 0.5
        panel.plot([time, time], [0, height], color=colour, lw=0.8, ls=":")
        side = "left" if gap == "final" else "center"
        place = 1.3 * time if gap == "final" else time
        panel.text(place, height + 0.04, NAMES[gap], color=colour, fontsize=7, ha=side)
    dotted = "dotted: predicted\n" + r"$\gamma_-$, $\sqrt{g_1 g_2}$"
    panel.text(0.97, 0.95, dotted, fontsize=7, ha="right", va="top", transform=panel.transAxes)
    panel.set(xscale="log", xlabel="$t$", ylabel="gap width", ylim=(0, 1.03))
