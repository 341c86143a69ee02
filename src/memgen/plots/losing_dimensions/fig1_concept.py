"""Active samples and the score's field at falling t; when directions condense."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, smooth_line
from memgen.tables.read import select

CASES = {"few": "few directions, Gaussian", "many": "many directions, one norm"}
LABELS = {"large": "larger variance", "small": "smaller variance"}
COLOURS = {"large": "#0072B2", "small": "#D55E00"}


def draw(tables: dict[str, Any]) -> Figure:
    """Three pictures above; participation along a direction of either variance below."""
    rows, picture = tables["concept"], tables["concept_picture"]
    figure = new_figure(7.0, 4.5)
    grid = figure.add_gridspec(2, 6, height_ratios=(0.7, 1))
    above = [figure.add_subplot(grid[0, 2 * k : 2 * k + 2]) for k in range(3)]
    below = [figure.add_subplot(grid[1, 3 * k : 3 * k + 3]) for k in range(2)]
    for k, panel in enumerate(above):
        _picture(panel, picture, k)
    for panel, (case, title) in zip(below, CASES.items(), strict=True):
        _condensation(panel, rows[rows["data"] == case])
        panel.set_title(title)
    above[0].set_ylabel("$x_2$ (smaller variance)")
    handles = [Line2D([], [], color=colour, lw=1.4) for colour in COLOURS.values()]
    handles.append(Line2D([], [], color="0.3", ls="none", marker="o", ms=3))
    handles += [Line2D([], [], color="0.3", lw=1, ls=style) for style in ("-", ":")]
    labels = [*LABELS.values(), "drawn points", "exact, finite $P$", "(e) limit, many points"]
    figure.legend(handles, labels, loc="outside lower center", ncols=5)
    letter_panels([*above, *below])
    return figure


def _picture(panel: Axes, picture: dict[str, np.ndarray], k: int) -> None:
    """Field t * score, points with areas in proportion to their weights at the cross."""
    count = len(picture["axis"])
    along, across = picture["fields"][k].T.reshape(2, count, count)
    panel.quiver(picture["axis"], picture["axis"], along, across, color="0.45", width=0.007)
    points, weight = picture["points"], picture["weights"][k]
    panel.scatter(points[:, 0], points[:, 1], s=2, color="k", lw=0)
    panel.scatter(points[:, 0], points[:, 1], s=120 * weight, color="#D55E00", alpha=0.7, lw=0)
    panel.plot(*picture["probe"], "x", color="#0072B2", ms=5)
    active = 1 / np.sum(weight**2)
    panel.set(
        title=f"$t={picture['t'][k]:g}$, {active:.1f} active", xlabel="$x_1$ (larger variance)"
    )
    panel.set(xticks=[-2, -1, 0, 1, 2], yticks=[-1, 0, 1])
    reach = max(picture["axis"].max(), np.abs(points[:, 0]).max()) * 1.06
    panel.set(xlim=(-reach, reach), ylim=(-0.5 * reach, 0.5 * reach), aspect="equal")


def _condensation(panel: Axes, rows: Any) -> None:
    """Y2 at sqrt(t) e_j: drawn points, exact theory; dotted: the limit of many directions."""
    for direction, colour in COLOURS.items():
        at = select(rows, direction=direction)
        curve = select(at, quantity="participation")
        smooth_line(panel, select(curve, kind="theory"), "t", scale="linear", color=colour, lw=1.0)
        drawn = select(curve, kind="simulation")
        simulation_points(panel, drawn, "t", color=colour, ms=2.4, fmt="o")
        for t_j in at[at["quantity"] == "loss_time"]["value"]:
            t = np.geomspace(curve["t"].min(), t_j, 300)
            panel.plot(t, 1 - np.sqrt(t / t_j), color=colour, lw=0.9, ls=":")
    panel.axhline(0.5, color="0.7", lw=0.7, zorder=0)
    panel.set(xscale="log", xlabel="$t$", ylabel=r"participation $Y_2$ at $\sqrt{t}\,e_j$")
