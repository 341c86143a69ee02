"""The fraction of points that come back from a corrupted copy, against P / N."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import sequence_colours, simulation_points
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Recurrent networks, and the empirical score at several t with its capacity."""
    rows = tables["storage"]
    figure = new_figure(5.6, 3.4)
    panel = figure.subplots()
    found = select(rows, quantity="stored")
    for name in ("hebb", "unlearning", "pseudo_inverse"):
        colour, label = RULES[name]
        simulation_points(
            panel,
            select(found, rule=name),
            "load",
            color=colour,
            fmt="o-",
            lw=0.8,
            ms=3,
            label=label,
        )
    score = select(found, rule="score")
    capacity = select(rows, quantity="capacity").set_index("t")["value"]
    times = sorted(score["t"].unique())
    most = score["load"].max()
    for t, colour in zip(times, sequence_colours(len(times), "plasma"), strict=True):
        simulation_points(
            panel,
            score[score["t"] == t],
            "load",
            color=colour,
            fmt="s--",
            lw=0.8,
            ms=2.5,
            mfc="white",
            label=f"empirical score, $t={t:g}$",
        )
        if capacity[t] <= 2 * most:
            panel.axvline(capacity[t], color=colour, lw=0.8, ls=":")
    panel.set(xscale="log", xlabel="$P/N$", ylabel="fraction of points that come back")
    panel.set_ylim(-0.03, 1.05)
    figure.legend(loc="outside right center")
    return figure
