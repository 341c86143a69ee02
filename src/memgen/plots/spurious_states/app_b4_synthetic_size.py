"""Spurious fraction against the size of S', with as many fresh real images as control."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, sequence_colours, simulation_points
from memgen.plots.spurious_states.sample_types import image_sets
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """A panel for each image set, a colour for each K: samples full, real images dotted."""
    table = select(tables["image_types"], quantity="spurious_by_size")
    sets = image_sets(table)
    figure = new_figure(7.0 if len(sets) > 1 else 3.6, 2.8)
    panels = figure.subplots(1, len(sets), squeeze=False)[0]
    for panel, name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        sizes = sorted(int(size) for size in rows["K"].unique())
        for K, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
            own = rows[rows["K"] == K]
            simulation_points(
                panel,
                own[own["of"] == "samples"],
                "synthetic",
                color=colour,
                fmt="o-",
                ms=2.8,
                lw=0.9,
                label=str(K),
            )
            real = own[own["of"] == "real"]
            simulation_points(panel, real, "synthetic", color=colour, fmt="s:", ms=2.2, lw=0.8)
        panel.set(xscale="log", xlabel="size of $S'$", title=name)
        plain_ticks(panel.xaxis)
        panel.set_ylim(bottom=0)
    panels[0].set_ylabel("spurious fraction")
    panels[0].legend(title="$K$ (dotted: real images)", title_fontsize=6, ncols=2, loc="upper left")
    letter_panels(panels)
    return figure
