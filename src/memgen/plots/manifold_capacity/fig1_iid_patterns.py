"""Capacity of Gaussian, spherical and binary patterns, for one pattern and for all."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    PATTERN_COLOURS,
    against_inverse_size,
    ladder,
    letter_panels,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, single, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """Capacities against lambda; success and storage against alpha; half points against 1/N."""
    retrieval, storage = tables["retrieval"], tables["storage"]
    figure = new_figure(7.0, 4.8)
    panels = figure.subplots(2, 3)
    _capacities(panels[0, 0], tables)
    names = [name for name in PATTERN_COLOURS if name in set(retrieval["patterns"])]
    shown = [name for name in ("spherical", "gaussian") if name in names] or names[:2]
    for panel, patterns in zip(panels[0, 1:], shown, strict=False):
        rows = select(retrieval, patterns=patterns)
        simulated = select(rows, quantity="success", kind="simulation")
        lines = rows[(rows["quantity"] == "success") & (rows["kind"] == "theory")]
        lines = lines[lines["alpha"].notna()]
        ladder(panel, simulated, lines, "alpha")
        limit = single(rows, quantity="retrieval_capacity")
        panel.axvline(limit["value"], color="k", lw=0.9)
        panel.set(xlabel=r"$\alpha$", ylabel="retrieved", ylim=(-0.03, 1.06))
        panel.set_title(rf"{patterns}, $\lambda$ = {limit['lam']:g}")
        panel.legend(title="$N$", title_fontsize=6.5, loc="lower left")
    _half_loads(panels[1, 0], retrieval, names)
    _storage(panels[1, 1], storage)
    _storage_limit(panels[1, 2], storage)
    letter_panels(panels.ravel())
    return figure


def _capacities(panel: Axes, tables: dict[str, Any]) -> None:
    curves, half_loads = tables["curves"], tables["half_loads"]
    names = [name for name in PATTERN_COLOURS if name in set(curves["patterns"])]
    for name in names:
        colour = PATTERN_COLOURS[name]
        rows = select(curves, quantity="retrieval_capacity", patterns=name)
        theory_line(panel, rows, "lam", color=colour, label=name)
        limits = select(half_loads, quantity="half_load_limit", patterns=name)
        simulation_points(panel, limits, "lam", color=colour)
    if "gaussian" in names:
        rows = select(curves, quantity="storage_capacity", patterns="gaussian")
        theory_line(
            panel, rows, "lam", color=PATTERN_COLOURS["gaussian"], ls="--", label="all Gaussian"
        )
    panel.set(xlabel=r"$\lambda$", ylabel=r"capacity $\alpha_1$, $\alpha_c$", xlim=(0, None))
    panel.set_ylim(bottom=0)
    panel.legend(loc="upper left")


def _half_loads(panel: Axes, retrieval: pd.DataFrame, names: list[str]) -> None:
    """Loads at which own weight (hollow) and success (filled) are 1/2."""
    for name in names:
        rows = against_inverse_size(select(retrieval, patterns=name))
        colour = PATTERN_COLOURS[name]
        for quantity, style in (
            ("half_load_own_weight", {"mfc": "white"}),
            ("half_load_success", {}),
        ):
            simulated = select(rows, quantity=quantity, kind="simulation")
            simulation_points(panel, simulated, "inverse", color=colour, **style)
            theory = rows[(rows["quantity"] == quantity) & (rows["kind"] == "theory")]
            if len(theory):
                theory_line(panel, theory, "inverse", color=colour, lw=0.9)
        extrapolated = select(rows, quantity="half_load_success_limit").assign(inverse=0.0)
        simulation_points(
            panel, extrapolated, "inverse", color=colour, fmt="_", ms=5, clip_on=False
        )
        limit = value_of(rows, "retrieval_capacity")
        panel.plot(0, limit, "*", color=colour, ms=7, clip_on=False, zorder=5)
    panel.plot([], [], "o", color="0.4", mfc="white", label="own weight = 1/2")
    panel.plot([], [], "o", color="0.4", label="half retrieved")
    panel.plot([], [], "*", color="0.4", ms=7, ls="", label=r"$\alpha_1$, $N\to\infty$")
    panel.plot([], [], "_", color="0.4", label="extrapolated")
    smallest = select(retrieval, quantity="half_load_success", kind="simulation")["N"].min()
    panel.set(xlabel="$1/N$", ylabel=r"load $\alpha$", xlim=(0, 1.15 / float(smallest)))
    panel.set_ylim(bottom=0.85 * panel.get_ylim()[0])
    panel.legend(loc="lower left")


def _storage(panel: Axes, storage: pd.DataFrame) -> None:
    """Fraction of draws that retrieve every pattern, lambda = inf, with exp(-first moment)."""
    rows = select(storage, quantity="stored_fraction", which="inf")
    simulated = select(rows, kind="simulation")
    ladder(panel, simulated.iloc[::2], select(rows, kind="theory"), "alpha")
    limit = value_of(storage, "storage_capacity", which="inf")
    panel.axvline(limit, color="k", lw=0.9)
    panel.set(xlabel=r"$\alpha$", ylabel="all patterns stored")
    panel.set_xlim(0.6 * limit, simulated["alpha"].max())
    panel.set_title(r"Gaussian, $\lambda = \infty$")
    panel.legend(title="$N$", title_fontsize=6.5, loc="upper right")


def _storage_limit(panel: Axes, storage: pd.DataFrame) -> None:
    """Load at which half of the draws store all patterns, against 1/N."""
    for which, colour in (("inf", "#0072B2"), ("finite", "#CC79A7")):
        rows = against_inverse_size(select(storage, which=which))
        half = select(rows, quantity="half_storage")
        limit = single(rows, quantity="storage_capacity")
        label = r"$\lambda=\infty$" if which == "inf" else rf"$\lambda={limit['lam']:g}$"
        simulation_points(
            panel, select(half, kind="simulation"), "inverse", color=colour, label=label
        )
        theory = half[half["kind"] == "theory"]
        if len(theory):
            theory_line(panel, theory, "inverse", color=colour, lw=0.9, label="first moment")
        panel.plot(0, limit["value"], "*", color=colour, ms=7, clip_on=False, zorder=5)
    panel.set(xlabel="$1/N$", ylabel=r"load $\alpha$", ylim=(0, None))
    panel.set_xlim(left=0)
    panel.legend(loc="lower right")
