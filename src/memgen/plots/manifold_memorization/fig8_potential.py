"""The potential's landscape on a line and on a plane, and the entropy of its energies."""

from typing import Any

import numpy as np
from matplotlib.colors import BoundaryNorm
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select, single, value_of

REGIMES = {
    "above_onset": "$t > t_o$",
    "between": "$t_c < t < t_o$",
    "below_collapse": "$t < t_c$",
}
COLOURS = {"above_onset": "#009E73", "between": "#D55E00", "below_collapse": "#0072B2"}


def draw(tables: dict[str, Any]) -> Figure:
    """Above: three planes; below: the line through two points, and Sigma against energy."""
    potential, plane = tables["potential"], tables["potential_plane"]
    figure = new_figure(7.0, 4.8)
    grid = figure.add_gridspec(2, 6, height_ratios=[1.15, 1])
    line = figure.add_subplot(grid[1, :3])
    planes = [figure.add_subplot(grid[0, 2 * k : 2 * k + 2]) for k in range(3)]
    entropy = figure.add_subplot(grid[1, 3:])
    for regime, label in REGIMES.items():
        rows = select(potential, quantity="potential", regime=regime)
        # Each curve from its own lowest point: the constants differ by orders of magnitude.
        shifted = rows.assign(value=rows["value"] - rows["value"].min())
        scale = shifted["value"].max()
        scaled = shifted.assign(value=shifted["value"] / scale)
        theory_line(line, scaled, "position", color=COLOURS[regime], label=label)
    for mark in (0, 1):
        line.axvline(mark, color="0.7", lw=0.6, ls=":", zorder=0)
    line.set(xlabel=r"position on the line from $\xi^1$ (0) to $\xi^2$ (1)")
    line.set_ylabel("$U_t$ from its minimum, scaled")
    line.legend(loc="upper center")
    for panel, (regime, label) in zip(planes, REGIMES.items(), strict=True):
        _plane(panel, plane, regime)
        traps = single(potential, quantity="traps", regime=regime)
        panel.set_title(
            f"{label}: $t$ = {traps['t']:.2g}\n"
            rf"traps {traps['value']:.2f} $\pm$ {traps['stderr'] or 0:.2f} of 3",
            fontsize=7,
        )
    _entropy(entropy, potential)
    letter_panels([*planes, line, entropy])
    return figure


def _plane(panel: Any, plane: dict[str, np.ndarray], regime: str) -> None:
    values = plane[f"potential_{regime}"].T
    axis = plane["axis"]
    levels = np.quantile(values, np.linspace(0, 1, 22))
    norm = BoundaryNorm(levels, 256)
    panel.pcolormesh(axis, axis, values, cmap="cividis", norm=norm, rasterized=True)
    panel.contour(axis, axis, values, levels=levels[::2], colors="w", linewidths=0.3)
    panel.plot(*plane["corners"].T, "x", color="#D55E00", ms=5, mew=1.3)
    minima = plane[f"minima_{regime}"]
    panel.plot(*minima.T, "o", mfc="none", mec="w", ms=7, mew=1)
    panel.set(aspect="equal", xticks=[], yticks=[])


def _entropy(panel: Any, potential: Any) -> None:
    for regime, label in REGIMES.items():
        rows = select(potential, quantity="level_entropy", regime=regime)
        colour = COLOURS[regime]
        theory = select(rows, kind="theory").sort_values("distance")
        theory_line(panel, theory, "distance", color=colour, label=label)
        simulated = select(rows, kind="simulation")
        simulation_points(panel, simulated, "distance", color=colour, ms=2, lw=0.7)
        finite = select(potential, quantity="level_entropy_finite_size", regime=regime)
        theory_line(panel, finite, "distance", color=colour, ls=":", lw=0.9)
        carrying = value_of(potential, "carrying_distance", regime=regime)
        height = np.interp(carrying, theory["distance"], theory["value"])
        panel.plot(carrying, height, "o", color=colour, mec="k", ms=5, zorder=5)
        panel.axvline(rows["t"].iloc[0], color=colour, lw=0.9, ls="--")
    panel.axhline(0, color="0.7", lw=0.6)
    panel.plot([], [], color="0.4", ls=":", lw=0.9, label="theory, finite $N$")
    panel.plot([], [], color="0.4", ls="--", lw=0.9, label="own pattern")
    panel.plot([], [], "o", color="0.6", mec="k", ms=5, label="carries the weight")
    panel.set(xlabel=r"squared distance $|x_t-\xi|^2/N = -2t\,\epsilon$")
    panel.set_ylabel(r"entropy $\Sigma$ of the levels")
    panel.set_ylim(-0.03, None)
    panel.legend(loc="lower right")
