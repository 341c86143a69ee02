"""Critical steps and basin volumes against K, measured and predicted."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.sample_types import (
    COLOURS,
    TRAINING,
    TYPES,
    against_size,
    base_width,
    image_sets,
    log_ladder,
    spread_band,
)
from memgen.tables.read import select

# Where the exact score is asked: a sample that is none of its points has no basin.
PREDICTED = ("memorised", TRAINING)
ENOUGH = 5  # samples of a type behind a point


def basin_curves(panel: Axes, rows: pd.DataFrame, quantity: str, spread: str | None = None) -> None:
    """Measured means by type, with the exact score's prediction for memories and data points."""
    found = select(rows, quantity=quantity)
    # fewer samples than a handful tell nothing of their type
    network = found[(found["score"] == "network") & (found["samples"] >= ENOUGH)]
    against_size(panel, network, (*TYPES, TRAINING))
    if spread is not None:
        bands = select(rows, quantity=spread, score="network")
        for kind in TYPES:
            own = network[network["type"] == kind]
            spread_band(panel, own, bands[bands["type"] == kind], "K", COLOURS[kind])
    for kind in PREDICTED:
        exact = found[(found["score"] == "posterior") & (found["type"] == kind)]
        exact = exact[exact["samples"] >= ENOUGH].sort_values("K")
        panel.plot(exact["K"], exact["value"], "--", color=COLOURS[kind], lw=0.9, alpha=0.8)
    flow = found[found["score"] == "exact"].sort_values("K")
    panel.plot(flow["K"], flow["value"], ":", color="k", lw=0.9, alpha=0.8)


def draw_basins(table: pd.DataFrame, quantity: str, label: str, spread: str | None) -> Figure:
    """A panel for each image set, at the base width."""
    sets = image_sets(table)
    figure = new_figure(7.0 if len(sets) > 1 else 3.6, 2.8)
    panels = figure.subplots(1, len(sets), squeeze=False)[0]
    for panel, name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        rows = rows[rows["width"] == base_width(rows)]
        basin_curves(panel, rows, quantity, spread)
        log_ladder(panel, rows["K"])
        panel.set_title(name)
    panels[0].set_ylabel(label)
    panels[0].plot([], [], "--", color="0.4", lw=0.9, label="exact posterior")
    panels[0].plot([], [], ":", color="k", lw=0.9, label="exact score, DDIM")
    handles = dict(zip(*reversed(panels[0].get_legend_handles_labels()), strict=True))
    figure.legend(handles.values(), handles.keys(), loc="outside upper center", ncols=3 * len(sets))
    letter_panels(panels)
    return figure
