"""Unlearning: stabilities against dreams, the three points against N, histograms."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import (
    against_inverse_size,
    letter_panels,
    sequence_colours,
    theory_band,
)
from memgen.tables.read import select

POINTS = {"D_in": ("^", "$D_{in}$"), "D_opt": ("o", "$D_{opt}$"), "D_fin": ("v", "$D_{fin}$")}
HISTOGRAMS = ("hebb", "D_in", "D_opt", "D_fin", "perceptron")


def draw(tables: dict[str, Any]) -> Figure:
    """Stabilities in dreams, points beside the published table, histograms."""
    rows = tables["dreams"]
    N = int(rows["N"].min())
    small = select(rows, N=N)
    figure = new_figure(7.0, 4.8)
    panels = figure.subplots(2, 3)
    loads = sorted(select(small, quantity="smallest_stability")["load"].unique())
    colours = dict(zip(loads, sequence_colours(len(loads)), strict=True))
    looks = (
        (panels[0, 0], ("smallest_stability",), r"smallest stability $\min\Delta$"),
        (panels[0, 1], ("mean_stability", "largest_stability"), r"mean and largest $\Delta$"),
        (panels[0, 2], ("saturated",), r"fraction of $\Delta>0$"),
    )
    for panel, quantities, label in looks:
        for load, colour in colours.items():
            for quantity in quantities:
                curve = select(small, quantity=quantity, load=float(load))
                theory_band(panel, curve, "amount", color=colour, lw=0.9)
        panel.set(xlabel=r"dreams $D\epsilon/N$", ylabel=label)
        panel.axhline(0, color="k", lw=0.6)
    panels[0, 2].set_ylim(0.7, 1.01)
    panels[0, 0].set_ylim(bottom=-1.1)
    for load, colour in colours.items():
        panels[0, 2].plot([], [], color=colour, label=f"$P/N={load:g}$")
    panels[0, 2].legend(loc="lower left")
    panels[0, 1].set_title(f"$N={N}$")
    _points(panels[1, 0], select(rows, quantity="dream_point"), colours)
    shown = sorted(select(small, quantity="density")["load"].unique())
    for panel, load in zip(panels[1, 1:], (shown[0], shown[-1]), strict=True):
        _histogram(panel, select(small, quantity="density", load=float(load)))
        panel.set_title(f"$P/N={load:g}$")
    handles, labels = panels[1, 1].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower right", ncols=5)
    letter_panels(panels.ravel())
    return figure


def _points(panel: Axes, rows: Any, colours: dict[float, Any]) -> None:
    """Ours filled, published hollow and shifted."""
    for load, colour in colours.items():
        for rule, (marker, _) in POINTS.items():
            at = against_inverse_size(rows[(rows["load"] == load) & (rows["rule"] == rule)])
            ours = at[at["kind"] == "simulation"]
            theirs = at[at["kind"] == "published"]
            panel.errorbar(
                ours["inverse"], ours["value"], ours["stderr"], fmt=marker, ms=3, color=colour
            )
            panel.plot(
                theirs["inverse"] + 1.5e-4,
                theirs["value"],
                marker,
                mfc="none",
                mec=colour,
                ms=4.5,
                mew=0.7,
            )
    for marker, label in POINTS.values():
        panel.plot([], [], marker, color="0.4", ms=3, label=label)
    panel.plot([], [], "o", mfc="none", mec="0.4", ms=4.5, label="published")
    panel.set(xlabel="$1/N$", ylabel=r"$D\epsilon/N$", xlim=(0, None))
    panel.set_ylim(0, 0.72)
    panel.legend(loc="upper left", ncols=2, columnspacing=0.8)


def _histogram(panel: Axes, rows: Any) -> None:
    for name in HISTOGRAMS:
        colour, label = RULES[name]
        at = select(rows, rule=name).sort_values("stability")
        panel.step(at["stability"], at["value"], where="mid", color=colour, lw=0.9, label=label)
    panel.axvline(0, color="k", lw=0.6)
    panel.set(xlabel=r"stability $\Delta$", ylabel="density", xlim=(-1.5, 4))
