"""The potential's landscape on a plane and on a line, its attractors, and its levels' entropy."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    mark_time,
    plain_ticks,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select, value_of

REGIMES = {
    "above_onset": "$t > t_o$: no traps",
    "between": "$t_c < t < t_o$: traps",
    "below_collapse": "$t < t_c$: memorization",
}
COLOURS = {"above_onset": "#009E73", "between": "#D55E00", "below_collapse": "#0072B2"}
KEYS = {
    "above_onset": "$t > t_o$",
    "between": "$t_c < t < t_o$",
    "below_collapse": "$t < t_c$",
}
HEIGHT = r"$2t\,(U_t - \min U_t)$"


def draw(tables: dict[str, Any]) -> Figure:
    """Above: three planes; below: the line through two points, the attractors, and Sigma."""
    potential, plane = tables["potential"], tables["potential_plane"]
    figure = new_figure(7.0, 5.0)
    above, below = np.asarray(figure.subfigures(2, 1, height_ratios=[1.12, 1]))
    planes = above.subplots(1, 3, sharey=True)
    line, attractors, entropy = below.subplots(1, 3)
    # One scale for all planes, whose highest point is a corner above the onset.
    highest = max(float(plane[f"height_{regime}"].max()) for regime in REGIMES)
    for panel, (regime, label) in zip(planes, REGIMES.items(), strict=True):
        image = _plane(panel, plane, regime, highest)
        t = float(select(potential, quantity="height", regime=regime)["t"].iloc[0])
        panel.set_title(f"{label}\n$t$ = {t:.2g}", fontsize=7, color=COLOURS[regime])
        panel.set(xlabel=r"along $\xi^2 - \xi^1$, over $\sqrt{N}$")
    planes[0].set(ylabel=r"across, over $\sqrt{N}$")
    above.colorbar(image, ax=planes, label=HEIGHT, shrink=0.8, pad=0.01)
    _line(line, potential)
    _attractors(attractors, tables["attractors"], tables["basin_theory"])
    _entropy(entropy, potential)
    letter_panels([*planes, line, attractors, entropy])
    return figure


def _plane(panel: Axes, plane: dict[str, np.ndarray], regime: str, highest: float) -> Any:
    values, axis = plane[f"height_{regime}"].T, plane["axis"]
    image = panel.pcolormesh(
        axis, axis, values, cmap="cividis", norm=PowerNorm(0.5, 0, highest), rasterized=True
    )
    levels = highest * np.linspace(0, 1, 13)[1:] ** 2
    panel.contour(axis, axis, values, levels=levels, colors="w", linewidths=0.35)
    traps = plane[f"traps_{regime}"].astype(bool)
    corners = plane["corners"]
    style = {"ms": 5.5, "ls": "", "mew": 0.9}
    panel.plot(*corners[traps].T, "o", color="#D55E00", mec="w", **style)
    panel.plot(*corners[~traps].T, "X", color="w", mec="k", **style)
    panel.set(aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
    return image


def _line(panel: Axes, potential: pd.DataFrame) -> None:
    for regime in REGIMES:
        rows = select(potential, quantity="height", regime=regime)
        theory_line(panel, rows, "position", color=COLOURS[regime], label=KEYS[regime])
    for mark, name in ((0, r"$\xi^1$"), (1, r"$\xi^2$")):
        panel.axvline(mark, color="0.7", lw=0.6, ls=":", zorder=0)
        panel.text(mark, 1.0, name, ha="center", va="bottom", transform=panel.get_xaxis_transform())
    panel.set(xlabel=r"position from $\xi^1$ to $\xi^2$", ylabel=HEIGHT, ylim=(0, None))
    panel.legend(loc="upper center", fontsize=6.5)


def _attractors(panel: Axes, rows: pd.DataFrame, larger: pd.DataFrame) -> None:
    """Fraction of the data points that are traps, and attractors over P, against t."""
    P, N = float(rows["P"].iloc[0]), int(rows["N"].iloc[0])
    theory = select(rows, quantity="trap_fraction", kind="theory")
    theory = theory[theory["value"] > 1 / P]
    smooth_line(panel, theory, "t", color="k", lw=1)
    measured = select(rows, quantity="trap_fraction", kind="simulation")
    measured = measured[measured["value"] > 1 / P]
    simulation_points(panel, measured, "t", color="k", ms=3)
    attractors = select(rows, quantity="attractors")
    attractors = attractors.assign(value=attractors["value"] / P, stderr=attractors["stderr"] / P)
    style = {"color": "#CC79A7", "fmt": "D", "ms": 4.5, "mfc": "none"}
    simulation_points(panel, attractors, "t", **style)
    beyond = select(larger, quantity="trap_fraction")
    for size in sorted(beyond.loc[beyond["N"] > 100, "N"].unique())[:1]:
        of = beyond[(beyond["N"] == size) & (beyond["value"] > 0.04)]
        label = f"traps, theory, $N$ = {size:g}"
        theory_line(panel, of, "t", color="#0072B2", lw=1.2, label=label)
    t_o = value_of(rows, "onset_time")
    floor = 0.5 / P
    ends = [float(rows["t"].min()), t_o, t_o]
    panel.plot(ends, [1, 1, floor], color="0.78", lw=3.2, zorder=0, label=r"traps, $N\to\infty$")
    panel.set(xscale="log", yscale="log", ylim=(floor, 3.5), xlim=(0.055, 5.2))
    panel.plot([], [], color="k", lw=1, label=f"traps, theory, $N$ = {N}")
    panel.errorbar([], [], yerr=[], fmt="o", color="k", ms=3, label=f"traps, simulated, $N$ = {N}")
    panel.plot([], [], "D", color="#CC79A7", mfc="none", ms=4.5, label="attractors over $P$")
    legend = {"frameon": True, "framealpha": 1, "edgecolor": "none", "borderpad": 0.1}
    panel.legend(loc="lower left", fontsize=6, **legend)
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        mark_time(panel, symbol, value_of(rows, quantity))
    panel.set(xlabel="noise variance $t$", ylabel="fraction of the data points")
    plain_ticks(panel.xaxis)


def _entropy(panel: Axes, potential: pd.DataFrame) -> None:
    for regime in REGIMES:
        rows = select(potential, regime=regime)
        colour = COLOURS[regime]
        limit = select(rows, quantity="level_entropy", kind="theory").sort_values("distance")
        finite = select(rows, quantity="level_entropy_finite_size")
        theory_line(panel, finite, "distance", color=colour, lw=1.1)
        simulated = select(rows, quantity="level_entropy", kind="simulation")
        simulation_points(
            panel, simulated[simulated["value"] > 0], "distance", color=colour, ms=2.2, lw=0.7
        )
        carrying = value_of(potential, "carrying_distance", regime=regime)
        height = np.interp(carrying, limit["distance"], limit["value"])
        panel.plot(carrying, height, "o", mfc="none", mec=colour, ms=6.5, mew=1.2, zorder=7)
        panel.lines[-1].set(clip_on=False)
        own = float(limit["t"].iloc[0])
        panel.plot(own, 0.007, "^", color=colour, mec="k", mew=0.5, ms=4, zorder=6)
    panel.set(xlabel=r"distance $|x_t-\xi|^2/N$", ylabel=r"entropy $\Sigma$ of the levels")
    for k, (regime, label) in enumerate(KEYS.items()):
        style = {"color": COLOURS[regime], "fontsize": 6.5, "ha": "right", "va": "top"}
        panel.text(0.99, 1.0 - 0.07 * k, label, transform=panel.transAxes, **style)
    panel.set(ylim=(0, 0.26), xlim=(-0.4, None))
