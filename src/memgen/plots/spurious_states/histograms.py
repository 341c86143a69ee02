"""Histograms of the distances to training and synthetic set, with their thresholds."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from memgen.plots.pieces import plain_ticks
from memgen.tables.read import select, value_of

OLIVE, GREY = "#8a8a1c", "0.55"


def distance_histograms(axes: Axes, rows: pd.DataFrame, types: pd.DataFrame) -> None:
    """d_S' in grey, d_S in olive, real images in their place as steps, thresholds as lines."""
    for which, colour, label in (("S'", GREY, "$d_{S'}$"), ("S", OLIVE, "$d_S$")):
        own = select(rows, which=which, of="samples").sort_values("low")
        edges = np.append(own["low"].to_numpy(), own["high"].iloc[-1])
        axes.stairs(own["value"], edges, fill=True, color=colour, alpha=0.55, label=label)
        real = select(rows, which=which, of="real").sort_values("low")
        axes.stairs(real["value"], edges, color=colour, lw=0.8, ls=":", label=f"{label}, real")
    for which, colour, dash in (("delta_s", "k", "--"), ("delta_m", OLIVE, "-")):
        delta = value_of(types, "threshold", which=which)
        label = r"$\delta_s$" if which == "delta_s" else r"$\delta_m$"
        axes.axvline(delta, color=colour, lw=1, ls=dash, label=label)
    axes.set(xscale="log", xlabel="distance")
    plain_ticks(axes.xaxis)
