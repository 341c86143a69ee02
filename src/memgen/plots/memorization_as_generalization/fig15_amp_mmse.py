"""Errors of message passing: state evolution as lines, message passing as points."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    ACTIVATION_COLOURS,
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
)
from memgen.plots.smooth import smooth_line
from memgen.tables.read import select

MARKS = {"circles": ("o", "squared error"), "crosses": ("x", "own variance")}
BOTTOM = 2e-3
"""Of the common axis of errors: that of signs vanishes as exp(-1 / 2t)."""


def draw(tables: dict[str, Any]) -> Figure:
    """Error of the denoiser against t for each activation; ratios to theory; step by step."""
    rows = tables["message_passing_errors"]
    activations = [name for name in ACTIVATION_COLOURS if name in set(rows["activation"])]
    figure = new_figure(7.0, 4.6)
    above, below = np.asarray(figure.subfigures(2, 1))
    upper = above.subplots(1, 4, sharey=True)
    for panel, activation in zip(upper, activations, strict=False):
        _errors(panel, select(rows, activation=activation))
        panel.set_title(activation)
    for spare in upper[len(activations) :]:
        spare.set_axis_off()
    upper[0].set_ylabel("error of the denoiser")
    lower = below.subplots(1, 3, width_ratios=(1, 1.9, 1))
    _latents(lower[0], rows, activations)
    _ratios(lower[1], rows, activations)
    _steps(lower[2], rows, activations)
    letter_panels([*upper[: len(activations)], *lower])
    return figure


def _errors(panel: Axes, rows: pd.DataFrame) -> None:
    """mmse(t) as lines, own variance as crosses and squared error as circles, per alpha_D."""
    values = sorted(rows[rows["quantity"] == "posterior_variance"]["alpha_D"].unique())
    for alpha_D, colour in zip(values, sequence_colours(len(values)), strict=True):
        at = select(rows, alpha_D=float(alpha_D))
        line = select(at, quantity="mmse_visible")
        smooth_line(panel, line, "t", color=colour, lw=1)
        _both(panel, at, "t", ("squared_error", "posterior_variance"), colour)
        name = rf"$\alpha_D={alpha_D:g}$" if alpha_D == values[0] else f"{alpha_D:g}"
        if (rows["activation"] == "linear").all():
            # its curves leave the lower right corner free
            below = values.index(alpha_D) - len(values)
            panel.text(
                0.97,
                0.03 - 0.09 * (below + 1),
                name,
                color=colour,
                transform=panel.transAxes,
                ha="right",
                fontsize=7,
            )
    top = 1.6
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylim=(BOTTOM, top))


def _both(panel: Axes, rows: pd.DataFrame, x: str, names: tuple[str, str], colour: Any) -> None:
    """Squared errors as circles with error bars, own variances as crosses."""
    style = {"color": colour, "ms": 3, "mfc": "none", "mew": 0.8, "elinewidth": 0.8}
    squared = select(rows, quantity=names[0], kind="simulation")
    if x == "t":  # the error of signs is too small for the axis at small t
        squared = squared[squared["value"] > BOTTOM]
    simulation_points(panel, squared, x, **style)
    own = select(rows, quantity=names[1], kind="simulation").sort_values(x)
    panel.plot(own[x], own["value"], "x", color=colour, ms=3, mew=0.7)


def _latents(panel: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Error of the latents against t, at the middle alpha_D."""
    values = sorted(rows[rows["quantity"] == "latent_variance"]["alpha_D"].unique())
    alpha_D = float(values[len(values) // 2])
    for activation in activations:
        at = select(rows, activation=activation, alpha_D=alpha_D)
        colour = ACTIVATION_COLOURS[activation]
        smooth_line(panel, select(at, quantity="mmse_latent"), "t", color=colour, lw=1)
        _both(panel, at, "t", ("latent_squared_error", "latent_variance"), colour)
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="error of the latents")
    panel.text(0.04, 0.97, rf"$\alpha_D={alpha_D:g}$", transform=panel.transAxes, va="top")
    handles = [Line2D([], [], color=ACTIVATION_COLOURS[name], label=name) for name in activations]
    panel.legend(handles=handles, fontsize=6.5, loc="lower right", handlelength=1.2)


def _ratios(panel: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Own variance and squared error over theory, sum over t, for each activation and alpha_D."""
    found = select(rows, quantity="error_ratio")
    values = sorted(found["alpha_D"].unique())
    for quantity, mark, side in (("error_ratio", "o", -0.035), ("visible_ratio", "x", 0.035)):
        for shift, activation in enumerate(activations):
            at = select(rows, quantity=quantity, activation=activation)
            middle = 0.2 * (shift - (len(activations) - 1) / 2) + side
            place = [values.index(value) + middle for value in at["alpha_D"]]
            style = {"fmt": mark, "ms": 3.5, "mfc": "none", "elinewidth": 0.8}
            colour = ACTIVATION_COLOURS[activation]
            simulation_points(panel, at.assign(place=place), "place", color=colour, **style)
    panel.axhspan(0.99, 1.01, color="0.92", lw=0, zorder=0)
    panel.axhline(1, color="0.5", lw=0.7, zorder=0)
    low, high = panel.get_ylim()
    panel.set_ylim(min(low, 0.985), max(high, 1.015))
    panel.set_xticks(range(len(values)), [f"{value:g}" for value in values])
    panel.set(xlabel=r"$\alpha_D$", ylabel="message passing / theory")
    panel.set_xlim(-0.5, len(values) - 0.5)
    handles = [
        Line2D([], [], color="0.3", marker=mark, mfc="none", ls="", ms=4, label=label)
        for mark, label in MARKS.values()
    ]
    panel.legend(handles=handles, fontsize=7, loc="upper right", handletextpad=0.1)


def _steps(panel: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Error of the latents after each step."""
    found = rows[rows["step"].notna()]
    for activation in activations:
        at, colour = select(found, activation=activation), ACTIVATION_COLOURS[activation]
        line = select(at, quantity="step_latent_error", kind="theory")
        # a map of steps, of which there are none in between
        panel.plot(line["step"], line["value"], "_", color=colour, ms=6, mew=1)
        _both(panel, at, "step", ("step_latent_error", "step_latent_variance"), colour)
    t, alpha_D = found["t"].iloc[0], found["alpha_D"].iloc[0]
    panel.set(yscale="log", xlabel="step", ylabel="error of the latents")
    plain_ticks(panel.yaxis)
    panel.text(
        0.96,
        0.97,
        rf"$t={t:g}$, $\alpha_D={alpha_D:g}$",
        transform=panel.transAxes,
        va="top",
        ha="right",
    )
