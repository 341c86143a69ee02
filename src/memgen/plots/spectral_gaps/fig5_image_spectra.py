"""Spectra of networks trained on images and on a Gaussian like them, beside the linear score."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_band
from memgen.tables.read import select

SHOWN = (3.0, 0.1, 0.003)
COLOURS = ("#440154", "#2A788E", "#7AD151")  # of the shown t, from large to small
IMAGES, GAUSSIAN, LINEAR = "#D55E00", "#0072B2", "k"
EVERY = 4  # ranks between two points of the control


def draw(tables: dict[str, Any]) -> Figure:
    """Singular values against rank; how many are small, and the resolved share, against t."""
    rows = tables["image_spectra"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    _spectra(panels[0], rows)
    for panel, quantity, line, label in (
        (panels[1], "tangent_dimension", "linear_dimension_line", "values below 1/2"),
        (panels[2], "resolved", "linear_resolved_line", "resolved share, 1 - mean value"),
    ):
        _against_time(panel, rows, quantity, line)
        panel.set(xscale="log", xlabel="noise variance $t$", ylabel=label)
        panel.set_ylim(0, None)
    place = {"fontsize": 7, "transform": panels[1].transAxes}
    panels[1].text(0.97, 0.95, "linear score", color=LINEAR, ha="right", va="top", **place)
    panels[1].text(0.97, 0.87, "networks, Gaussian", color=GAUSSIAN, ha="right", va="top", **place)
    panels[1].text(0.05, 0.08, "networks, images", color=IMAGES, **place)
    letter_panels(panels)
    return figure


def _spectra(panel: Axes, rows: pd.DataFrame) -> None:
    """Networks of images as lines, of the Gaussian as points, the linear score dashed."""
    values, linear = (select(rows, quantity=name) for name in ("singular_value", "linear_value"))
    times = values["t"].unique()
    shown = sorted({min(times, key=lambda t, to=to: abs(np.log(t / to))) for to in SHOWN})[::-1]
    for number, (t, colour) in enumerate(zip(shown, COLOURS, strict=False)):
        theory_band(panel, select(values, t=float(t), data="images"), "rank", color=colour, lw=1.3)
        control = select(values, t=float(t), data="gaussian").sort_values("rank").iloc[::EVERY]
        simulation_points(panel, control, "rank", color=colour, ms=2.2, elinewidth=0.7)
        exact = select(linear, t=float(t), data="gaussian").sort_values("rank")
        panel.plot(exact["rank"], exact["value"], "--", color=colour, lw=0.8)
        height = 0.94 - 0.075 * number
        panel.text(
            0.97, height, f"$t={t:g}$", color=colour, fontsize=7, ha="right", va="center",
            transform=panel.transAxes,
        )  # fmt: skip
    panel.axhline(1, color="0.6", lw=0.6, ls=":", zorder=0)
    panel.set(xlabel="rank", ylabel=r"singular value of $t\,\nabla$ score", ylim=(-0.03, 1.4))
    panel.set_title(
        "line: images, points: Gaussian,\ndashed: linear score", fontsize=6.5, loc="right"
    )


def _against_time(panel: Axes, rows: pd.DataFrame, quantity: str, line: str) -> None:
    linear = select(rows, quantity=line, data="gaussian").sort_values("t")
    panel.plot(linear["t"], linear["value"], "--", color=LINEAR, lw=1)
    for data, colour in (("gaussian", GAUSSIAN), ("images", IMAGES)):
        drawn = select(rows, quantity=quantity, data=data)
        simulation_points(panel, drawn, "t", color=colour, ms=3)
