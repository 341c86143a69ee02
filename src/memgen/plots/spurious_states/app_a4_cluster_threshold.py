"""Distances between samples, and the number of clusters against Ward's threshold."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import K_COLOURS
from memgen.tables.read import select, value_of

VALLEY, THRESHOLD = K_COLOURS[1], K_COLOURS[3]


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each K: density of distances above, clusters below."""
    rows = tables["toy_landscape"]
    sizes = sorted(select(rows, quantity="threshold")["K"].astype(int).unique())
    figure = new_figure(7.0, 4.0)
    panels = figure.subplots(2, len(sizes))
    for K, (above, below) in zip(sizes, panels.T, strict=True):
        at = rows[rows["K"] == K]
        _density(above, at, select(rows, quantity="circle_pair_density"))
        above.set_title(f"$K={K}$")
        _clusters(below, at, int(K))
    panels[0, 0].set_ylabel("density of pairs")
    panels[1, 0].set_ylabel("number of clusters")
    letter_panels(panels.ravel())
    return figure


def _density(panel: Axes, rows: Any, circle: Any) -> None:
    found = select(rows, quantity="pair_density").sort_values("distance")
    low, high = found["value"] - found["stderr"], found["value"] + found["stderr"]
    panel.fill_between(found["distance"], low, high, color="#0072B2", alpha=0.3, lw=0)
    panel.plot(found["distance"], found["value"], color="#0072B2")
    panel.plot(circle["distance"], circle["value"], "k:", lw=0.9)
    top = min(float(max(found["value"].max(), circle["value"].max())) * 1.15, 6)
    valley = rows[rows["quantity"] == "first_valley"]
    if len(valley):
        x = float(valley["value"].iloc[0])
        panel.axvline(x, color=VALLEY, lw=0.9, ls="--")
        panel.text(x + 0.04, 0.97 * top, "first valley", color=VALLEY, va="top", fontsize=6.5)
    at = circle.iloc[(circle["distance"] - 1.1).abs().argmin()]
    panel.annotate(
        "whole circle",
        (at["distance"], at["value"]),
        (1.0, 0.6 * top),
        ha="center",
        fontsize=6.5,
        arrowprops={"arrowstyle": "-", "lw": 0.5, "shrinkB": 2},
    )
    panel.set(xlabel="distance of two samples", ylim=(0, top), xlim=(0, 2.3))


def _clusters(panel: Axes, rows: Any, K: int) -> None:
    found = select(rows, quantity="clusters").sort_values("height")
    panel.step(found["height"], found["value"], where="post", color="#0072B2")
    threshold = value_of(rows, "threshold")
    panel.axvline(threshold, color=THRESHOLD, lw=0.9, ls="-.")
    panel.axhline(K, color="k", lw=0.6, ls=":")
    panel.text(100, 1.1 * K, "$K$", ha="right", va="bottom", fontsize=7)
    panel.set(xscale="log", yscale="log", xlabel="Ward's threshold")
    style = {"color": THRESHOLD, "fontsize": 6.5, "va": "top"}
    top = float(found["value"].max())
    panel.text(1.15 * threshold, 0.4 * top, "published\nthreshold", **style)
