"""Unlearning: stabilities against dreams, the three points beside the table, histograms."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import letter_panels, sequence_colours, theory_band
from memgen.tables.read import select, value_of

POINTS = {"D_in": "$D_{in}$", "D_opt": "$D_{opt}$", "D_fin": "$D_{fin}$"}
HISTOGRAMS = ("hebb", "D_in", "D_opt", "D_fin", "perceptron")
MARKS = {"D_in": "^", "D_opt": "o", "D_fin": "v"}
STRIP = 0.017  # largest difference that is drawn; beyond, its number is written


def draw(tables: dict[str, Any]) -> Figure:
    """Stabilities in dreams, points beside the published table, histograms."""
    rows = tables["dreams"]
    N = int(rows["N"].min())
    small = select(rows, N=N)
    figure = new_figure(7.0, 5.0)
    grid = figure.add_gridspec(2, 3)
    top = [figure.add_subplot(grid[0, k]) for k in range(3)]
    inner = grid[1, 0].subgridspec(3, 1, hspace=0.08)
    strips = [figure.add_subplot(inner[0])]
    strips += [figure.add_subplot(inner[k], sharex=strips[0], sharey=strips[0]) for k in (1, 2)]
    bottom = [figure.add_subplot(grid[1, k]) for k in (1, 2)]
    loads = sorted(select(small, quantity="smallest_stability")["load"].unique())
    colours = dict(zip(loads, sequence_colours(len(loads)), strict=True))
    looks = (
        (top[0], ("smallest_stability",), r"smallest stability $\min\Delta$"),
        (top[1], ("mean_stability", "largest_stability"), r"mean and largest $\Delta$"),
        (top[2], ("saturated",), r"fraction of $\Delta>0$"),
    )
    for panel, quantities, label in looks:
        for load, colour in colours.items():
            for quantity in quantities:
                curve = select(small, quantity=quantity, load=float(load))
                dash = (0, (3, 1)) if quantity == "largest_stability" else "-"
                theory_band(panel, curve, "amount", color=colour, lw=0.9, ls=dash)
        panel.set(xlabel=r"dreams $D\epsilon/N$", ylabel=label)
        panel.axhline(0, color="k", lw=0.6)
    _largest_margins(top[0], small, colours)
    _mark_points(top[0], small, colours)
    top[2].set_ylim(0.7, 1.01)
    for load, colour in colours.items():
        top[2].plot([], [], color=colour, label=f"$P/N={load:g}$")
    figure.legend(
        *top[2].get_legend_handles_labels(), loc="outside upper center", ncols=len(colours)
    )
    for panel in top:
        panel.set_title(f"$N={N}$")
    _name_curves(top[1], small)
    _differences(strips, select(rows, quantity="dream_point"), colours)
    shown = sorted(select(small, quantity="density")["load"].unique())
    for panel, load in zip(bottom, (shown[0], shown[-1]), strict=True):
        _histogram(panel, select(small, quantity="density", load=float(load)))
        panel.set_title(f"$N={N}$, $P/N={load:g}$")
    handles, labels = bottom[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower right", ncols=5)
    letter_panels([*top, strips[0], *bottom])
    return figure


def _largest_margins(panel: Axes, rows: Any, colours: dict[float, Any]) -> None:
    """The largest stability that symmetric couplings can have, at the right end."""
    end = float(rows["amount"].max())
    for load, colour in colours.items():
        most = value_of(rows, "largest_margin", load=float(load))
        panel.plot([0.86 * end, end], [most, most], color=colour, lw=1.6, ls=(0, (1, 0.6)))
    panel.text(
        0.83 * end, 1.2, "largest possible,\n$N\\to\\infty$", fontsize=6.5, ha="right", va="center"
    )
    panel.set_ylim(-1.1, 2.15)


def _mark_points(panel: Axes, rows: pd.DataFrame, colours: dict[float, Any]) -> None:
    """D_in, D_opt and D_fin on the curves of the smallest stability."""
    found = select(rows, quantity="dream_point", kind="simulation")
    for load, colour in colours.items():
        curve = select(rows, quantity="smallest_stability", load=float(load)).sort_values("amount")
        for rule, mark in MARKS.items():
            at = found[(found["load"] == load) & (found["rule"] == rule)]["value"]
            height = np.interp(at, curve["amount"], curve["value"])
            panel.plot(at, height, mark, color=colour, ms=4, mfc="w", zorder=3)
    for rule, mark in MARKS.items():
        panel.plot([], [], mark, color="0.3", ms=4, mfc="w", label=POINTS[rule])
    panel.legend(loc="upper left", fontsize=6.5, handletextpad=0.1)


def _name_curves(panel: Axes, rows: Any) -> None:
    """Write above each bundle of curves what they are."""
    x = 0.65 * float(rows["amount"].max())
    for quantity, name in (("largest_stability", "largest"), ("mean_stability", "mean")):
        at = select(rows, quantity=quantity)
        height = float(at[(at["amount"] - x).abs() < 0.04]["value"].max())
        panel.text(x, height + 0.12, name, ha="center", va="bottom")


def _differences(strips: list[Axes], rows: pd.DataFrame, colours: dict[float, Any]) -> None:
    """Ours less the published value against N, a strip for each point."""
    both = rows[rows["kind"] == "simulation"].merge(
        rows[rows["kind"] == "published"],
        on=["N", "load", "rule"],
        suffixes=("", "_published"),
        how="left",
    )
    both = both.assign(miss=both["value"] - both["value_published"])
    sizes = sorted(both["N"].unique())
    loads = sorted(both["load"].unique())
    for strip, (rule, label) in zip(strips, POINTS.items(), strict=True):
        for k, load in enumerate(loads):
            at = both[(both["rule"] == rule) & (both["load"] == load)].sort_values("N")
            place = [sizes.index(N) + 0.16 * (k - (len(loads) - 1) / 2) for N in at["N"]]
            for x, (_, row) in zip(place, at.iterrows(), strict=True):
                miss = float(row["miss"])
                if abs(miss) > STRIP:
                    edge = float(np.sign(miss)) * 0.85 * STRIP
                    strip.plot(x, edge, "x", ms=5, mew=1.4, color=colours[load])
                    words = f"{miss:+.3f}".replace("0.", ".")
                    strip.text(x + 0.15, edge, words, fontsize=6.5, va="center")
                    continue
                looks = {"fmt": "o", "ms": 2.8, "color": colours[load], "lw": 0.8}
                strip.errorbar(x, miss, row["stderr"], **looks)
        strip.axhline(0, color="k", lw=0.6, zorder=0)
        strip.set(ylim=(-1.15 * STRIP, 1.15 * STRIP), xlim=(-0.5, len(sizes) - 0.5))
        strip.set_ylabel(label)
        strip.set_yticks([-0.01, 0, 0.01])
        strip.tick_params(labelbottom=strip is strips[-1])
    strips[-1].set_xticks(range(len(sizes)), [f"{N:g}" for N in sizes])
    strips[-1].set_xlabel("$N$")
    strips[0].set_title(r"ours $-$ published $D\epsilon/N$")


def _histogram(panel: Axes, rows: Any) -> None:
    for name in HISTOGRAMS:
        colour, label = RULES[name]
        at = select(rows, rule=name).sort_values("stability")
        panel.step(at["stability"], at["value"], where="mid", color=colour, lw=0.9, label=label)
    panel.axvline(0, color="k", lw=0.6)
    panel.set(xlabel=r"stability $\Delta$", ylabel="density", xlim=(-1.5, 4), ylim=(0, None))
