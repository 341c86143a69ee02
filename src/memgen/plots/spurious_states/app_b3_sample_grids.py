"""Several samples of each type and set, with their neighbours."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.spurious_states.sample_grid import draw_grid


def draw(tables: dict[str, Any]) -> Figure:
    """All samples that were chosen at random: neighbours in S above, in S' below."""
    pictures = tables["image_pictures"]
    most = max(len(value) for name, value in pictures.items() if name.endswith("-sample"))
    sets = len({name.split("-")[0] for name in pictures})
    figure = new_figure(7.0, 0.35 + 1.08 * most * sets)
    draw_grid(figure, pictures, tables["image_examples"], most)
    return figure
