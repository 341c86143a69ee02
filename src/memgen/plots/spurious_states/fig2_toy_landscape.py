"""Energy, score, samples and clusters of networks trained on K points of the circle; K infinite."""

from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import (
    FEW,
    data_points,
    energy_map,
    score_arrows,
    unit_circle,
)
from memgen.tables.read import select

LABELS = 12  # centroids with their energies, at most
OUTSIDE, APART = 1.28, 0.17  # radius of the labels, and their least distance, radians
SHOWN = (0, 2, 3)  # of the four networks, as published


def draw(tables: dict[str, Any]) -> Figure:
    """Three networks and the exact energy of infinitely many points."""
    rows, maps = tables["toy_landscape"], tables["toy_maps"]
    centroids = select(rows, quantity="centroid_energy")
    sizes = sorted(centroids["K"].astype(int).unique())
    figure = new_figure(7.0, 2.4)
    panels = figure.subplots(1, 4)
    for panel, number in zip(panels, SHOWN, strict=False):
        K = sizes[number]
        found = centroids[centroids["K"] == K]
        t = float(found["t"].iloc[0])
        k = int(np.flatnonzero(np.isclose(maps["times"], t))[0])
        image = energy_map(panel, maps[f"energy_{K}"][k], maps["axis"])
        score_arrows(panel, maps[f"score_{K}"][k], maps["arrows"])
        unit_circle(panel)
        data_points(panel, maps[f"points_{K}"], ms=7 if K <= FEW else 1)
        _centroids(panel, found)
        panel.set_title(f"$K={K}$, $t={t:g}$")
        _bar(panel, image)
    exact = select(rows, quantity="exact_range")
    image = energy_map(panels[3], maps["energy_exact"], maps["axis"])
    score_arrows(panels[3], maps["score_exact"], maps["arrows"])
    unit_circle(panels[3])
    panels[3].set_title(rf"$K\to\infty$, $t={exact['t'].iloc[0]:g}$")
    _bar(panels[3], image)
    letter_panels(panels)
    return figure


def _bar(panel: Axes, image: AxesImage) -> None:
    bar = panel.figure.colorbar(image, ax=panel, location="bottom", shrink=0.9, pad=0.03)
    bar.set_label(r"$E-E_{\mathrm{min}}$")


def _centroids(panel: Axes, found: Any) -> None:
    """Crosses at the centroids; the energies of a few, above the lowest of all."""
    lowest = found["value"].min()
    angle = np.arctan2(found["x2"].astype(float), found["x1"].astype(float))
    ordered = found.assign(angle=angle).sort_values("angle")
    chosen = np.unique(np.linspace(0, len(ordered) - 1, min(LABELS, len(ordered))).astype(int))
    shown = ordered.iloc[chosen]
    panel.plot(shown["x1"], shown["x2"], "x", color="cyan", ms=3.5, mew=1, zorder=4)
    for angle, (_, one) in zip(_spread(shown["angle"].to_numpy()), shown.iterrows(), strict=True):
        text = panel.text(
            OUTSIDE * np.cos(angle),
            OUTSIDE * np.sin(angle),
            f"{one['value'] - lowest:.2f}",
            color="w",
            fontsize=5.5,
            ha="center",
            va="center",
            zorder=5,
        )
        text.set_path_effects([patheffects.withStroke(linewidth=1.2, foreground="k")])


def _spread(angles: np.ndarray) -> np.ndarray:
    """Rising angles moved apart until none covers its neighbour's label."""
    angles = angles.copy()
    for _ in range(200):
        gaps = np.diff(angles)
        close = np.flatnonzero(gaps < APART - 1e-3)
        if not close.size:
            break
        for k in close:
            push = (APART - (angles[k + 1] - angles[k])) / 2
            if push > 0:
                angles[k] -= push
                angles[k + 1] += push
    return angles
