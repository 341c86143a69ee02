"""Dimension of networks against the number of images that they were trained on, and steps."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select, value_of

# Where both coincide the smaller marks lie on the larger ones.
LOOKS = {
    "fresh": {"color": "#0072B2", "ms": 5, "fmt": "o-", "lw": 0.9},
    "trained": {"color": "#D55E00", "ms": 2.4, "fmt": "s--", "lw": 0.9, "mfc": "w", "zorder": 3},
}
NAMES = {"fresh": "networks, fresh images", "trained": "networks, images trained on"}


def draw(tables: dict[str, Any]) -> Figure:
    """Dimension against the number of images at two t; against training steps at the larger."""
    rows = tables["image_dimension"]
    times = sorted(rows["t"].unique())
    last = select(rows, steps=int(rows["steps"].max()))
    figure = new_figure(7.0, 2.8)
    panels = figure.subplots(1, 3)
    for panel, t in zip(panels, times, strict=False):
        _against_images(panel, select(last, t=float(t)))
        panel.set_title(rf"$\sqrt{{t}}={t**0.5:.2g}$")
    panels[0].set_ylabel("dimension")
    _against_steps(panels[2], select(rows, t=float(times[-1])))
    panels[2].set_title(rf"$\sqrt{{t}}={times[-1] ** 0.5:.2g}$")
    for panel in panels:
        panel.set_ylim(-2, 60)
    handles = panels[0].get_legend_handles_labels()
    figure.legend(*handles, loc="outside lower center", ncols=3)
    letter_panels(panels)
    return figure


def _against_images(panel: Axes, rows: pd.DataFrame) -> None:
    linear = select(rows, quantity="linear_dimension")
    style = {"color": "k", "ms": 3, "fmt": "^:", "lw": 0.9, "mfc": "w"}
    simulation_points(panel, linear, "trained_on", **style, label="principal components")
    for probed, style in LOOKS.items():
        at = select(rows, quantity="dimension", probed=probed)
        simulation_points(panel, at, "trained_on", **style, label=NAMES[probed])
    panel.set(xscale="log", xlabel="training images $P$")


def _against_steps(panel: Axes, rows: pd.DataFrame) -> None:
    """The fewest and the most images."""
    sizes = (int(rows["trained_on"].min()), int(rows["trained_on"].max()))
    steps = np.sort(rows["steps"].unique().astype(int))
    for size in sizes:
        for probed, style in LOOKS.items():
            at = select(rows, quantity="dimension", trained_on=size, probed=probed)
            simulation_points(panel, at, "steps", **style)
        linear = value_of(rows, "linear_dimension", trained_on=size)
        panel.axhline(linear, color="k", lw=0.9, ls=":")
        panel.text(steps[-1], linear + 1, f"$P={size}$", ha="right", fontsize=6.5)
        fresh = select(rows, quantity="dimension", trained_on=size, probed="fresh")
        first = float(fresh.sort_values("steps")["value"].iloc[0])
        panel.text(steps[0], first + 3, f"networks, $P={size}$", color="#0072B2", fontsize=6.5)
    panel.set(xscale="log", xlabel="training steps")
    panel.set_xticks(steps, [str(step) for step in steps])
    panel.xaxis.set_minor_formatter(NullFormatter())
