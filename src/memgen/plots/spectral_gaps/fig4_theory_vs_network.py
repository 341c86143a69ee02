"""Ordered spectrum at three t: random-matrix theory and a trained network."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Minus singular values against rank: theory (line), network (points)."""
    rows = tables["trained_spectra"]
    values = rows[(rows["quantity"] == "singular_value") & (rows["law"] == "descending")]
    times = sorted(values["t"].unique(), reverse=True)
    shown = [times[k] for k in (1, len(times) // 2, len(times) - 1)]
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    for panel, t in zip(panels, shown, strict=True):
        now = select(values, t=float(t))
        theory = select(now, score="limit").sort_values("rank")
        panel.plot(theory["rank"], -theory["value"], color="#D55E00", lw=1.2, label="theory")
        network = select(now, score="network")
        network = network.assign(value=-network["value"])
        simulation_points(panel, network, "rank", color="#0072B2", ms=1.8, label="network")
        panel.set(title=f"$t={t:g}$", xlabel="rank", ylim=(-1.15, 0.05))
    panels[0].set_ylabel(r"eigenvalue of $t\,\nabla$ score")
    panels[0].legend(loc="upper left")
    letter_panels(panels)
    return figure
