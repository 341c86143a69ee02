"""Local spectra of the exact score on a tanh manifold, and its tangent map."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select

COLOURS = ("#0072B2", "#D55E00")


def draw(tables: dict[str, Any]) -> Figure:
    """Singular values against t, and their ratio to the tangent map's."""
    rows = tables["curved"]
    figure = new_figure(7.0, 2.8)
    panels = figure.subplots(1, 2)
    for number, colour in enumerate(COLOURS):
        at = rows[(rows["quantity"] == "tangent_value") & (rows["direction"] == number)]
        theory_line(panels[0], select(at, kind="theory"), "t", color=colour, lw=1)
        label = "smallest" if number == 0 else "second smallest"
        found = select(at, kind="simulation")
        simulation_points(panels[0], found, "t", color=colour, ms=2.8, label=label)
        ratio = rows[(rows["quantity"] == "ratio_to_tangent_map") & (rows["direction"] == number)]
        simulation_points(panels[1], ratio, "t", color=colour, ms=2.8, fmt="o-", lw=0.8)
    low, high = (
        select(rows, quantity=f"normal_{end}").sort_values("t") for end in ("lowest", "highest")
    )
    panels[0].fill_between(
        low["t"], low["value"], high["value"], color="0.8", lw=0, label="normal, all points"
    )
    panels[0].set(xscale="log", yscale="log", xlabel="$t$")
    panels[0].set_ylabel(r"singular value of $t\,\nabla$ score")
    panels[0].legend()
    panels[1].axhline(1, color="0.5", lw=0.7, ls=":")
    panels[1].set(
        xscale="log", xlabel="$t$", ylabel="singular value / tangent map's", ylim=(0, None)
    )
    letter_panels(panels)
    return figure
