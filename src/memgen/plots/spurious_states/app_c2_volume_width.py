"""Mean log-volume of basins against K, for every width."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.basin_panels import ENOUGH
from memgen.plots.spurious_states.sample_types import TYPES, against_size, image_sets, log_ladder
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set, a column for each width."""
    table = select(tables["image_basins"], quantity="log_volume", score="network")
    table = table[table["samples"] >= ENOUGH] if (table["samples"] >= ENOUGH).any() else table
    sets, widths = image_sets(table), sorted(int(w) for w in table["width"].unique())
    figure = new_figure(7.0, 2.2 * len(sets) + 0.3)
    panels = figure.subplots(len(sets), len(widths), squeeze=False, sharey="row", sharex=True)
    for line, name in zip(panels, sets, strict=True):
        for panel, width in zip(line, widths, strict=True):
            against_size(panel, table[(table["images"] == name) & (table["width"] == width)], TYPES)
            log_ladder(panel, table["K"])
            panel.set_title(f"{name}, width {width}")
        line[0].set_ylabel("log-volume")
    for panel in panels[:-1].ravel():
        panel.set_xlabel("")
    panels[0, -1].legend()
    letter_panels(panels.ravel())
    return figure
