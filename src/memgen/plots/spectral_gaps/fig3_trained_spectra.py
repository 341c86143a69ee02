"""Ordered singular values of trained networks at several t, three laws of variances."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, theory_band
from memgen.tables.read import select, value_of

TITLES = {
    "descending": "$s_1>s_2$",
    "swapped": "$s_1<s_2$",
    "continuous": "continuous law",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Networks (lines, bands over points), the exact score dashed; below, the losses."""
    rows = tables["trained_spectra"]
    figure = new_figure(7.0, 4.2)
    panels = figure.subplots(2, 3)
    for (law, title), (above, below) in zip(TITLES.items(), panels.T, strict=True):
        at = rows[rows["law"] == law]
        values = select(at, quantity="singular_value")
        times = sorted(values["t"].unique(), reverse=True)
        for t, colour in zip(times, sequence_colours(len(times)), strict=True):
            now = select(values, t=float(t))
            band = select(now, score="network")
            theory_band(above, band, "rank", color=colour, lw=1, label=f"{t:g}")
            exact = select(now, score="exact").sort_values("rank")
            above.plot(exact["rank"], exact["value"], "--", color=colour, lw=0.7)
        above.set(title=title, xlabel="rank", ylabel="singular value")
        loss = select(at, quantity="loss").sort_values("step")
        optimum = value_of(at, "optimum")
        below.plot(loss["step"], loss["value"], color="#D55E00", lw=1, label="training loss")
        below.axhline(optimum, color="k", lw=0.8, ls=":", label="its optimum")
        below.set(xlabel="step", ylabel="loss", yscale="log")
    panels[0, 0].legend(title="$t$", title_fontsize=6.5, fontsize=5.5, loc="lower left")
    panels[1, 0].legend()
    letter_panels(panels.ravel())
    return figure
