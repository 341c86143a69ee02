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
    theory_band,
    theory_line,
)
from memgen.tables.read import select, value_of

TEACHER, SMALL = "#D55E00", "#56B4E9"
# Of the P that were learnt every other one is shown against t.
EVERY = 2
# From this P on theory of many examples is drawn as valid.
MANY = 1000


def draw(tables: dict[str, Any]) -> Figure:
    """Distance to the teacher, weight of the training set, likelihood, and the best temperature."""
    rows = tables["learning_temperature"]
    shift = select(rows, quantity="log_best_over_teacher")
    rows = rows[rows["N"] == rows["N"].max()]
    figure = new_figure(7.0, 4.8)
    panels = figure.subplots(2, 2).ravel()
    sizes = sorted(rows["P"].unique())
    shown = sizes[::EVERY]
    for P, colour in zip(shown, sequence_colours(len(shown)), strict=True):
        at = select(rows, P=int(P))
        style = {"color": colour, "fmt": "o-", "ms": 1.8, "lw": 0.8, "capsize": 0}
        simulation_points(panels[0], select(at, quantity="kl"), "ratio", **style, label=f"$P={P}$")
        _masses(panels[1], at, style)
        gap = select(at, quantity="likelihood_gap")
        # where the noise exceeds it there is nothing to see on this scale
        gap = gap[gap["value"] > gap["stderr"]]
        simulation_points(panels[2], gap, "ratio", **style)
        best = np.exp(value_of(at, "log_best_over_teacher", kind="simulation"))
        least = value_of(at, "least_kl", kind="simulation")
        panels[0].plot(best, least, "*", color=colour, ms=7, mec="k", mew=0.4, zorder=3)
        if P >= MANY:
            for panel, quantity in ((panels[0], "least_kl"), (panels[2], "gap_of_many")):
                theory = value_of(at, quantity, kind="theory")
                panel.axhline(theory, color=colour, lw=0.8, ls=":", zorder=0)
    for panel in panels[:3]:
        panel.axvline(1.0, color=TEACHER, lw=0.9, ls="-.", zorder=0)
        panel.set(xscale="log", xlabel=r"learning temperature $t/t_{\rm teacher}$")
        plain_ticks(panel.xaxis)
    N = int(rows["N"].iloc[0])
    panels[0].set(yscale="log", ylabel="KL(teacher || model), nats")
    for panel in panels[:3]:
        panel.set_title(f"$N={N}$")
    panels[1].set(ylabel="model's probability", ylim=(0, 1.03))
    panels[2].set(yscale="log", ylim=(1e-3, 60), ylabel="log-likelihood, training $-$ fresh")
    key = [
        Line2D([], [], color="0.4", lw=0.9, marker="o", ms=2, label="of training set"),
        Line2D([], [], color="0.4", lw=0.9, ls="--", label="of a fresh set"),
        Line2D([], [], color="0.4", lw=0.9, ls=":", label="teacher's, of training set"),
    ]
    panels[1].legend(
        handles=key,
        loc="upper right",
        fontsize=6.5,
        handlelength=1.2,
        frameon=True,
        framealpha=1,
        edgecolor="none",
    )
    _best(panels[3], shift)
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=len(shown)
    )
    letter_panels(panels)
    return figure


def _masses(panel: Axes, at: pd.DataFrame, style: dict[str, Any]) -> None:
    """Few examples: of many both sets hold nearly all states that occur."""
    if at["P"].iloc[0] >= MANY:
        return
    simulation_points(panel, select(at, quantity="mass"), "ratio", **style)
    fresh = select(at, quantity="fresh_mass")
    theory_band(panel, fresh, "ratio", color=style["color"], lw=0.9, ls="--")
    truth = value_of(at, "true_mass")
    panel.axhline(truth, color=style["color"], lw=0.8, ls=":", zorder=0)


def _best(panel: Axes, shift: pd.DataFrame) -> None:
    """The best temperature against P, with theory solid where there are many examples."""
    sizes = sorted(shift["N"].unique())
    for N, colour, fmt in zip(sizes, (SMALL, TEACHER), ("s", "o"), strict=True):
        law = select(shift, kind="theory", N=int(N))
        theory_line(panel, law, "P", color=colour, lw=1, ls=":")
        theory_line(panel, law[law["P"] >= MANY], "P", color=colour, lw=1.2)
        measured = select(shift, kind="simulation", N=int(N))
        simulation_points(panel, measured, "P", color=colour, fmt=fmt, ms=4, label=f"$N={N}$")
    panel.set(xscale="log", yscale="log", xlabel="training examples $P$")
    panel.set_ylabel(r"$\log(t_{\rm best}/t_{\rm teacher})$")
    panel.legend(loc="lower left")
