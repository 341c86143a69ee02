"""Histograms of both distances for every K and image set."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.histograms import distance_histograms
from memgen.plots.spurious_states.sample_types import image_sets
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each image set, a row for each K."""
    histograms, types = tables["image_histograms"], tables["image_types"]
    sets = image_sets(histograms)
    sizes = sorted(int(size) for size in histograms["K"].unique())
    figure = new_figure(7.0 if len(sets) > 1 else 3.6, 1.05 * len(sizes) + 0.5)
    panels = figure.subplots(len(sizes), len(sets), squeeze=False, sharex="col")
    for column, name in enumerate(sets):
        for line, K in enumerate(sizes):
            panel = panels[line, column]
            rows = histograms[(histograms["images"] == name) & (histograms["K"] == K)]
            distance_histograms(panel, rows, select(types, images=name))
            panel.set_title(f"{name}, $K={K}$", loc="right", fontsize=7)
            panel.set(xlabel="distance" if line == len(sizes) - 1 else "")
            panel.set_ylabel("fraction" if column == 0 else "")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside upper center", ncols=6)
    letter_panels(panels.T.ravel())
    return figure
