"""Moment matching at t = 0 and t > 0, step by step."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points

QUANTITIES = {
    "residual": "residual of the moments (rms)",
    "smallest_stability": r"smallest stability $\min\Delta$",
    "fraction_on_data": "starts that end on data",
}
MARKERS = ("o", "s", "^")


def draw(tables: dict[str, Any]) -> Figure:
    """One column for each quantity; t = 0 above, t > 0 below."""
    rows = tables["moment_matching"]
    rows = rows.assign(shown=rows["step"] + 1)
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 3, sharex=True)
    loads = sorted(rows["load"].unique())
    for line, t in zip(panels, sorted(rows["t"].unique()), strict=True):
        for panel, (quantity, label) in zip(line, QUANTITIES.items(), strict=True):
            found = rows[(rows["quantity"] == quantity) & (rows["t"] == t)]
            for marker, N in zip(MARKERS, sorted(found["N"].unique()), strict=False):
                for load, colour in zip(loads, sequence_colours(len(loads)), strict=True):
                    at = found[(found["N"] == N) & (found["load"] == load)]
                    style = {"fmt": f"{marker}-", "ms": 2.5, "lw": 0.7, "color": colour}
                    hollow = {} if rows["N"].min() == N else {"mfc": "white"}
                    simulation_points(panel, at, "shown", **style, **hollow)
            panel.set(xscale="log", ylabel=label)
            if quantity == "smallest_stability":
                panel.axhline(0, color="k", lw=0.7)
            else:
                panel.set_ylim(bottom=0)
        line[0].set_title(f"                 $t={t:g}$")
    for panel in panels[1]:
        panel.set_xlabel("step + 1")
    for load, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        panels[1, 2].plot([], [], "-", color=colour, label=f"$P/N={load:g}$")
    for marker, N in zip(MARKERS, sorted(rows["N"].unique()), strict=False):
        fill = "0.4" if rows["N"].min() == N else "white"
        panels[1, 2].plot([], [], marker, color="0.4", mfc=fill, label=f"$N={N}$")
    figure.legend(loc="outside upper center", ncols=len(loads) + rows["N"].nunique())
    letter_panels(panels.ravel())
    return figure
