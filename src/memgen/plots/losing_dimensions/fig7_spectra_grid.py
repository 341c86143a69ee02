"""Per number of images: mean and spread of the singular values, and the detector."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each size, spectrum above and second difference below; all sizes at the end."""
    table = tables["image_dimension"]
    rows = table[table["probed"] == "fresh"]
    sizes = sorted(int(size) for size in rows["trained_on"].unique())
    figure = new_figure(7.0, 3.8)
    panels = figure.subplots(2, len(sizes) + 1, sharey="row")
    for (above, below), size, colour in zip(
        panels.T, sizes, sequence_colours(len(sizes)), strict=False
    ):
        at = rows[rows["trained_on"] == size]
        mean = select(at, quantity="singular_value").sort_values("rank")
        spread = select(at, quantity="spread").sort_values("rank")["value"].to_numpy()
        low, high = mean["value"].to_numpy() - spread, mean["value"].to_numpy() + spread
        above.plot(mean["rank"], mean["value"], color=colour, lw=1)
        above.fill_between(mean["rank"], low, high, color=colour, alpha=0.3, lw=0)
        above.set_title(f"$P={size}$")
        second = select(at, quantity="second_difference").sort_values("rank")
        below.plot(second["rank"], second["value"], color=colour, lw=0.8)
        N = int(at["N"].iloc[0])
        found = value_of(at, "tangent_dimension")
        for panel in (above, below):
            panel.axvline(N - found, color="k", lw=0.7, ls=":")
        panels[0, -1].plot(mean["rank"], mean["value"], color=colour, lw=0.9, label=str(size))
        panels[1, -1].plot(second["rank"], second["value"], color=colour, lw=0.7)
    panels[0, -1].set_title("all")
    panels[0, -1].legend(fontsize=5, loc="lower left")
    panels[0, 0].set_ylabel(r"singular value of $t\,\nabla$ score")
    panels[1, 0].set_ylabel("second difference")
    for panel in panels[1]:
        panel.set(yscale="log", xlabel="rank")
    letter_panels(panels.ravel())
    return figure
