"""Active samples on a slice of x at three t, and where theories put the border of few."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import Normal, Stroke
from scipy.interpolate import CubicSpline

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select

BORDERS = {
    "finite": ("k", "-", "exact, finite $P$"),
    "exact": ("#0072B2", "--", "exact REM"),
    "gaussian": ("#D55E00", ":", "Gaussian REM"),
}
FINE = 200  # angles of a drawn quadrant


def draw(tables: dict[str, Any]) -> Figure:
    """1 / Y2 as colour; white: measured Y2 = 1/2; lines: the same in theories."""
    rows = tables["active_samples"]
    times = sorted(rows["t"].unique())
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, len(times), sharey=True)
    measured = select(rows, quantity="participation", kind="simulation")
    norm = LogNorm(1, 1 / float(measured["value"].min()))
    for panel, t in zip(panels, times, strict=True):
        at = select(rows, t=float(t))
        mesh = _slice(panel, at, norm)
        _borders(panel, at, float(at["x1"].max()))
        panel.set(title=f"$t={t:g}$", xlabel="$x_1$ (larger variance)", aspect="equal")
        reach = float(at["x1"].max())
        panel.set(xlim=(-reach, reach), ylim=(-reach, reach))
    panels[0].set_ylabel("$x_2$ (smaller variance)")
    figure.colorbar(mesh, ax=list(panels), label="active samples $1/Y_2$")
    edged = [Stroke(linewidth=3.6, foreground="0.3"), Normal()]
    handles = [Line2D([], [], color="w", lw=2.6, path_effects=edged)]
    handles += [Line2D([], [], color=c, ls=style, lw=1.2) for c, style, _ in BORDERS.values()]
    labels = ["drawn points", *(label for *_, label in BORDERS.values())]
    figure.legend(handles, labels, title="lines: $Y_2=1/2$", loc="outside lower center", ncols=4)
    letter_panels(panels)
    return figure


def _slice(panel: Axes, rows: pd.DataFrame, norm: LogNorm) -> Any:
    """The measured quadrant, mirrored."""
    measured = select(rows, quantity="participation", kind="simulation")
    table = measured.pivot_table(index="x2", columns="x1", values="value")
    quadrant, axis = table.to_numpy(float), table.columns.to_numpy(float)
    half = np.concatenate([quadrant[:0:-1], quadrant])
    whole = np.concatenate([half[:, :0:-1], half], axis=1)
    x = np.concatenate([-axis[:0:-1], axis])
    mesh = panel.pcolormesh(x, x, 1 / whole, norm=norm, cmap="viridis", shading="gouraud")
    if whole.min() < 0.5 < whole.max():
        panel.contour(x, x, whole, [0.5], colors="w", linewidths=2.6)
    else:
        side = "fewer" if whole.min() > 0.5 else "more"
        style = {"color": "k", "ha": "center", "va": "center", "fontsize": 6.5}
        words = f"everywhere\n{side}\nthan two"
        panel.text(0.5, 0.5, words, transform=panel.transAxes, **style)
    return mesh


def _borders(panel: Axes, rows: pd.DataFrame, reach: float) -> None:
    """Each theory's border, known in the first quadrant, in all four, if the slice reaches it."""
    borders = rows[rows["quantity"] == "border"]
    for model, (colour, style, _) in BORDERS.items():
        line = borders[borders["model"] == model].sort_values("angle")
        if len(line) < 4:
            continue
        angle, radius = line["angle"].to_numpy(float), line["value"].to_numpy(float)
        fine = np.linspace(angle[0], angle[-1], FINE)
        drawn = CubicSpline(angle, radius)(fine)
        if not (drawn * np.maximum(np.cos(fine), np.sin(fine)) < reach).any():
            continue
        for sign in (1, -1):
            for other in (1, -1):
                x, y = sign * drawn * np.cos(fine), other * drawn * np.sin(fine)
                panel.plot(x, y, color=colour, ls=style, lw=1.1)
