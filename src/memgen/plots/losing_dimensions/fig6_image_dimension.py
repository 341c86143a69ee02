"""Estimated dimension of networks against the number of images that they were trained on."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select

LOOKS = {"trained": "#D55E00", "fresh": "#0072B2"}


def draw(tables: dict[str, Any]) -> Figure:
    """Two estimates at trained-on and at fresh images, against the size; training losses."""
    rows = tables["image_dimension"]
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    for panel, quantity, label in (
        (panels[0], "tangent_dimension", "values below half the largest"),
        (panels[1], "detected_dimension", "detected dimension"),
    ):
        for probed, colour in LOOKS.items():
            at = rows[(rows["quantity"] == quantity) & (rows["probed"] == probed)]
            simulation_points(
                panel, at, "trained_on", color=colour, ms=3, fmt="o-", lw=0.8, label=probed
            )
        panel.set(xscale="log", xlabel="training images", ylabel=label)
    panels[0].legend(title="at images", title_fontsize=6.5)
    losses = select(rows, quantity="loss")
    sizes = sorted(int(size) for size in losses["trained_on"].unique())
    for size, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        loss = losses[losses["trained_on"] == size].sort_values("step")
        panels[2].plot(loss["step"], loss["value"], color=colour, lw=0.9, label=str(size))
    panels[2].set(yscale="log", xlabel="step", ylabel="training loss")
    panels[2].legend(title="images", title_fontsize=6.5, fontsize=5.5)
    letter_panels(panels)
    return figure
