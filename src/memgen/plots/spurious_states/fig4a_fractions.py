"""Fractions of memorised, spurious and generalised samples against K, per image set."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.plots.spurious_states.sample_types import (
    against_size,
    base_width,
    image_sets,
    log_ladder,
)
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """All fractions above, spurious ones below with the control of real images."""
    table = tables["image_types"]
    sets = image_sets(table)
    figure = new_figure(7.0 if len(sets) > 1 else 3.6, 4.2)
    panels = figure.subplots(2, len(sets), squeeze=False)
    for (above, below), name in zip(panels.T, sets, strict=True):
        rows = select(table, images=name)
        fractions = select(rows, quantity="fraction")
        fractions = fractions[fractions["width"] == base_width(fractions)]
        usual = select(fractions, scale=1.0)
        against_size(above, usual)
        ratio = select(rows, quantity="ratio_memorised")
        ratio = ratio[ratio["width"] == base_width(fractions)]
        simulation_points(
            above, ratio, "K", color="0.5", fmt="x:", ms=3, lw=0.8, label="$d_1/d_2<1/3$"
        )
        above.set_title(name)
        against_size(below, usual, ("spurious",))
        for scale in sorted(fractions["scale"].unique()):
            if scale != 1:
                other = select(fractions, scale=float(scale), type="spurious").sort_values("K")
                dash = "--" if scale < 1 else "-."
                below.plot(
                    other["K"],
                    other["value"],
                    dash,
                    color="#009E73",
                    lw=0.7,
                    alpha=0.8,
                    label=rf"$\delta\times{scale:g}$",
                )
        control = select(rows, quantity="false_spurious")
        simulation_points(
            below, control, "K", color="0.5", fmt="s:", ms=2.6, lw=0.8, label="real images"
        )
        for panel in (above, below):
            log_ladder(panel, usual["K"])
        below.set_ylim(bottom=0)
    panels[0, 0].set_ylabel("fraction")
    panels[1, 0].set_ylabel("spurious fraction")
    panels[0, 0].legend(loc="center right")
    panels[1, 0].legend(loc="upper right")
    letter_panels(panels.ravel())
    return figure
