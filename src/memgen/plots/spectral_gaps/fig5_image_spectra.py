"""Ordered singular values of a network trained on images, at several t."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_band
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Singular values against rank; tangent dimension against t; the training loss."""
    rows = tables["image_spectra"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    values = select(rows, quantity="singular_value")
    times = sorted(values["t"].unique(), reverse=True)
    for t, colour in zip(times, sequence_colours(len(times)), strict=True):
        now = select(values, t=float(t))
        theory_band(panels[0], now, "rank", color=colour, lw=1, label=f"{t:g}")
    panels[0].set(xlabel="rank", ylabel=r"singular value of $t\,\nabla$ score")
    panels[0].legend(title="$t$", title_fontsize=6.5, fontsize=5.5, loc="lower left")
    dimension = select(rows, quantity="tangent_dimension")
    simulation_points(panels[1], dimension, "t", color="#D55E00", ms=3, fmt="o-", lw=0.8)
    panels[1].set(xscale="log", xlabel="$t$", ylabel="singular values below half the largest")
    loss = select(rows, quantity="loss").sort_values("step")
    panels[2].plot(loss["step"], loss["value"], color="#0072B2", lw=1)
    panels[2].set(xlabel="step", ylabel="training loss", yscale="log")
    letter_panels(panels)
    return figure
