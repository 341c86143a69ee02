"""Capacity of Gaussian, spherical and binary patterns, for one pattern and for all."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import PchipInterpolator

from memgen.plots.files import new_figure
from memgen.plots.manifold_capacity._shared import (
    against_load,
    measured_capacity,
    ring,
    smooth_line,
)
from memgen.plots.pieces import (
    PATTERN_COLOURS,
    against_inverse_size,
    letter_panels,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, single, value_of

SHOWN = (100, 1000)  # theory alone, beside the sizes of the simulation
LARGEST_RESOLVED = 250  # beyond, the load of half success is not known to 1/N
NAMES = {"gaussian": "Gaussian"}  # by the scientist, not by the table
STORAGE_COLOURS = {"inf": "#0072B2", "finite": "#CC79A7"}


def draw(tables: dict[str, Any]) -> Figure:
    """Capacities against lambda; own weight and retrieval against alpha; half points against N."""
    retrieval, storage = tables["retrieval"], tables["storage"]
    figure = new_figure(7.0, 4.9)
    panels = figure.subplots(2, 3)
    names = [name for name in PATTERN_COLOURS if name in set(retrieval["patterns"])]
    _capacities(panels[0, 0], tables, names)
    for panel, patterns, quantity, title in (
        (panels[0, 1], "spherical", "own_weight", "own weight"),
        (panels[0, 2], "spherical", "success", "retrieved"),
        (panels[1, 0], "gaussian", "success", "retrieved"),
    ):
        rows = select(retrieval, patterns=patterns)
        simulated = set(select(rows, kind="simulation")["N"])
        known = select(rows, quantity=quantity, kind="theory")["N"].unique()
        sizes = [int(N) for N in sorted(known) if N in simulated or N in SHOWN]
        colours = sequence_colours(len(sizes))  # the same for the same rank in all panels
        against_load(panel, rows, quantity, sizes, colours)
        lam = float(rows["lam"].iloc[0])
        panel.set(ylabel=title, title=rf"{NAMES.get(patterns, patterns)}, $\lambda$ = {lam:g}")
        alpha_1 = value_of(rows, "retrieval_capacity")
        panel.set_xlim(0.38 * alpha_1, None)
        panel.legend(title="$N$", title_fontsize=6.5, loc="lower left", handlelength=1.2)
    panels[0, 1].axhline(0.5, color="0.6", lw=0.6, zorder=0)
    _half_loads(panels[1, 1], retrieval, names)
    _storage_limit(panels[1, 2], storage)
    letter_panels(panels.ravel())
    return figure


def _capacities(panel: Axes, tables: dict[str, Any], names: list[str]) -> None:
    curves, half_loads = tables["curves"], tables["half_loads"]
    for name in names:
        colour = PATTERN_COLOURS[name]
        rows = select(curves, quantity="retrieval_capacity", patterns=name)
        theory_line(panel, rows, "lam", color=colour)
        last = rows.iloc[int(rows["lam"].argmax())]
        label, above = NAMES.get(name, name), 0.03
        below = name == "gaussian"  # its points lie above the curve
        panel.text(
            last["lam"], last["value"] - above if below else last["value"] + above, label,
            color=colour, ha="right", va="top" if below else "bottom", size=7,
        )  # fmt: skip
        measured_capacity(panel, select(half_loads, patterns=name), colour)
    if "gaussian" in names:
        rows = select(curves, quantity="storage_capacity", patterns="gaussian")
        colour = PATTERN_COLOURS["gaussian"]
        theory_line(panel, rows, "lam", color=colour, ls="--")
        last = rows.iloc[int(rows["lam"].argmax())]
        place = (last["lam"], last["value"] + 0.02)
        panel.text(*place, "all Gaussian", color=colour, ha="right", va="bottom", size=7)
        half = select(tables["storage"], which="finite", quantity="half_storage")
        simulated = select(half, kind="simulation")
        largest = simulated[simulated["N"] == simulated["N"].max()]
        theory = select(half, kind="theory", N=float(largest["N"].iloc[0]))
        ring(panel, theory, "lam", colour)
        simulation_points(panel, largest, "lam", color=colour, fmt="D", ms=2.4)
    panel.set(xlabel=r"$\lambda$", ylabel=r"capacity $\alpha_1$, $\alpha_c$", xlim=(0, None))
    panel.set_ylim(bottom=0)


def _half_loads(panel: Axes, retrieval: pd.DataFrame, names: list[str]) -> None:
    """N times the gap to alpha_1 of the loads of half own weight (hollow) and half success."""
    for name in names:
        rows = select(retrieval, patterns=name)
        rows = rows[rows["N"].isna() | (rows["N"] <= LARGEST_RESOLVED)]
        colour, alpha_1 = PATTERN_COLOURS[name], value_of(rows, "retrieval_capacity")
        size = rows["N"].astype(float)
        rows = rows.assign(value=size * (alpha_1 - rows["value"]), stderr=size * rows["stderr"])
        curves = [("half_load_success", {}, "-")]
        if name == "spherical":
            # within .06 of 0 for all three: one is enough
            curves.append(("half_load_own_weight", {"mfc": "white"}, "--"))
        for quantity, style, dash in curves:
            half = select(rows, quantity=quantity)
            theory = select(half, kind="theory")
            theory = theory.sort_values("N")
            x, y = np.log(theory["N"].to_numpy(float)), theory["value"].to_numpy(float)
            fine = np.linspace(x[0], x[-1], 200)
            panel.plot(np.exp(fine), PchipInterpolator(x, y)(fine), color=colour, lw=0.9, ls=dash)
            simulation_points(
                panel, select(half, kind="simulation"), "N", color=colour, ms=3, **style
            )
    N = np.array([45.0, LARGEST_RESOLVED])
    panel.plot(N, np.log(N) - 1.6, color="0.4", lw=0.9, ls=":")
    panel.text(N[1], np.log(N[1]) - 2.3, "slope 1", color="0.4", ha="right", va="top", size=7)
    panel.set(xscale="log", xlabel="$N$ (logarithmic)", ylim=(-0.5, 6.6))
    panel.set_ylabel(r"$N\,(\alpha_1 - \alpha$ at 1/2)")
    panel.set_xticks([20, 50, 100, 200], labels=["20", "50", "100", "200"])
    panel.minorticks_off()
    panel.text(60, 0.25, "own weight (spherical)", ha="center", va="bottom", size=7)
    panel.text(100, 4.4, "retrieved", ha="right", size=7)
    for row, name in enumerate(names):
        panel.text(
            0.04, 0.73 + 0.075 * row, NAMES.get(name, name), color=PATTERN_COLOURS[name],
            transform=panel.transAxes, size=7,
        )  # fmt: skip


def _storage_limit(panel: Axes, storage: pd.DataFrame) -> None:
    """Load at which half of the draws store all patterns, against 1/N."""
    for which, colour in STORAGE_COLOURS.items():
        rows = against_inverse_size(select(storage, which=which))
        half = select(rows, quantity="half_storage")
        limit = single(rows, quantity="storage_capacity")
        label = r"$\lambda=\infty$" if which == "inf" else rf"$\lambda={limit['lam']:g}$"
        simulation_points(panel, select(half, kind="simulation"), "inverse", color=colour, ms=3.5)
        theory = select(half, kind="theory")
        x = pd.concat([pd.Series([0.0]), theory["inverse"]])
        y = pd.concat([pd.Series([limit["value"]]), theory["value"]])
        smooth_line(panel, x, y, color=colour, lw=1.0)
        panel.plot(0, limit["value"], "*", color=colour, ms=7, clip_on=False, zorder=5)
        panel.text(0.003, limit["value"] - 0.006, label, color=colour, va="top", size=7)
    panel.set(xlabel="$1/N$", ylabel=r"load $\alpha$, all stored", title="Gaussian, all patterns")
    panel.set_ylim(bottom=0.12)
    panel.set_xlim(0, 1.08 * float(1 / select(storage, kind="simulation")["N"].min()))
