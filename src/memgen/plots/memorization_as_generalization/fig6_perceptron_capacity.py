"""Largest stabilities of full and diluted networks beside their theories."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.limits import line_to_infinity
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_line
from memgen.tables.read import select, value_of

LOOKS = {
    "plain": ("#0072B2", "s", "no symmetry (Gardner)"),
    "symmetric": ("#009E73", "D", "symmetric, full (ours)"),
    "diluted": ("#D55E00", "o", "symmetric, diluted\n(Gardner et al.)"),
}
SIZES = {"plain": "N", "symmetric": "N", "diluted": "C"}


def draw(tables: dict[str, Any]) -> Figure:
    """Load against stability; diluted networks against 1/C; full ones over the diluted formula."""
    rows = tables["perceptron_capacity"]
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, 3, width_ratios=(1.2, 1, 1))
    _capacity(panels[0], rows)
    _diluted(panels[1], select(rows, couplings="diluted"))
    _full(panels[2], select(rows, couplings="symmetric"))
    letter_panels(panels)
    return figure


def _capacity(panel: Axes, rows: Any) -> None:
    for couplings, (colour, marker, label) in LOOKS.items():
        of = select(rows, couplings=couplings)
        if couplings == "symmetric":
            line = select(of, quantity="theory_stability").sort_values("load")
            panel.plot(line["value"], line["load"], color=colour, label=label)
        else:
            line = select(of, quantity="storage_load").sort_values("kappa")
            panel.plot(line["kappa"], line["value"], color=colour, label=label)
        for _, at in select(of, quantity="largest_stability").groupby("load"):
            load = float(at["load"].iloc[0])
            value, error, _ = line_to_infinity(at, SIZES[couplings])
            panel.errorbar(value, load, xerr=error, fmt=marker, color=colour, mfc="white", ms=4)
    above = select(rows, quantity="fits")
    panel.plot(0, float(above["load"].iloc[0]), "*", color="#009E73", ms=8, clip_on=False)
    panel.set(
        xlabel=r"stability $\kappa$", ylabel="load $P/N$, $P/C$", xlim=(0, 3.2), ylim=(0, 2.05)
    )
    panel.legend(loc="upper right")


def _diluted(panel: Axes, rows: pd.DataFrame) -> None:
    found = select(rows, quantity="largest_stability")
    loads = sorted(found["load"].unique())
    for load, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        formula = value_of(rows, "theory_stability", load=float(load))
        at = found[found["load"] == load]
        at = at.assign(
            inverse=1 / at["C"].astype(float),
            value=at["value"] / formula,
            stderr=at["stderr"] / formula,
        )
        simulation_points(panel, at, "inverse", color=colour, ms=3)
        value, error, slope = line_to_infinity(at, "C")
        end = float(at["inverse"].max())
        panel.plot([0, end], [value, value + slope * end], color=colour, lw=0.7)
        panel.errorbar(0, value, error, fmt="o", color=colour, ms=4.5, mfc="white", clip_on=False)
        height = value + slope * end
        words = f"$P/C={load:g}$" if load == loads[0] else f"{load:g}"
        panel.text(1.03 * end, height, words, color=colour, va="center", fontsize=7)
    panel.axhline(1, color="#D55E00", lw=0.9, zorder=0)
    panel.set(xlabel="$1/C$", ylabel=r"diluted: largest $\kappa$ / formula", ylim=(0.93, 1.06))
    panel.set_xlim(-0.002, 1.5 / float(found["C"].min()))


def _full(panel: Axes, rows: pd.DataFrame) -> None:
    line = select(rows, quantity="excess").sort_values("load")
    theory_line(panel, line, "load", color="#009E73", label="our theory")
    found = select(rows, quantity="largest_stability")
    formula = {
        load: value_of(rows, "theory_stability", load=load) / value_of(rows, "excess", load=load)
        for load in found["load"].unique()
    }
    sizes = sorted(found["N"].unique())
    for N, grey in zip(sizes, np.linspace(0.78, 0.45, len(sizes)), strict=True):
        at = found[found["N"] == N]
        over = at["load"].map(formula)
        at = at.assign(value=at["value"] / over, stderr=at["stderr"] / over)
        simulation_points(panel, at, "load", fmt="D", color=str(grey), ms=2.8, label=f"$N={N:g}$")
    limits = [(load, *line_to_infinity(at, "N")[:2]) for load, at in found.groupby("load")]
    load, value, error = (np.array(column) for column in zip(*limits, strict=True))
    over = np.array([formula[one] for one in load])
    panel.errorbar(
        load,
        value / over,
        error / over,
        fmt="D",
        color="k",
        mfc="white",
        ms=4,
        label=r"$N\to\infty$",
    )
    panel.axhline(1, color="#D55E00", lw=0.9, zorder=0)
    panel.text(0.02, 0.985, "diluted", color="#D55E00", fontsize=7, va="top")
    panel.set(xlabel="load $P/N$", ylabel=r"full: largest $\kappa$ / diluted formula")
    panel.set(xlim=(0, 1.15), ylim=(0.93, 1.95))
    panel.legend(loc="upper left")
