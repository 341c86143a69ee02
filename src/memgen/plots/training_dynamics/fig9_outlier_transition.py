"""The outlier of a two-Gaussian mixture: where it leaves the bulk, and its eigenvector."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_line
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Outlier and bulk edge against t, overlap against t, and the phase line."""
    rows = tables["outlier"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    simulated = rows[rows["kind"] == "simulation"]
    signals = sorted(simulated["signal"].unique())
    colours = sequence_colours(len(signals))
    for panel, quantity in zip(panels, ("eigenvalue", "overlap"), strict=False):
        for signal, colour in zip(signals, colours, strict=True):
            theory = rows[(rows["quantity"] == quantity) & (rows["signal"] == signal)]
            curve = theory[theory["kind"] == "theory"]
            if len(curve):
                theory_line(panel, curve, "t", color=colour, lw=1, label=f"{signal:g}")
            for features, style in (("exact", {}), ("equivalent", {"mfc": "white"})):
                at = select(simulated, quantity=quantity, signal=float(signal), features=features)
                simulation_points(panel, at, "t", color=colour, ms=2.8, **style)
        panel.set(xscale="log", xlabel="$t$")
    edge = select(rows, quantity="edge")
    theory_line(panels[0], edge, "t", color="k", lw=1, ls="--", label="bulk edge")
    panels[0].set(yscale="log", ylabel=r"largest eigenvalue $\lambda$")
    panels[0].set_ylim(top=3 * panels[0].get_ylim()[1])  # room for the legend
    panels[0].legend(title="$|m|^2$", title_fontsize=6.5, loc="upper right", ncols=2)
    panels[1].set(ylabel=r"overlap$^2$ with $Wm$", ylim=(-0.03, 1.05))
    threshold = select(rows, quantity="threshold")
    ordered = threshold.sort_values("value")
    panels[2].plot(ordered["value"], ordered["t"], color="k", lw=1.1)
    panels[2].set(xscale="log", yscale="log", xlabel="$|m|^2$", ylabel=r"$t_{\rm BBP}$")
    panels[2].text(0.7, 0.2, "outlier", transform=panels[2].transAxes, ha="center")
    panels[2].text(0.2, 0.92, "none", transform=panels[2].transAxes, ha="center")
    letter_panels(panels)
    return figure
