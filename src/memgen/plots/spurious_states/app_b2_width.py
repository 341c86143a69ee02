"""Fractions against K for several widths; onsets against the width."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, sequence_colours, simulation_points
from memgen.plots.spurious_states.sample_types import image_sets, log_ladder
from memgen.tables.read import select

ONSETS = (
    ("memorisation_limit", "#0072B2", "memorised = 1/2"),
    ("onset", "#D55E00", "generalised = 1/2"),
)


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set: memorised, spurious, generalised by width; K at one half."""
    table = tables["image_types"]
    sets = image_sets(table)
    figure = new_figure(7.0, 2.2 * len(sets) + 0.3)
    panels = figure.subplots(len(sets), 4, squeeze=False)
    for line, name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        fractions = select(rows, quantity="fraction", scale=1.0)
        widths = sorted(int(width) for width in fractions["width"].unique())
        for panel, kind in zip(line, ("memorised", "spurious", "generalised"), strict=False):
            for width, colour in zip(widths, sequence_colours(len(widths)), strict=True):
                own = fractions[(fractions["width"] == width) & (fractions["type"] == kind)]
                simulation_points(
                    panel, own, "K", color=colour, fmt="o-", ms=2.6, lw=0.8, label=str(width)
                )
            log_ladder(panel, fractions["K"])
            panel.tick_params(axis="x", rotation=60)
            panel.set_title(kind)
            panel.set_ylim(bottom=-0.02)
        line[0].set_ylabel(f"{name}\nfraction")
        for quantity, colour, label in ONSETS:
            own = rows[rows["quantity"] == quantity]
            simulation_points(line[3], own, "width", color=colour, fmt="o-", ms=3, label=label)
        line[3].set(
            xscale="log", xlabel="width", ylabel="$K$", xlim=(0.7 * widths[0], 1.4 * widths[-1])
        )
        if rows["quantity"].isin([quantity for quantity, _, _ in ONSETS]).any():
            line[3].set_yscale("log")
            plain_ticks(line[3].yaxis)
        else:
            line[3].text(
                0.5, 0.5, "no onset on this ladder", transform=line[3].transAxes, ha="center"
            )
        line[3].set_xticks(widths, [str(width) for width in widths])
        line[3].xaxis.minorticks_off()
    panels[0, 0].legend(title="width", title_fontsize=6.5)
    panels[0, 3].set_ylim(top=1.5 * panels[0, 3].get_ylim()[1])
    panels[0, 3].legend(fontsize=5.5, loc="upper center")
    letter_panels(panels.ravel())
    return figure
