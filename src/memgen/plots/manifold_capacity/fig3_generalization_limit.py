"""Basins, the generalization limit, and the memory's energy beside the diffusion potential."""

from itertools import cycle, islice
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    TIME_COLOURS,
    letter_panels,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, value_of

STYLES = (":", "-", "--", "-.")
LIMITS = {
    "t_g": ("generalization_limit", r"$\lambda_g = 1/t_g$"),
    "t_c": ("collapse_limit", r"$\lambda_c = 1/t_c$"),
    "t_o": ("onset_limit", r"$\lambda_o = 1/t_o$"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Capacity against initial overlap, lambda_g against alpha_D, two landscapes."""
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 2)
    _overlaps(panels[0, 0], tables["curves"], tables["overlaps"])
    _limits(panels[0, 1], tables["curves"], tables["limit"])
    for panel, patterns in zip(panels[1], ("spherical", "gaussian"), strict=True):
        _landscape(panel, select(tables["limit"], patterns=patterns), patterns)
    letter_panels(panels.ravel())
    return figure


def _overlaps(panel: Axes, curves: pd.DataFrame, overlaps: pd.DataFrame) -> None:
    rows = select(curves, quantity="overlap_capacity", patterns="spherical")
    lams = sorted(rows["lam"].unique())
    for lam, style in zip(lams, islice(cycle(STYLES), len(lams)), strict=True):
        theory_line(
            panel,
            select(rows, lam=float(lam)),
            "overlap",
            color="k",
            ls=style,
            lw=0.9,
            label=rf"$\lambda$ = {lam:g}",
        )
    half = select(overlaps, quantity="half_load")
    sizes = sorted(half["P"].unique())
    for P, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = half[half["P"] == P]
        theory_line(panel, select(at, kind="theory"), "overlap", color=colour, lw=0.9)
        simulation_points(
            panel,
            select(at, kind="simulation"),
            "overlap",
            color=colour,
            label=rf"$e^{{\alpha_1 N}}$ = {P:g}",
        )
    lam = float(overlaps["lam"].iloc[0])
    panel.set(xlabel="initial overlap $c$", ylabel=r"capacity $\alpha$", ylim=(0, None))
    panel.set_title(rf"spherical; points at $\lambda$ = {lam:g}")
    panel.legend(loc="upper left")


def _limits(panel: Axes, curves: pd.DataFrame, limit: pd.DataFrame) -> None:
    for symbol, (quantity, label) in LIMITS.items():
        rows = select(curves, quantity=quantity)
        theory_line(panel, rows, "alpha_D", color=TIME_COLOURS[symbol], label=label)
    measured = select(limit, quantity="generalization_limit", kind="simulation")
    simulation_points(panel, measured, "alpha_D", color=TIME_COLOURS["t_g"])
    corrected = select(limit, quantity="generalization_limit_finite_size")
    panel.plot(
        corrected["alpha_D"],
        corrected["value"],
        "_",
        color=TIME_COLOURS["t_g"],
        ms=9,
        mew=1.2,
        label=r"$\lambda_g$ at this $N$",
    )
    alpha = measured["alpha"].iloc[0]
    panel.set(xscale="log", yscale="log", xlabel=rf"$\alpha_D$   ($\alpha$ = {alpha:g})")
    panel.set(ylabel=r"$\lambda$", ylim=(None, 3e3))
    panel.legend(loc="upper right")


def _landscape(panel: Axes, rows: pd.DataFrame, patterns: str) -> None:
    """Energy (lines) and potential (dots) on the line through two patterns."""
    times = sorted(select(rows, quantity="memory_energy")["t"].unique())
    for t, colour in zip(times, sequence_colours(len(times)), strict=True):
        at = select(rows, t=float(t))
        theory_line(
            panel,
            select(at, quantity="memory_energy"),
            "position",
            color=colour,
            label=rf"$1/\lambda = t$ = {t:g}",
        )
        potential = select(at, quantity="diffusion_potential").iloc[::3]
        panel.plot(potential["position"], potential["value"], "o", color=colour, ms=2.2)
    difference = value_of(rows, "energy_difference")
    panel.set_title(f"{patterns}; largest difference {difference:.1e}")
    panel.set(xlabel=r"position from $\xi^1$ (0) to $\xi^2$ (1)")
    panel.set(ylabel=r"$E/N$ (lines), $-\frac{t}{N}\log p_t^{\rm emp}$ (dots)")
    low, high = panel.get_ylim()
    panel.set_ylim(low, high + 0.5 * (high - low))
    panel.legend(loc="upper center")
