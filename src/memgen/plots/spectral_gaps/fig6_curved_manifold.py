"""Local spectra of the exact score on a tanh manifold, and its tangent map."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables import select

COLOURS = ("#0072B2", "#D55E00")


def draw(tables: dict[str, Any]) -> Figure:
    """Singular values against t, and how far they are from the tangent map's."""
    rows = tables["curved"]
    figure = new_figure(7.0, 2.8)
    panels = figure.subplots(1, 2)
    for number, colour in enumerate(COLOURS):
        at = rows[(rows["quantity"] == "tangent_value") & (rows["direction"] == number)]
        theory_line(panels[0], select(at, kind="theory"), "t", color=colour, lw=1)
        label = "smallest" if number == 0 else "second smallest"
        found = select(at, kind="simulation")
        simulation_points(panels[0], found, "t", color=colour, ms=2.8, label=label)
        gap = rows[(rows["quantity"] == "largest_difference") & (rows["direction"] == number)]
        simulation_points(panels[1], gap, "t", color=colour, ms=2.8, fmt="o-", lw=0.8)
    low, high = (
        select(rows, quantity=f"normal_{end}").sort_values("t") for end in ("lowest", "highest")
    )
    panels[0].fill_between(
        low["t"], low["value"], high["value"], color="0.8", lw=0, label="normal, all points"
    )
    panels[0].set(xscale="log", xlabel="$t$", ylabel=r"singular value of $t\,\nabla$ score")
    panels[0].legend()
    panels[1].set(
        xscale="log", yscale="log", xlabel="$t$", ylabel="largest difference to the tangent map"
    )
    t = low["t"].to_numpy()
    panels[1].plot(
        t,
        t / t[0] * rows[rows["quantity"] == "largest_difference"]["value"].min(),
        "k:",
        lw=0.8,
        label=r"$\propto t$",
    )
    panels[1].legend()
    letter_panels(panels)
    return figure
