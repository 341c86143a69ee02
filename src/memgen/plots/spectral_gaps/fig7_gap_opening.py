"""Widths of the intermediate and the final gap against t."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select, value_of

TIMES = {"opening_time": "--", "widest_time": "-.", "closing_time": ":"}
GAPS = {"middle": ("#009E73", "between the variances"), "final": ("k", "final")}


def draw(tables: dict[str, Any]) -> Figure:
    """Theory, drawn manifolds; and a trained network beside its own manifold's exact score."""
    rows, trained = tables["gap_opening"], tables["trained_spectra"]
    figure = new_figure(7.0, 2.8)
    panels = figure.subplots(1, 2)
    for gap, (colour, label) in GAPS.items():
        width = select(rows, quantity="width", gap=gap)
        theory_line(panels[0], select(width, kind="theory"), "t", color=colour, lw=1, label=label)
        points = select(width, kind="simulation").sort_values("t").iloc[::5]
        simulation_points(panels[0], points, "t", color=colour, ms=2.4)
        here = rows[(rows["gap"] == gap) & (rows["kind"] == "theory")]
        for quantity, style in TIMES.items():
            # the final gap is widest at 0 and never closes
            for time in here[here["quantity"] == quantity]["value"]:
                panels[0].axvline(time, color=colour, lw=0.7, ls=style)
        own = trained[(trained["quantity"] == "gap") & (trained["law"] == "descending")]
        own = own[own["gap"] == gap]
        theory_line(panels[1], select(own, score="exact"), "t", color=colour, lw=1, label=label)
        simulation_points(panels[1], select(own, score="network"), "t", color=colour, ms=3)
    threshold = value_of(rows, "threshold")
    panels[0].axhline(threshold, color="0.6", lw=0.6)
    panels[0].legend(loc="center right")
    panels[1].set_title("trained network")
    for panel in panels:
        panel.set(xscale="log", xlabel="$t$", ylabel="gap width", ylim=(-0.02, 1.05))
    letter_panels(panels)
    return figure
