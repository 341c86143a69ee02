"""Entries of the empirical score's Jacobian: mean and variance against the slide's law."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select

COLOURS = {"large": "#0072B2", "small": "#D55E00"}
MODELS = {"gaussian": (":", "slide's law"), "overlap": ("-", "with overlap")}


def draw(tables: dict[str, Any]) -> Figure:
    """Diagonal over the exact score's, off-diagonal variance, participation, against t."""
    rows = tables["memorization_order"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    variance = select(rows, quantity="variance")
    for name, colour in COLOURS.items():
        diagonal = select(rows, quantity="diagonal", column=name)
        label = f"$j$ of {name} variance"
        simulation_points(
            panels[0], diagonal, "t", color=colour, ms=2.8, fmt="o-", lw=0.7, label=label
        )
        at = variance[(variance["column"] == name) & (variance["row"] == name)]
        simulation_points(panels[1], select(at, kind="simulation"), "t", color=colour, ms=2.8)
        for model, (style, _) in MODELS.items():
            line = at[at["model"] == model]
            theory_line(panels[1], line, "t", color=colour, lw=1, ls=style)
        active = select(rows, quantity="participation", column=name)
        simulation_points(panels[2], active, "t", color=colour, ms=2.8, fmt="o-", lw=0.7)
    for style, label in MODELS.values():
        panels[1].plot([], [], style, color="0.3", label=label)
    panels[0].axhline(1, color="0.6", lw=0.6)
    panels[0].set_yscale("symlog", linthresh=2)
    panels[0].set(ylabel=r"$\langle J_{jj}\rangle$ / exact score's")
    panels[0].legend()
    panels[1].set(yscale="log", ylabel=r"variance of $J_{ij}$, $i\neq j$")
    panels[1].legend()
    panels[2].set(ylabel=r"participation $Y_2$ at $\sqrt{t}\,e_j$")
    for panel in panels:
        panel.set(xscale="log", xlabel="$t$")
    letter_panels(panels)
    return figure
