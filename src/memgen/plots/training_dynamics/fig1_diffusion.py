"""Trajectories forwards and backwards, by the exact and by the empirical score."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select

SCORES = {"exact": "#0072B2", "empirical": "#D55E00"}


def draw(tables: dict[str, Any]) -> Figure:
    """x.m / |m| against t: forwards, and back by either score; nearest ratios at the end."""
    rows, paths = tables["diffusion"], tables["diffusion_paths"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 2)
    for panel, name, title in zip(
        panels.ravel(),
        ("forward", "exact", "empirical"),
        ("forwards", "backwards, exact score", "backwards, empirical score"),
        strict=False,
    ):
        _trajectories(panel, paths, name, SCORES.get(name, "0.4"))
        panel.set_title(title)
    shown = [paths[name] for name in ("forward", *SCORES, "training")]
    low, high = min(x.min() for x in shown) - 0.5, max(x.max() for x in shown) + 0.5
    for panel in panels.ravel()[:3]:
        panel.set(ylim=(low, high), xscale="log", xlabel="$t$", ylabel=r"$x_t\cdot m/|m|$")
    _ratios(panels[1, 1], rows)
    letter_panels(panels.ravel())
    return figure


def _trajectories(panel: Axes, paths: dict[str, np.ndarray], name: str, colour: str) -> None:
    """Lines against t; the training points as ticks at the left."""
    panel.plot(paths["t"], paths[name], color=colour, lw=0.4, alpha=0.7)
    if name != "exact":
        t = np.full(paths["training"].shape, paths["t"].min() * 0.8)
        panel.plot(t, paths["training"], "_", color="k", ms=4, mew=0.5)


def _ratios(panel: Axes, rows: Any) -> None:
    """Histograms of d1 / d2 at the end."""
    edges = np.linspace(0, 1, 31).tolist()
    for score, colour in SCORES.items():
        found = select(rows, quantity="nearest_ratio", score=score)["value"]
        panel.hist(found, edges, color=colour, alpha=0.6, label=f"{score} score")
    panel.axvline(1 / 3, color="k", lw=0.8, ls=":", label="1/3")
    panel.set(yscale="log", xlabel=r"$d_1/d_2$ at the end", ylabel="trajectories")
    panel.legend(loc="upper center", bbox_to_anchor=(0.62, 1.0))
