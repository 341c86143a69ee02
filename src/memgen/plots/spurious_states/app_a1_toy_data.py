"""The nested published subsets of the circle."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import DATA, data_points, unit_circle
from memgen.tables.read import select

NUMBERED = 20  # largest subset whose points are numbered
BEFORE = "#0072B2"


def draw(tables: dict[str, Any]) -> Figure:
    """One panel for each K; the points of the subset before in blue."""
    rows = tables["toy_data"]
    angle = np.radians(select(rows, quantity="angle").sort_values("index")["value"].to_numpy())
    sizes = sorted(select(rows, quantity="K")["value"].astype(int))
    points = np.column_stack([np.cos(angle), np.sin(angle)])
    figure = new_figure(7.0, 2.5)
    panels = figure.subplots(1, len(sizes))
    before = 0
    for panel, K in zip(panels, sizes, strict=True):
        unit_circle(panel, "0.6")
        data_points(panel, points[before:K])
        panel.plot(*points[:before].T, "*", color=BEFORE, ms=7, mew=0, zorder=4)
        if K <= NUMBERED:
            # neighbours' numbers at two radii, so that none covers another
            for rank, index in enumerate(np.argsort(angle[:K])):
                at = (1.15, 1.32)[rank % 2] * points[index]
                panel.text(*at, f"{index + 1}", fontsize=7, ha="center", va="center")
        panel.set(title=f"$K={K}$", aspect="equal", xlim=(-1.5, 1.5), ylim=(-1.4, 1.4))
        panel.set(xticks=[], yticks=[])
        panel.spines[:].set_visible(False)
        if before:
            panel.text(0, 0.12, "new", color=DATA, ha="center", fontsize=7)
            panel.text(0, -0.12, "of the set before", color=BEFORE, ha="center", fontsize=7)
        before = K
    letter_panels(panels)
    return figure
