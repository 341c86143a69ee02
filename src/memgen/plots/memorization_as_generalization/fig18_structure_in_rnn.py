"""Retrieval of random-feature patterns against their latent dimension."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Fraction retrieved at the smallest and largest N, and the smallest stability."""
    rows = tables["structure"]
    sizes = sorted(rows["N"].unique())
    figure = new_figure(7.0, 3.0)
    panels = figure.subplots(1, 3)
    for panel, N in zip(panels[:2], (sizes[0], sizes[-1]), strict=True):
        _curves(panel, select(rows, quantity="retrieved", N=int(N)))
        panel.set(ylabel="fraction retrieved ($m_f>0.975$)", ylim=(-0.02, 1.05))
        panel.set_title(f"$N={N}$")
    least = select(rows, quantity="smallest_stability", N=int(sizes[-1]))
    # Hebb's couplings, which retrieve nothing, lie far below
    _curves(panels[2], least[least["rule"] != "hebb"])
    panels[2].axhline(0, color="k", lw=0.6)
    panels[2].set(ylabel=r"smallest stability $\min\Delta$")
    panels[2].set_title(f"$N={sizes[-1]}$")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=5)
    letter_panels(panels)
    return figure


def _curves(panel: Axes, rows: Any) -> None:
    most = rows["alpha_D"].max()
    end = 2.5 * most
    shown = [name for name in RULES if name in set(rows["rule"])]
    for k, name in enumerate(shown):
        colour, label = RULES[name]
        at = rows[rows["rule"] == name]
        inner, alone = at[at["alpha_D"] > 0], at[at["alpha_D"] == 0]
        simulation_points(
            panel, inner, "alpha_D", color=colour, fmt="o-", lw=0.8, ms=2.5, label=label
        )
        simulation_points(
            panel,
            alone.assign(alpha_D=end * 1.13 ** (k - (len(shown) - 1) / 2)),
            "alpha_D",
            color=colour,
            fmt="s",
            ms=3,
            mfc="white",
        )
    panel.set(xscale="log", xlabel=r"$\alpha_D=D/N$")
    panel.axvline(end / 1.5, color="0.7", lw=0.6)
    panel.set_xlim(right=end * 1.7)
    places = [0.05, 0.1, 0.2, 0.5, 1]
    marked = [
        place for place in places if 0.9 * rows["alpha_D"][rows["alpha_D"] > 0].min() <= place
    ]
    panel.set_xticks([*marked, end], [*(f"{place:g}" for place in marked), "indep."])
    panel.minorticks_off()
