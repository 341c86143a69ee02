"""Distances between samples, and the number of clusters against Ward's threshold."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each K: density of distances above, clusters below."""
    rows = tables["toy_landscape"]
    sizes = sorted(select(rows, quantity="threshold")["K"].astype(int).unique())
    figure = new_figure(7.0, 3.8)
    panels = figure.subplots(2, len(sizes))
    for K, (above, below) in zip(sizes, panels.T, strict=True):
        at = rows[rows["K"] == K]
        _density(above, at, select(rows, quantity="circle_pair_density"))
        above.set_title(f"$K={K}$")
        _clusters(below, at, int(K))
    panels[0, 0].set_ylabel("density of pairs")
    panels[1, 0].set_ylabel("clusters")
    panels[0, 0].legend(loc="upper center")
    letter_panels(panels.ravel())
    return figure


def _density(panel: Axes, rows: Any, circle: Any) -> None:
    found = select(rows, quantity="pair_density").sort_values("distance")
    low, high = found["value"] - found["stderr"], found["value"] + found["stderr"]
    panel.fill_between(found["distance"], low, high, color="#0072B2", alpha=0.3, lw=0)
    panel.plot(found["distance"], found["value"], color="#0072B2", label="samples")
    panel.plot(circle["distance"], circle["value"], "k:", lw=0.8, label="circle")
    valley = rows[rows["quantity"] == "first_valley"]
    if len(valley):
        panel.axvline(
            float(valley["value"].iloc[0]), color="#D55E00", lw=0.9, ls="--", label="first valley"
        )
    top = min(float(found["value"].max()) * 1.15, 6)
    panel.set(xlabel="distance of two samples", ylim=(0, top), xlim=(0, 2.3))


def _clusters(panel: Axes, rows: Any, K: int) -> None:
    found = select(rows, quantity="clusters").sort_values("height")
    panel.step(found["height"], found["value"], where="post", color="#0072B2")
    threshold = value_of(rows, "threshold")
    panel.axvline(threshold, color="#D55E00", lw=0.9, ls="--")
    panel.axhline(K, color="k", lw=0.6, ls=":")
    panel.set(xscale="log", yscale="log", xlabel="Ward's threshold")
