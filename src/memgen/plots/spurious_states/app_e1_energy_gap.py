"""Relative energy gap along the path to a reference image, against K by type."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.sample_types import TYPES, against_size, image_sets, log_ladder
from memgen.tables.read import select

RELEASED = "released"


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each image set: with the right noise level, and with the released code's."""
    table = tables["image_energy_gap"]
    sets = image_sets(table)
    figure = new_figure(7.0 if len(sets) > 1 else 3.6, 4.2)
    panels = figure.subplots(2, len(sets), squeeze=False, sharex=True)
    for (above, below), name in zip(panels.T, sets, strict=True):
        rows = select(table, images=name)
        against_size(above, select(rows, of="corrected"), (*TYPES, "training"))
        against_size(below, select(rows, of=RELEASED), (*TYPES, "training"))
        above.set_title(name)
        log_ladder(below, rows["K"])
        above.axhline(0, color="0.7", lw=0.6, zorder=0)
        below.axhline(0, color="0.7", lw=0.6, zorder=0)
    panels[0, 0].set_ylabel(r"gap $\Delta u$")
    panels[1, 0].set_ylabel(r"$\Delta u$, released code's noise level")
    panels[0, 0].legend()
    letter_panels(panels.ravel())
    return figure
