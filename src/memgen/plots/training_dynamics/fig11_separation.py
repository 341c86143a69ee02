"""Samples of random features along m, close and well-separated; variance across m."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select, value_of

REGIMES = {"close": r"$|m|=O(1)$", "separated": r"$|m|=O(\sqrt{d})$"}


def draw(tables: dict[str, Any]) -> Figure:
    """A histogram and the variance across m for each regime; kurtosis of both."""
    rows = tables["separation"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    for line, (regime, title) in zip(panels, REGIMES.items(), strict=True):
        own = select(rows, regime=regime)
        _histogram(line[0], own, tables[f"separation_{regime}"]["along"])
        line[0].set_title(title)
        _against_tau(line[1], own, "variance_across", "variance across $m$")
        _against_tau(line[2], own, "kurtosis", "kurtosis along $m$")
    panels[0, 0].legend(loc="upper center", ncols=2, fontsize=5.5)
    panels[0, 1].legend(title="steps", title_fontsize=6.5)
    letter_panels(panels.ravel())
    return figure


def _histogram(panel: Axes, rows: Any, along: np.ndarray) -> None:
    """Samples of all draws; the mixture overlaid."""
    exact = select(rows, kind="theory")
    variance = value_of(exact, "variance_along")
    mean = np.sqrt(variance - 1)
    edges = np.linspace(-1, 1, 61) * 1.05 * np.abs(along).max()
    panel.hist(along, edges, density=True, color="#D55E00", alpha=0.6, label="random features")
    x = np.linspace(edges[0], edges[-1], 400)
    peaks = (np.exp(-((x - sign * mean) ** 2) / 2) for sign in (-1, 1))
    panel.plot(x, sum(peaks) / np.sqrt(8 * np.pi), "k", lw=1, label="mixture")
    normal = np.exp(-(x**2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)
    panel.plot(x, normal, color="0.5", lw=0.8, ls=":", label="normal of its variance")
    panel.set(xlabel=r"$x\cdot m/|m|$", ylabel="density")
    panel.set_ylim(0, 1.4 * panel.get_ylim()[1])


def _against_tau(panel: Axes, rows: Any, quantity: str, label: str) -> None:
    """Features against training time for each number of steps; the exact score hollow, at right."""
    found = select(rows, quantity=quantity, kind="simulation")
    features, exact = select(found, score="features"), select(found, score="exact")
    steps = sorted(int(count) for count in features["steps"].unique())
    for count, colour in zip(steps, sequence_colours(len(steps) + 1), strict=False):
        at = features[features["steps"] == count]
        simulation_points(
            panel, at, "tau", color=colour, ms=2.8, fmt="o-", lw=0.8, label=str(count)
        )
        own = exact[exact["steps"] == count].assign(tau=4 * features["tau"].max())
        simulation_points(panel, own, "tau", color=colour, ms=3.2, fmt="s", mfc="white")
    value = value_of(rows, quantity, kind="theory")
    panel.axhline(value, color="k", lw=0.8, ls=":")
    panel.set(xscale="log", xlabel=r"$\tau$", ylabel=label)
