"""Three phases on a plane in three dimensions: where the score takes points, and its spectrum."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Line3DCollection

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select

NAMES = ("trivial", "coverage", "consolidation")
TARGETS = ("almost to a point", "almost to a line", "to the plane")
SHADES = ("0.93", "#DCEAF7", "#FBE3D6")
LINES = {
    "normal": ("k", "normal", (3e-5, 0.93)),
    "second": ("#D55E00", "along $s_2$", (5e-5, 0.22)),
    "first": ("#0072B2", "along $s_1$", (1.7, 0.4)),
}
GAPS = {
    "middle": ("#009E73", "between\n$s_1$ and $s_2$", (0.035, 0.42)),
    "final": ("k", "final", (3e-4, 0.8)),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Noisy points and their posterior means at three t; singular values and gaps against t."""
    rows, field = tables["phases"], tables["phases_field"]
    figure = new_figure(7.0, 5.0)
    grid = figure.add_gridspec(2, 6, height_ratios=(1, 1))
    above = []
    for k, name in enumerate(NAMES):
        panel: Any = figure.add_subplot(grid[0, 2 * k : 2 * k + 2], projection="3d")
        _cloud(panel, field["starts"][k], field["ends"][k], k)
        panel.set_title(f"{name}, $t={field['t'][k]:.3g}$:\n{TARGETS[k]}")
        above.append(panel)
    below = [figure.add_subplot(grid[1, 3 * k : 3 * k + 3]) for k in range(2)]
    for panel, quantity, curves in zip(
        below, ("singular_value", "gap"), (LINES, GAPS), strict=True
    ):
        for direction, (colour, label, place) in curves.items():
            at = select(rows, quantity=quantity, direction=direction)
            theory_line(panel, select(at, kind="theory"), "t", color=colour, lw=1.2)
            simulation_points(panel, select(at, kind="simulation"), "t", color=colour, ms=2.6)
            panel.text(*place, label, color=colour, fontsize=7, va="center")
        _phases(panel, rows)
    below[0].set(ylabel=r"singular value of $t\,\nabla$ score")
    below[1].set(ylabel="gap width")
    letter_panels([*above, *below])
    return figure


def _cloud(panel: Axes3D, starts: np.ndarray, ends: np.ndarray, k: int) -> None:
    """Noisy points (grey) joined to where the score takes them (colour), over the plane."""
    corner = 1.7
    panel.computed_zorder = False  # ends before the lines that lead to them
    side = np.array([[-corner, corner], [-corner, corner]])
    plane = np.zeros((2, 2))
    panel.plot_surface(side, side.T, plane, color="#9AA7B5", alpha=0.25, shade=False, zorder=1)
    segments = np.stack([starts, ends], axis=1)
    panel.add_collection3d(Line3DCollection(segments, colors="0.7", lw=0.5, zorder=2))
    scatter: Any = panel.scatter  # its sizes are numbers, not the integers of the default
    scatter(*starts.T, s=2.5, color="0.6", depthshade=False, zorder=3)
    colour = ("k", "#0072B2", "#D55E00")[k]
    scatter(*ends.T, s=9, color=colour, depthshade=False, zorder=4)
    panel.set(xlim=(-corner, corner), ylim=(-corner, corner), zlim=(-corner, corner))
    panel.set(xticks=[], yticks=[], zticks=[])
    panel.set_xlabel("along $s_1$", labelpad=-14)
    panel.set_ylabel("along $s_2$", labelpad=-14)
    panel.set_zlabel("normal", labelpad=-14)
    panel.view_init(elev=22, azim=-58)
    panel.set_box_aspect((1, 1, 0.8), zoom=1)


def _phases(panel: Axes, rows: Any) -> None:
    """Shade where no gap, the intermediate one, or the final one is widest."""
    theory = select(rows, quantity="gap", kind="theory")
    middle, final = (
        select(theory, direction=name).sort_values("t") for name in ("middle", "final")
    )
    t = final["t"].to_numpy(float)
    widths = np.array([middle["value"], final["value"]])
    opens = t[np.flatnonzero(widths.max(axis=0) > 0.1)[-1]]
    final_first = np.flatnonzero(widths[1] > widths[0])
    turns = t[final_first[-1]] if len(final_first) else t[0]
    for low, high, shade, name in (
        (opens, t[-1], SHADES[0], NAMES[0]),
        (turns, opens, SHADES[1], NAMES[1]),
        (t[0], turns, SHADES[2], NAMES[2]),
    ):
        panel.axvspan(float(low), float(high), color=shade, lw=0, zorder=0)
        panel.text(np.sqrt(low * high), 1.08, name, fontsize=6.5, ha="center", va="center")
    panel.set(xscale="log", xlabel="noise variance $t$", xlim=(t[0], t[-1]), ylim=(-0.02, 1.15))
    panel.set_yticks(np.linspace(0, 1, 6))
