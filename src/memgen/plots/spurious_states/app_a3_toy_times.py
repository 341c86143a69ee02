"""Energy, score and samples on their way at three t for each K; the released code's energy."""

from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import (
    data_points,
    energy_map,
    score_arrows,
    unit_circle,
)
from memgen.tables.read import select, value_of

SAMPLES = 600
CURVES = {
    "exact": ("k", "-", "exact"),
    "network": ("#0072B2", "-", "network"),
    "exact_prior_bias": ("0.5", ":", "exact score, $N(0,1)$ for $p_1$"),
    "exact_released": ("k", "--", "the same, doubled: as released"),
    "network_released": ("#0072B2", "--", "network, as released"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Maps, a row for each K, and below the energy along the ring with the published labels."""
    rows, maps = tables["toy_landscape"], tables["toy_maps"]
    sizes = sorted(select(rows, quantity="threshold")["K"].astype(int).unique())
    times = maps["times"]
    figure = new_figure(7.0, 8.8)
    grid = figure.add_gridspec(len(sizes) + 1, len(times), height_ratios=[1] * len(sizes) + [1.1])
    panels = []
    for i, K in enumerate(sizes):
        for j, t in enumerate(times):
            panel = figure.add_subplot(grid[i, j])
            image = energy_map(panel, maps[f"energy_{K}"][j], maps["axis"])
            arrows = maps["arrows"]
            field = maps[f"score_{K}"][j].reshape(len(arrows), len(arrows), 2)[::2, ::2]
            score_arrows(panel, field.reshape(-1, 2), arrows[::2], alpha=0.6)
            unit_circle(panel)
            panel.plot(*maps[f"paths_{K}"][j, :SAMPLES].T, ".", color="#7FE0FF", ms=1.8, mew=0)
            data_points(panel, maps[f"points_{K}"], ms=4.5 if K <= 50 else 0.8)
            error = value_of(rows, "energy_error", K=K, t=float(t))
            text = panel.text(-1.43, -1.42, f"error {error:.3f}", color="w", fontsize=6)
            text.set_path_effects([patheffects.withStroke(linewidth=1.2, foreground="k")])
            panel.set_title(f"$K={K}$, $t={t:g}$")
            figure.colorbar(image, ax=panel, shrink=0.85, pad=0.02)
            panels.append(panel)
    below = figure.add_subplot(grid[-1, :])
    _ring(below, select(rows, quantity="ring_energy"))
    letter_panels(panels)
    below.set_title("(m)", loc="left", weight="bold", pad=4)
    return figure


def _ring(panel: Axes, rows: Any) -> None:
    for curve, (colour, dash, label) in CURVES.items():
        line = rows[rows["curve"] == curve].sort_values("angle")
        if len(line):
            panel.plot(line["angle"], line["value"], color=colour, ls=dash, label=label)
    labels = select(rows, kind="published")
    panel.plot(labels["angle"], labels["value"], "D", color="#D55E00", label="published labels")
    panel.set(
        xlabel="angle on the ring (degrees)",
        ylabel="energy above the lowest centroid",
        ylim=(-0.2, 3.0),
        xticks=np.arange(-180, 181, 60),
    )
    at = labels.iloc[0]
    panel.set_title(f"$K={at['K']:g}$, $t={at['t']:g}$")
    panel.legend(ncols=2, loc="upper left")
