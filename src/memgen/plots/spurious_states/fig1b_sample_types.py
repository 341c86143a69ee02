"""A memorised, a spurious and a generalised sample of each set, with their neighbours."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.spurious_states.sample_grid import draw_grid


def draw(tables: dict[str, Any]) -> Figure:
    """One sample of each type and set: neighbours in S above, in S' below."""
    figure = new_figure(7.0, 2.5)
    draw_grid(figure, tables["image_pictures"], tables["image_examples"], 1)
    return figure
