"""Ordered spectrum at three t: random-matrix theory, the exact score and trained networks."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select

SHOWN = (1.0, 0.1, 0.001)  # above, at and below the widest intermediate gap
LENGTHS = {
    "trained_spectra": ("networks of (a-c)", "#0072B2"),
    "short_spectra": ("trained for less", "#CC79A7"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Minus singular values against rank: theory (line), networks (points); the spike's width."""
    rows, short = (select(tables[name], law="descending") for name in LENGTHS)
    values = select(rows, quantity="singular_value")
    times = values["t"].unique()
    shown = [min(times, key=lambda t, to=to: abs(t / to - 1)) for to in SHOWN]
    figure = new_figure(7.0, 2.5)
    panels = figure.subplots(1, 4, width_ratios=(1, 1, 1, 1.05))
    for panel, t in zip(panels[:3], shown, strict=True):
        now = select(values, t=float(t))
        for score, style, label in (
            ("limit", {"color": "#D55E00", "lw": 1.4}, r"theory, $N\to\infty$"),
            ("exact", {"color": "k", "lw": 0.8, "ls": "--"}, "exact score"),
        ):
            line = select(now, score=score).sort_values("rank")
            panel.plot(line["rank"], -line["value"], label=label, **style)
        network = select(now, score="network")
        network = network.assign(value=-network["value"])
        simulation_points(panel, network, "rank", color="#0072B2", ms=1.6, label="networks")
        panel.set(xlabel="rank", ylim=(-1.12, 0.08))
        panel.set_title(f"$t={t:g}$")
    panels[0].set_ylabel(r"eigenvalue of $t\,\nabla$ score")
    panels[0].legend(loc="upper left", fontsize=6)
    for panel in panels[1:3]:
        panel.set_yticklabels([])
    for of, (label, colour) in zip((rows, short), LENGTHS.values(), strict=True):
        width = select(of, quantity="spike_width")
        simulation_points(panels[3], width, "t", color=colour, ms=3, fmt="o-", lw=0.8)
        panels[3].text(0.97, 0.94 if of is short else 0.3, label, color=colour, fontsize=7,
                       ha="right", va="center", transform=panels[3].transAxes)  # fmt: skip
    panels[3].axhline(0, color="#D55E00", lw=1.4)
    panels[3].text(0.97, -0.004, "theory", color="#D55E00", fontsize=7, ha="right", va="top",
                   transform=panels[3].get_yaxis_transform())  # fmt: skip
    panels[3].set(xscale="log", xlabel="noise variance $t$", ylabel="width of the spike")
    panels[3].set_ylim(-0.02, None)
    letter_panels(panels)
    return figure
