"""Ordered singular values of trained networks at several t, three laws of variances."""

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_band
from memgen.tables.read import select

TITLES = {
    "descending": "many large, few small",
    "swapped": "few large, many small",
    "continuous": "variances spread out",
}
COLOURS = {"descending": "#0072B2", "swapped": "#D55E00", "continuous": "#009E73"}


def draw(tables: dict[str, Any]) -> Figure:
    """Networks (lines, bands over networks) over the exact score; the miss against t."""
    rows = tables["trained_spectra"]
    figure = new_figure(7.0, 4.9)
    panels = figure.subplots(2, 2)
    times = sorted(select(rows, quantity="singular_value")["t"].unique(), reverse=True)
    norm = LogNorm(min(times), max(times))
    colours = mpl.colormaps["viridis"].resampled(256)
    for panel, law in zip(panels.flat, TITLES, strict=False):
        values = rows[(rows["law"] == law) & (rows["quantity"] == "singular_value")]
        for t in times:
            _spectrum(panel, select(values, t=float(t)), colours(0.9 * (1 - norm(t))))
        panel.set_title(TITLES[law])
        panel.set(xlabel="rank", ylabel=r"singular value of $t\,\nabla$ score", ylim=(-0.03, 1.12))
    first = panels[0, 0]
    first.text(0.03, 0.14, "lines: networks", transform=first.transAxes, fontsize=7)
    first.text(0.03, 0.06, "dashed: exact score", transform=first.transAxes, fontsize=7)
    bar = figure.colorbar(
        ScalarMappable(norm, colours.reversed()), ax=panels[0, 1], pad=0.02, aspect=30
    )
    bar.set_label("noise variance $t$")
    _misses(panels[1, 1], rows)
    letter_panels(panels.ravel())
    return figure


def _spectrum(panel: Axes, rows: pd.DataFrame, colour: Any) -> None:
    network = select(rows, score="network")
    theory_band(panel, network, "rank", color=colour, lw=1.2)
    exact = select(rows, score="exact").sort_values("rank")
    panel.plot(exact["rank"], exact["value"], "--", color="k", lw=0.5)


def _misses(panel: Axes, rows: pd.DataFrame) -> None:
    """Root mean square miss over ranks, beside that of the bulks' means alone."""
    misses = select(rows, quantity="miss")
    for number, (law, title) in enumerate(TITLES.items()):
        at = select(misses, law=law)
        place = select(at, kind="theory").sort_values("t")
        blurred = panel.plot(place["t"], place["value"], "--", color=COLOURS[law], lw=0.8)[0]
        drawn = select(at, kind="simulation").sort_values("t")
        simulation_points(panel, drawn, "t", color=blurred.get_color(), ms=3, fmt="o-", lw=0.8)
        panel.text(
            0.98,
            1.0 - 0.075 * number,
            title,
            color=COLOURS[law],
            fontsize=6.5,
            ha="right",
            va="top",
            transform=panel.transAxes,
        )
    panel.text(0.03, 0.99, "points: networks\ndashed: mean of each bulk",
               va="top", transform=panel.transAxes, fontsize=6.5)  # fmt: skip
    panel.set(
        xscale="log",
        yscale="log",
        xlabel="noise variance $t$",
        ylabel="rms miss of the spectrum",
        ylim=(None, 1.5),
    )
