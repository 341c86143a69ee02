"""Samples of random features along m, close and well-separated, against training time."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select, value_of

REGIMES = ("close", "separated")
COLOURS = {"close": "#0072B2", "separated": "#D55E00"}
MEASURES = {
    "central_density": "density at 0 / maximum,\nsmoothed",
    "peak_width": "width of the peaks",
    "variance_across": "variance across $m$",
}


def draw(tables: dict[str, Any]) -> Figure:
    """A histogram for each regime; valley, width and variance against training time."""
    rows = tables["separation"]
    figure = new_figure(7.0, 4.4)
    grid = figure.add_gridspec(2, 6)
    above = [figure.add_subplot(grid[0, 3 * k : 3 * k + 3]) for k in range(2)]
    below = [figure.add_subplot(grid[1, 2 * k : 2 * k + 2]) for k in range(3)]
    titles = _titles(rows)
    for panel, (regime, title) in zip(above, titles.items(), strict=True):
        at = select(rows, regime=regime, d=int(rows["d"].max()))
        _histogram(panel, at, tables[f"separation_{regime}"], COLOURS[regime])
        panel.set_title(title)
    for panel, (quantity, label) in zip(below, MEASURES.items(), strict=True):
        for regime, colour in COLOURS.items():
            # close peaks overlap, and have no width of their own
            if quantity == "peak_width" and regime == "close":
                continue
            at = select(rows, regime=regime, quantity=quantity)
            for d, of_size in at.groupby("d"):
                _against_tau(panel, of_size, colour, hollow=bool(d < rows["d"].max()))
        panel.set(xscale="log", xlabel=r"training time $\tau$", ylabel=label)
        panel.margins(y=0.12)
        panel.set_xlim(right=2 * rows["tau"].max())
    n = rows["d"].nunique()
    handles = [
        *(Line2D([], [], color=COLOURS[regime], label=titles[regime]) for regime in REGIMES),
        *(
            Line2D([], [], color="k", marker="o", ls=ls, mfc=face, lw=0.8, ms=3, label=f"$d={d:g}$")
            for d, ls, face in zip(
                sorted(rows["d"].unique()), ("--", "-")[-n:], ("w", "k")[-n:], strict=True
            )
        ),
        Line2D([], [], color="k", marker="s", ls="", mfc="w", ms=3.2, label="exact score"),
        Line2D([], [], color="k", lw=0.9, ls=":", label="mixture"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=6)
    letter_panels([*above, *below])
    return figure


def _titles(rows: Any) -> dict[str, str]:
    """|m| of each regime, as a number or in units of sqrt d."""
    close, separated = (select(rows, regime=regime).iloc[0] for regime in REGIMES)
    scale = np.sqrt(separated["signal"] / separated["d"])
    return {
        "close": f"$|m|={np.sqrt(close['signal']):g}$",
        "separated": rf"$|m|={scale:g}\sqrt{{d}}$",
    }


def _histogram(panel: Axes, rows: Any, along: Any, colour: str) -> None:
    """Samples of features and of the exact score, of all draws; the mixture overlaid."""
    variance = value_of(rows, "variance_along", kind="theory")
    mean = np.sqrt(variance - 1)
    ends = 1.02 * max(mean + 4, np.quantile(np.abs(along["features"]), 0.9995))
    edges = np.linspace(-ends, ends, 71)
    panel.hist(
        along["features"], edges, density=True, color=colour, alpha=0.5, label="random features"
    )
    panel.hist(
        along["exact"],
        edges,
        density=True,
        histtype="step",
        color="0.45",
        lw=0.8,
        label="exact score",
    )
    x = np.linspace(-ends, ends, 500)
    peaks = (np.exp(-((x - sign * mean) ** 2) / 2) for sign in (-1, 1))
    panel.plot(x, sum(peaks) / np.sqrt(8 * np.pi), "k", lw=1, label="mixture")
    panel.set(xlabel=r"$x\cdot m/|m|$", ylabel="density", ylim=(0, 0.32))
    panel.legend(loc="upper center", ncols=3)


def _against_tau(panel: Axes, rows: Any, colour: str, *, hollow: bool) -> None:
    """Features against training time; the exact score as a square on the right frame."""
    found = select(rows, kind="simulation")
    features, exact = select(found, score="features"), select(found, score="exact")
    style = {"mfc": "white", "ls": "--"} if hollow else {"ls": "-"}
    simulation_points(panel, features, "tau", color=colour, ms=3, fmt="o", lw=0.8, **style)
    if hollow:
        return
    # it is not trained: on the frame; its error lies within the square
    style = {"color": colour, "ms": 3.6, "mfc": "white", "clip_on": False, "zorder": 5}
    panel.plot([1], exact["value"], "s", transform=panel.get_yaxis_transform(), **style)
    (expected,) = select(rows, kind="theory")["value"]
    panel.axhline(expected, color=colour, lw=0.9, ls=":")
