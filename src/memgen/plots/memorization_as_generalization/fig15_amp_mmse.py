"""Errors of message passing: state evolution as lines, message passing as points, and ratios."""

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
    smooth_line,
)
from memgen.tables.read import select

BOTTOM = 2e-3
"""Of the common axis of errors: that of signs vanishes as exp(-1 / 2t)."""
WIDEST = 0.09
"""Half-width of the axis of ratios: points whose error bar exceeds it are left out."""
KINDS = {"squared": ("o", "squared error"), "own": ("x", "own variance")}
Pair = dict[str, str]
VISIBLE: Pair = {"squared": "squared_error", "own": "posterior_variance"}
LATENT: Pair = {"squared": "latent_squared_error", "own": "latent_variance"}
STEP: Pair = {"squared": "step_latent_error", "own": "step_latent_variance"}


def draw(tables: dict[str, Any]) -> Figure:
    """Error against t and over theory: coordinates by activation, latents, latents by step."""
    rows = tables["message_passing_errors"]
    activations = [name for name in ACTIVATION_COLOURS if name in set(rows["activation"])]
    figure = new_figure(7.2, 6.4)
    parts = figure.subfigures(2, 1, squeeze=False, height_ratios=(1.75, 1))
    above, below = parts[:, 0]
    panels = above.subplots(2, 4, sharey="row", height_ratios=(1.25, 1))
    for column, activation in enumerate(activations):
        of_one = select(rows, activation=activation)
        _errors(panels[0, column], of_one, name_values=column == 0)
        _ratios_by_latents(panels[1, column], of_one)
        panels[0, column].set_title(activation)
    for spare in panels[:, len(activations) :].ravel():
        spare.set_axis_off()
    panels[0, 0].set_ylabel("squared error, coordinates")
    panels[1, 0].set_ylabel("message passing / theory")
    _key(panels[1, 0])
    lower = below.subplots(1, 4)
    _latents(lower[0], lower[1], rows, activations)
    _steps(lower[2], lower[3], rows, activations)
    shown = [*panels[0, : len(activations)], *panels[1, : len(activations)], *lower]
    letter_panels(shown)
    return figure


def _errors(panel: Axes, rows: pd.DataFrame, name_values: bool) -> None:
    """State evolution as lines and squared error as circles, per alpha_D."""
    values = sorted(rows[rows["quantity"] == "posterior_variance"]["alpha_D"].unique())
    for k, (alpha_D, colour) in enumerate(zip(values, sequence_colours(len(values)), strict=True)):
        at = select(rows, alpha_D=float(alpha_D))
        smooth_line(panel, select(at, quantity="mmse_visible"), "t", color=colour, lw=1)
        squared = select(at, quantity="squared_error")
        _points(panel, squared[squared["value"] > 1.15 * BOTTOM], "t", "squared", colour)
        if name_values:
            name = rf"$\alpha_D={alpha_D:g}$" if k == 0 else f"{alpha_D:g}"
            style = {"color": colour, "ha": "right", "fontsize": 7, "transform": panel.transAxes}
            panel.text(0.97, 0.05 + 0.1 * (len(values) - 1 - k), name, **style)
    panel.set(xscale="log", yscale="log", ylim=(BOTTOM, 1.6), xlim=(0.03, 9))
    panel.tick_params(labelbottom=False)


def _points(panel: Axes, rows: pd.DataFrame, x: str, kind: str, colour: Any) -> None:
    mark, _ = KINDS[kind]
    style = {"fmt": mark, "ms": 3, "mfc": "none", "mew": 0.8, "elinewidth": 0.7}
    simulation_points(panel, rows, x, color=colour, **style)


def over_theory(
    rows: pd.DataFrame, quantity: str, theory: str, on: list[str], least: float = 0.0
) -> pd.DataFrame:
    """Return the simulated rows over theory at the same coordinates, where that exceeds `least`."""
    simulated = select(rows, quantity=quantity, kind="simulation")
    exact = select(rows, quantity=theory, kind="theory")
    both = simulated.merge(exact[[*on, "value"]], on=on, suffixes=("", "_theory"))
    both = both[both["value_theory"] > least]
    for name in ("stderr", "value"):
        both[name] = both[name] / both["value_theory"]
    return both


def _ratio_axis(panel: Axes) -> None:
    panel.axhspan(0.99, 1.01, color="0.92", lw=0, zorder=0)
    panel.axhline(1, color="0.5", lw=0.7, zorder=0)


def _ratios_by_latents(panel: Axes, rows: pd.DataFrame) -> None:
    """Both errors of the coordinates over theory, at each t side by side."""
    values = sorted(rows[rows["quantity"] == "posterior_variance"]["alpha_D"].unique())
    colours = sequence_colours(len(values))
    for kind, quantity in VISIBLE.items():
        ratio = over_theory(rows, quantity, "mmse_visible", ["alpha_D", "t"], BOTTOM)
        ratio = ratio[ratio["stderr"] < WIDEST]
        for k, (alpha_D, colour) in enumerate(zip(values, colours, strict=True)):
            # a run of few draws may know none of them well enough
            at = ratio[np.isclose(ratio["alpha_D"], alpha_D)]
            side = 2 * (k - (len(values) - 1) / 2) + (0.5 if kind == "own" else -0.5)
            at = at.assign(place=at["t"] * np.exp(0.14 * side))
            _points(panel, at, "place", kind, colour)
    _ratio_axis(panel)
    panel.set(xscale="log", xlabel="$t$", ylim=(1 - WIDEST, 1 + WIDEST))
    panel.set_xlim(0.03, 9)


def _key(panel: Axes) -> None:
    handles = [
        Line2D([], [], color="0.3", marker=mark, mfc="none", ls="", ms=4, label=label)
        for mark, label in KINDS.values()
    ]
    style = {"fontsize": 6.5, "loc": "lower right", "handletextpad": 0.1, "borderaxespad": 0.1}
    panel.legend(handles=handles, **style)


def _latents(panel: Axes, ratios: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Error of the latents against t at the middle alpha_D, and over theory."""
    values = sorted(rows[rows["quantity"] == "latent_variance"]["alpha_D"].unique())
    alpha_D = float(values[len(values) // 2])
    for k, activation in enumerate(activations):
        at = select(rows, activation=activation, alpha_D=alpha_D)
        colour = ACTIVATION_COLOURS[activation]
        smooth_line(panel, select(at, quantity="mmse_latent"), "t", color=colour, lw=1)
        squared = select(at, quantity=LATENT["squared"])
        _points(panel, squared, "t", "squared", colour)
        for kind, quantity in LATENT.items():
            ratio = over_theory(at, quantity, "mmse_latent", ["t"])
            side = 2 * (k - (len(activations) - 1) / 2) + (0.5 if kind == "own" else -0.5)
            ratio = ratio.assign(place=ratio["t"] * np.exp(0.11 * side))
            _points(ratios, ratio, "place", kind, colour)
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="squared error, latents")
    panel.text(0.04, 0.97, rf"$\alpha_D={alpha_D:g}$", transform=panel.transAxes, va="top")
    handles = [Line2D([], [], color=ACTIVATION_COLOURS[name], label=name) for name in activations]
    panel.legend(handles=handles, fontsize=6.5, loc="lower right", handlelength=1.2)
    _ratio_axis(ratios)
    ratios.set(xscale="log", xlabel="$t$", ylabel="latents / theory", ylim=(0.95, 1.05))


def _steps(panel: Axes, ratios: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Error of the latents after each step, and over theory."""
    found = rows[rows["step"].notna()]
    for k, activation in enumerate(activations):
        at, colour = select(found, activation=activation), ACTIVATION_COLOURS[activation]
        line = select(at, quantity="step_latent_error", kind="theory")
        # a map of steps, of which there are none in between
        panel.plot(line["step"], line["value"], "_", color=colour, ms=7, mew=1)
        squared = select(at, quantity="step_latent_error", kind="simulation")
        _points(panel, squared, "step", "squared", colour)
        for kind, quantity in STEP.items():
            ratio = over_theory(at, quantity, "step_latent_error", ["step"])
            # every third step leaves room for the error bars side by side
            ratio = ratio[ratio["step"] % 3 == 1]
            side = 2 * (k - (len(activations) - 1) / 2) + (0.5 if kind == "own" else -0.5)
            ratio = ratio.assign(place=ratio["step"] + 0.33 * side)
            _points(ratios, ratio, "place", kind, colour)
    t, alpha_D = found["t"].iloc[0], found["alpha_D"].iloc[0]
    panel.set(yscale="log", xlabel="step", ylabel="squared error, latents")
    plain_ticks(panel.yaxis)
    handles = [
        Line2D([], [], color="0.3", marker="_", ls="", ms=7, label="state evolution"),
        Line2D([], [], color="0.3", marker="o", mfc="none", ls="", ms=3, label="message passing"),
    ]
    style = {"fontsize": 6.5, "loc": "upper right", "handletextpad": 0.1}
    panel.legend(handles=handles, title=rf"$t={t:g}$, $\alpha_D={alpha_D:g}$", **style)
    low, high = panel.get_ylim()
    panel.set_ylim(low, 2.2 * high)
    _ratio_axis(ratios)
    ratios.set_xticks(range(1, int(found["step"].max()) + 1, 3))
    ratios.set(xlabel="step", ylabel="latents / theory", ylim=(0.98, 1.02))
