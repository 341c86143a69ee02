"""Errors of message passing: state evolution as lines, message passing as points."""

from typing import Any

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
    theory_line,
)
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Error of the denoiser against t for each activation; ratios to theory; step by step."""
    rows = tables["message_passing_errors"]
    activations = [name for name in ACTIVATION_COLOURS if name in set(rows["activation"])]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, max(len(activations), 4))
    for panel, activation in zip(panels[0], activations, strict=False):
        _errors(panel, select(rows, activation=activation))
        panel.set_title(activation)
    panels[0, 0].set_ylabel("error of the denoiser")
    # where the error of the last activation, sign, is far above
    _legend(panels[0, len(activations) - 1], rows)
    _latents(panels[1, 0], rows, activations)
    _ratios(panels[1, 1], rows, activations, "latent_ratio", "own latent variance / theory")
    _ratios(panels[1, 2], rows, activations, "error_ratio", "squared error / theory")
    _steps(panels[1, 3], rows, activations)
    for spare in [*panels[0, len(activations) :], *panels[1, 4:]]:
        spare.set_axis_off()
    letter_panels([panel for panel in panels.ravel() if panel.axison])
    return figure


def _errors(panel: Axes, rows: pd.DataFrame) -> None:
    """mmse(t) as lines, own variance as crosses and squared error as circles, per alpha_D."""
    values = sorted(rows[rows["quantity"] == "posterior_variance"]["alpha_D"].unique())
    for alpha_D, colour in zip(values, sequence_colours(len(values)), strict=True):
        at = select(rows, alpha_D=float(alpha_D))
        theory_line(panel, select(at, quantity="mmse_visible"), "t", color=colour, lw=1)
        style = {"color": colour, "ms": 3, "mfc": "none"}
        simulation_points(panel, select(at, quantity="squared_error"), "t", **style)
        own = select(at, quantity="posterior_variance")
        panel.plot(own["t"], own["value"], "x", color=colour, ms=3, mew=0.7)
    theory = select(rows, quantity="mmse_visible")["value"]
    # the error of signs vanishes as exp(-1 / 2t)
    low = max(theory.min(), 3e-4 * theory.max())
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylim=(0.6 * low, 1.6 * theory.max()))


def _legend(panel: Axes, rows: pd.DataFrame) -> None:
    values = sorted(rows[rows["quantity"] == "posterior_variance"]["alpha_D"].unique())
    lines = [
        Line2D([], [], color=colour, lw=1, label=rf"$\alpha_D={alpha_D:g}$")
        for alpha_D, colour in zip(values, sequence_colours(len(values)), strict=True)
    ]
    marks = [
        Line2D([], [], color="0.3", marker="o", mfc="none", ls="", ms=3, label="squared error"),
        Line2D([], [], color="0.3", marker="x", ls="", ms=3, label="own variance"),
    ]
    panel.legend(handles=[*lines, *marks], fontsize=5.5, loc="lower right")


def _latents(panel: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Error of the latents against t, at the middle alpha_D."""
    values = sorted(rows[rows["quantity"] == "latent_variance"]["alpha_D"].unique())
    alpha_D = float(values[len(values) // 2])
    for activation in activations:
        at = select(rows, activation=activation, alpha_D=alpha_D)
        colour = ACTIVATION_COLOURS[activation]
        line = select(at, quantity="mmse_latent")
        theory_line(panel, line, "t", color=colour, lw=1, label=activation)
        style = {"color": colour, "ms": 3, "mfc": "none"}
        simulation_points(panel, select(at, quantity="latent_squared_error"), "t", **style)
        own = select(at, quantity="latent_variance")
        panel.plot(own["t"], own["value"], "x", color=colour, ms=3, mew=0.7)
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="error of the latents")
    panel.text(0.09, 0.97, rf"$\alpha_D={alpha_D:g}$", transform=panel.transAxes, va="top")
    panel.legend(fontsize=5.5, loc="lower right")


def _ratios(
    panel: Axes, rows: pd.DataFrame, activations: list[str], quantity: str, label: str
) -> None:
    """Measured over theory, mean over t, for each activation and alpha_D."""
    found = select(rows, quantity=quantity)
    values = sorted(found["alpha_D"].unique())
    for shift, activation in enumerate(activations):
        at = select(found, activation=activation)
        place = [
            values.index(v) + 0.16 * (shift - (len(activations) - 1) / 2) for v in at["alpha_D"]
        ]
        simulation_points(
            panel, at.assign(place=place), "place", color=ACTIVATION_COLOURS[activation], ms=3
        )
    panel.axhspan(0.99, 1.01, color="0.9", lw=0, zorder=0)
    panel.axhline(1, color="0.5", lw=0.7, zorder=0)
    low, high = panel.get_ylim()
    panel.set_ylim(min(low, 0.985), max(high, 1.015))
    panel.set_xticks(range(len(values)), [f"{value:g}" for value in values])
    panel.set(xlabel=r"$\alpha_D$", ylabel=label, xlim=(-0.5, len(values) - 0.5))


def _steps(panel: Axes, rows: pd.DataFrame, activations: list[str]) -> None:
    """Error of the latents after each step."""
    found = select(rows, quantity="step_latent_error")
    for activation in activations:
        at, colour = select(found, activation=activation), ACTIVATION_COLOURS[activation]
        theory_line(panel, select(at, kind="theory"), "step", color=colour, lw=1)
        style = {"color": colour, "ms": 2.6, "mfc": "none"}
        simulation_points(panel, select(at, kind="simulation"), "step", **style)
    t, alpha_D = found["t"].iloc[0], found["alpha_D"].iloc[0]
    panel.set(yscale="log", xlabel="step", ylabel="error of the latents")
    plain_ticks(panel.yaxis)
    panel.text(
        0.96,
        0.96,
        rf"$t={t:g}$, $\alpha_D={alpha_D:g}$",
        transform=panel.transAxes,
        va="top",
        ha="right",
    )
