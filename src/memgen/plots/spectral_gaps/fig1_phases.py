"""Three phases on a plane in three dimensions: the score's field and its singular values."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select

NAMES = ("trivial", "coverage", "consolidation")
SHADES = ("0.95", "#DCEAF7", "#FBE3D6")
LINES = {"normal": ("k", "normal"), "second": ("#D55E00", "$s_2$"), "first": ("#0072B2", "$s_1$")}


def draw(tables: dict[str, Any]) -> Figure:
    """Field in the planes of s_1 or s_2 and the normal at three t; singular values and gaps."""
    rows, field = tables["phases"], tables["phases_field"]
    figure = new_figure(7.0, 6.2)
    grid = figure.add_gridspec(3, 6, height_ratios=(1, 1, 1.3))
    above = []
    for direction in range(2):
        for k, name in enumerate(NAMES):
            panel = figure.add_subplot(grid[direction, 2 * k : 2 * k + 2])
            _field(panel, field, direction, k)
            if direction == 0:
                panel.set_title(f"{name}, $t={field['t'][k]:.3g}$")
            above.append(panel)
    below = [figure.add_subplot(grid[2, 3 * k : 3 * k + 3]) for k in range(2)]
    for direction, (colour, label) in LINES.items():
        line = select(rows, quantity="singular_value", direction=direction).sort_values("t")
        below[0].plot(line["t"], line["value"], color=colour, lw=1.2, label=label)
    for gap, colour, label in (
        ("middle", "#009E73", "between $s_1$, $s_2$"),
        ("final", "k", "final"),
    ):
        line = select(rows, quantity="gap", direction=gap).sort_values("t")
        below[1].plot(line["t"], line["value"], color=colour, lw=1.2, label=label)
    for panel in below:
        _phases(panel, rows)
        panel.legend(loc="center right")
    below[0].set(ylabel=r"singular value of $t\,\nabla$ score")
    below[1].set(ylabel="gap")
    letter_panels([*above, *below])
    return figure


def _field(panel: Axes, field: dict[str, np.ndarray], direction: int, k: int) -> None:
    axis = field["axis"] * field["extent"][k]
    along, normal = field["fields"][direction, k]
    panel.quiver(axis, axis, along, normal, color="0.3", width=0.004)
    panel.axhline(0, color=("#0072B2", "#D55E00")[direction], lw=1)
    panel.set(xlabel=f"along $s_{direction + 1}$", ylabel="normal")
    panel.set_xticks([])
    panel.set_yticks([])


def _phases(panel: Axes, rows: Any) -> None:
    """Shade where no gap, the intermediate one, or the final one alone is widest."""
    gaps = {name: select(rows, quantity="gap", direction=name) for name in ("middle", "final")}
    t = np.sort(gaps["final"]["t"].unique())
    middle, final = (gaps[name].sort_values("t")["value"].to_numpy() for name in gaps)
    opens = t[np.flatnonzero(np.maximum(middle, final) > 0.1)[-1]]
    turns = t[np.flatnonzero(final > middle)[-1]] if (final > middle).any() else t[0]
    for low, high, shade in (
        (opens, t[-1], SHADES[0]),
        (turns, opens, SHADES[1]),
        (t[0], turns, SHADES[2]),
    ):
        panel.axvspan(float(low), float(high), color=shade, lw=0, zorder=0)
    panel.set(xscale="log", xlabel="$t$", xlim=(t[0], t[-1]), ylim=(-0.02, 1.05))
