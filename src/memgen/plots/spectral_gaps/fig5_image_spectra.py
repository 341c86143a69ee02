"""Singular values of a network trained on images, beside the linear-Gaussian score's."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_band
from memgen.tables.read import select

SHOWN = (3.0, 0.3, 0.03, 0.003)
NETWORK, LINEAR = "#D55E00", "k"


def draw(tables: dict[str, Any]) -> Figure:
    """Singular values against rank; how many are small, and their mean, against t."""
    rows = tables["image_spectra"]
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    values, linear = (select(rows, quantity=name) for name in ("singular_value", "linear_value"))
    times = values["t"].unique()
    shown = sorted({min(times, key=lambda t, to=to: abs(np.log(t / to))) for to in SHOWN})[::-1]
    for number, (t, colour) in enumerate(zip(shown, sequence_colours(len(shown)), strict=True)):
        theory_band(panels[0], select(values, t=float(t)), "rank", color=colour, lw=1.3)
        control = select(linear, t=float(t)).sort_values("rank", ascending=False)
        # The control's values ascend with the variances, a spectrum's descend.
        panels[0].plot(
            control["rank"].to_numpy()[::-1], np.sort(control["value"])[::-1], "--",
            color=colour, lw=0.8,
        )  # fmt: skip
        panels[0].text(
            0.97,
            0.95 - 0.075 * number,
            f"$t={t:g}$",
            color=colour,
            fontsize=7,
            ha="right",
            va="top",
            transform=panels[0].transAxes,
        )
    panels[0].set(xlabel="rank", ylabel=r"singular value of $t\,\nabla$ score", ylim=(-0.03, 1.3))
    panels[0].set_title("solid: network, dashed: linear", fontsize=7.5, loc="right")
    for panel, drawn, line, label in (
        (panels[1], "tangent_dimension", "linear_dimension_line", "values below half the largest"),
        (panels[2], "resolved", "linear_resolved_line", "1 - mean singular value"),
    ):
        at = select(rows, quantity=line).sort_values("t")
        panel.plot(at["t"], at["value"], "--", color=LINEAR, lw=1)
        simulation_points(panel, select(rows, quantity=drawn), "t", color=NETWORK, ms=3.4)
        panel.set(xscale="log", xlabel="noise variance $t$", ylabel=label)
        panel.set_ylim(0, None)
        panel.text(0.97, 0.94, "linear-Gaussian score", color=LINEAR, fontsize=7, ha="right",
                   va="top", transform=panel.transAxes)  # fmt: skip
        panel.text(0.06, 0.08, "network", color=NETWORK, fontsize=7, transform=panel.transAxes)
    letter_panels(panels)
    return figure
