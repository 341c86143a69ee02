"""Learning from a teacher against the learning temperature."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

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


def draw(tables: dict[str, Any]) -> Figure:
    """Distance to the teacher, weight of the training set, and the best temperature."""
    rows = tables["learning_temperature"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    sizes = sorted(rows["P"].unique())
    shown = sizes[::EVERY]
    for P, colour in zip(shown, sequence_colours(len(shown)), strict=True):
        at = select(rows, P=int(P))
        style = {"color": colour, "fmt": "o-", "ms": 1.8, "lw": 0.8, "capsize": 0}
        simulation_points(panels[0], select(at, quantity="kl"), "t", **style, label=f"$P={P}$")
        simulation_points(panels[1], select(at, quantity="mass"), "t", **style)
        panels[1].axhline(value_of(at, "true_mass"), color=colour, lw=0.8, ls="--", zorder=0)
        best = np.exp(value_of(at, "log_best_over_teacher", kind="simulation"))
        least = value_of(at, "least_kl", kind="simulation")
        place = value_of(at, "teacher_t") * best
        panels[0].plot(place, least, "*", color=colour, ms=7, mec="k", mew=0.4, zorder=3)
        if P in shown[-2:]:
            floor = value_of(at, "least_kl", kind="theory")
            panels[0].axhline(floor, color=colour, lw=0.8, ls=":", zorder=0)
    teacher = value_of(select(rows, P=int(max(sizes))), "teacher_t")
    for panel in panels[:2]:
        panel.axvline(teacher, color=TEACHER, lw=0.9, ls="--", zorder=0)
        panel.set(xscale="log", xlabel="learning temperature $t$")
        plain_ticks(panel.xaxis)
    panels[0].set(yscale="log", ylabel="KL(teacher || model)")
    panels[1].set(ylabel="model's mass on the training set", ylim=(0, 1.03))
    shift = select(rows, quantity="log_best_over_teacher")
    theory_line(
        panels[2],
        select(shift, kind="theory"),
        "P",
        color="k",
        lw=1,
        label="theory, many examples",
    )
    measured = select(shift, kind="simulation")
    simulation_points(panels[2], measured, "P", color=TEACHER, ms=4, label="measured")
    panels[2].set(xscale="log", yscale="log", xlabel="training examples $P$")
    panels[2].set_ylabel(r"$\log(t_{\rm best}/t_{\rm teacher})$")
    panels[2].legend(loc="lower left")
    figure.legend(
        *panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=len(shown)
    )
    letter_panels(panels)
    return figure
