"""Speciation and collapse of a two-Gaussian mixture."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_line
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """Phi against t / t_S for several d; f / alpha and own weight against t / t_C for several N."""
    regimes = tables["regimes"]
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    _against_own_time(panels[0], regimes, "d", "same_class", "speciation_time")
    panels[0].axhline(0.775, color="0.6", lw=0.6, ls="--")
    panels[0].set(xlabel="$t/t_S$", ylabel=r"one class $\phi(t)$")
    for panel, quantity, label in (
        (panels[1], "excess_entropy", r"excess entropy $f(t)/\alpha$"),
        (panels[2], "own_weight", "own-point weight"),
    ):
        _against_own_time(panel, regimes, "N", quantity, "collapse_time")
        panel.set(xlabel="$t/t_C$", ylabel=label)
        panel.axvline(1, color="0.6", lw=0.6, ls="--")
    letter_panels(panels)
    return figure


def _against_own_time(
    panel: Axes, rows: pd.DataFrame, ladder: str, quantity: str, unit: str
) -> None:
    """Draw a quantity for every size, t in units of that size's own time."""
    mine = select(rows, quantity=quantity)
    sizes = sorted(mine[ladder].dropna().unique())
    for size, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = mine[mine[ladder] == size]
        times = rows[(rows["quantity"] == unit) & (rows[ladder] == size)]
        at = at.assign(ratio=at["t"] / value_of(times, unit, kind="theory"))
        theory = at[at["kind"] == "theory"]
        if len(theory):
            theory_line(panel, theory, "ratio", color=colour, lw=0.9)
        simulated = select(at, kind="simulation")
        simulation_points(panel, simulated, "ratio", color=colour, ms=2.4, label=f"{size:g}")
    panel.legend(title=f"${ladder}$", title_fontsize=6.5)
