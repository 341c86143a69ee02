"""Learning from a teacher against the learning temperature."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, value_of

TEACHER = "#D55E00"
# Of the P that were learnt every other one is shown against t.
EVERY = 2
# From this P on theory of many examples is drawn as valid.
MANY = 1000


def draw(tables: dict[str, Any]) -> Figure:
    """Distance to the teacher, weight of the training set, and the best temperature."""
    rows = tables["learning_temperature"]
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, 3)
    sizes = sorted(rows["P"].unique())
    shown = sizes[::EVERY]
    for P, colour in zip(shown, sequence_colours(len(shown)), strict=True):
        at = select(rows, P=int(P))
        style = {"color": colour, "fmt": "o-", "ms": 1.8, "lw": 0.8, "capsize": 0}
        simulation_points(panels[0], select(at, quantity="kl"), "ratio", **style, label=f"$P={P}$")
        simulation_points(panels[1], select(at, quantity="mass"), "ratio", **style)
        fresh = select(at, quantity="fresh_mass")
        theory_line(panels[1], fresh, "ratio", color=colour, lw=0.9, ls="--")
        best = np.exp(value_of(at, "log_best_over_teacher", kind="simulation"))
        least = value_of(at, "least_kl", kind="simulation")
        panels[0].plot(best, least, "*", color=colour, ms=7, mec="k", mew=0.4, zorder=3)
        if P >= MANY:
            floor = value_of(at, "least_kl", kind="theory")
            panels[0].axhline(floor, color=colour, lw=0.8, ls=":", zorder=0)
    for panel in panels[:2]:
        panel.axvline(1.0, color=TEACHER, lw=0.9, ls="-.", zorder=0)
        panel.set(xscale="log", xlabel=r"learning temperature $t/t_{\rm teacher}$")
        plain_ticks(panel.xaxis)
    N = int(rows["N"].iloc[0])
    panels[0].set(yscale="log", ylabel="KL(teacher || model), nats")
    panels[0].text(0.97, 0.97, f"$N={N}$", transform=panels[0].transAxes, ha="right", va="top")
    panels[1].set(ylabel="model's probability", ylim=(0, 1.03))
    key = [
        Line2D([], [], color="0.4", lw=0.9, marker="o", ms=2, label="of training set"),
        Line2D([], [], color="0.4", lw=0.9, ls="--", label="of a fresh set"),
    ]
    panels[1].legend(handles=key, loc="center left", bbox_to_anchor=(0.0, 0.3), fontsize=6.5)
    _shift(panels[2], select(rows, quantity="log_best_over_teacher"))
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=len(shown)
    )
    letter_panels(panels)
    return figure


def _shift(panel: Axes, shift: pd.DataFrame) -> None:
    """The best temperature against P, with theory solid where there are many examples."""
    law = select(shift, kind="theory")
    theory_line(panel, law, "P", color="k", lw=1, ls=":", label="theory, continued")
    many = law[law["P"] >= MANY]
    theory_line(panel, many, "P", color="k", lw=1.2, label="theory, many examples")
    measured = select(shift, kind="simulation")
    simulation_points(panel, measured, "P", color=TEACHER, ms=4, label="measured")
    panel.set(xscale="log", yscale="log", xlabel="training examples $P$")
    panel.set_ylabel(r"$\log(t_{\rm best}/t_{\rm teacher})$")
    panel.legend(loc="lower left")
