"""Retrieval of random-feature patterns against their latent dimension."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select

QUANTITIES = {
    "final_overlap": "final overlap $m_f$",
    "retrieved": "fraction retrieved ($m_f>.975$)",
    "fixed_points": "fraction that are fixed points",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Three measures against alpha_D; independent patterns at the right end."""
    rows = tables["structure"]
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, 3)
    for panel, (quantity, label) in zip(panels, QUANTITIES.items(), strict=True):
        _curves(panel, select(rows, quantity=quantity))
        panel.set(ylabel=label, ylim=(0, 1.05))
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=5)
    letter_panels(panels)
    return figure


def _curves(panel: Axes, rows: Any) -> None:
    most = rows["alpha_D"].max()
    end = 2.5 * most
    for name, (colour, label) in RULES.items():
        at = rows[rows["rule"] == name]
        if at.empty:
            continue
        inner, alone = at[at["alpha_D"] > 0], at[at["alpha_D"] == 0]
        simulation_points(
            panel, inner, "alpha_D", color=colour, fmt="o-", lw=0.8, ms=2.5, label=label
        )
        simulation_points(
            panel, alone.assign(alpha_D=end), "alpha_D", color=colour, fmt="D", ms=3, mfc="white"
        )
    panel.set(xscale="log", xlabel=r"$\alpha_D=D/N$")
    panel.axvline(end / 1.6, color="0.7", lw=0.6)
    panel.text(
        end,
        1.0,
        "indep.",
        ha="center",
        va="bottom",
        fontsize=6,
        color="0.4",
        transform=panel.get_xaxis_transform(),
    )
    panel.set_xlim(right=end * 1.5)
