"""Histograms of both distances at the K with most spurious samples, and the fractions."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.histograms import distance_histograms
from memgen.plots.spurious_states.sample_types import (
    COLOURS,
    TYPES,
    against_size,
    base_width,
    image_sets,
    log_ladder,
    picture,
)
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Histograms with samples of each type; fractions of the types; spurious alone."""
    types, histograms = tables["image_types"], tables["image_histograms"]
    name = image_sets(types)[0]
    rows = select(types, images=name)
    fractions = select(rows, quantity="fraction", scale=1.0)
    fractions = fractions[fractions["width"] == base_width(fractions)]
    spurious = select(fractions, type="spurious")
    K = int(spurious["K"].iloc[int(spurious["value"].argmax())])
    figure = new_figure(7.0, 2.7)
    outer = figure.add_gridspec(1, 3, width_ratios=(2.2, 1, 1))
    left = outer[0].subgridspec(2, len(TYPES) * 2, height_ratios=(1, 2.6), hspace=0.05)
    panel = figure.add_subplot(left[1, :])
    distance_histograms(
        panel, histograms[(histograms["images"] == name) & (histograms["K"] == K)], rows
    )
    panel.set_ylabel("fraction of samples")
    panel.set_title(f"{name}, $K={K}$", loc="right")
    panel.legend(ncols=1, loc="upper left", fontsize=5.5)
    pictures = tables["image_pictures"]
    for column, kind in enumerate(TYPES):
        for k in range(2):
            inset = figure.add_subplot(left[0, 2 * column + k])
            shown = pictures.get(f"{name}-{kind}-sample", ())
            if k < len(shown):
                picture(inset, shown[k], COLOURS[kind])
            else:
                inset.axis("off")
            if k == 0:
                inset.set_title(kind, fontsize=6.5, color=COLOURS[kind], loc="left")
    panels = [panel, figure.add_subplot(outer[1]), figure.add_subplot(outer[2])]
    against_size(panels[1], fractions)
    panels[1].legend(loc="center left", fontsize=5.5)
    panels[1].set_ylabel("fraction")
    against_size(panels[2], fractions, ("spurious",))
    panels[2].set_ylabel("spurious fraction")
    panels[2].set_ylim(bottom=0)
    for each in panels[1:]:
        log_ladder(each, fractions["K"])
        each.tick_params(axis="x", rotation=45)
    letter_panels(panels)
    return figure
