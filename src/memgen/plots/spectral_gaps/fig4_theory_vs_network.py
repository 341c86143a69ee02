"""Ordered spectrum at three t: random-matrix theory, the exact score and trained networks."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select

SHOWN = (1.0, 0.1, 0.001)  # above, at and below the widest intermediate gap


def draw(tables: dict[str, Any]) -> Figure:
    """Minus singular values against rank: theory (line), networks (points); the spike's width."""
    rows = tables["trained_spectra"]
    rows = rows[rows["law"] == "descending"]
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
    width = select(rows, quantity="spike_width")
    simulation_points(panels[3], width, "t", color="#0072B2", ms=3, fmt="o-", lw=0.8)
    panels[3].axhline(0, color="#D55E00", lw=1.4)
    panels[3].set(xscale="log", xlabel="noise variance $t$", ylabel="width of the spike")
    letter_panels(panels)
    return figure
