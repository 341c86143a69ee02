"""Density of the Jacobian's eigenvalues: random-matrix theory over drawn manifolds."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select, value_of

CASES = {"one": "one variance", "two": "two variances"}
COLUMNS = ("above the widest gap", "at the widest gap", "below the widest gap")
BINS = 40  # of each bulk
SPIKE, DRAWN = "#D55E00", "0.78"


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each case, a panel for each t."""
    rows, values = tables["exact_spectra"], tables["exact_spectra_values"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 3, sharey=True)
    for line, case in zip(panels, CASES, strict=True):
        for panel, number in zip(line, range(3), strict=True):
            at = rows[(rows["case"] == case) & (rows["panel"] == number)]
            _panel(panel, at, values[f"{case}_{number}"])
        line[0].set_ylabel(f"{CASES[case]}\ndensity $\\rho_J(r)$")
    size = int(rows["N"].iloc[0])
    key = [Line2D([], [], color="k", lw=1), Patch(color=DRAWN)]
    panels[0, 0].legend(key, ["theory", f"drawn, $N={size}$"], loc="upper right")
    for panel in panels[1]:
        panel.set_xlabel(r"$r$, eigenvalue of $t\,\nabla$ score")
    letter_panels(panels.ravel())
    return figure


def _panel(panel: Axes, rows: Any, values: np.ndarray) -> None:
    """Histogram each bulk in bins of its own, so that a narrow one is resolved as a wide one."""
    N, spike = int(rows["N"].iloc[0]), value_of(rows, "spike")
    for _, bulk in select(rows, quantity="density").groupby("bulk"):
        ordered = bulk.sort_values("r")
        r = ordered["r"].to_numpy(float)
        edges = np.linspace(r[0], r[-1], BINS + 1)
        counts = np.histogram(values, edges)[0] / len(np.atleast_2d(values)) / N / np.diff(edges)
        panel.stairs(counts, edges, color=DRAWN, fill=True)
        panel.plot(r, ordered["value"], "k", lw=1)
    panel.plot(
        [-1], [0.94], "v", color=SPIKE, ms=5, clip_on=False, transform=panel.get_xaxis_transform()
    )
    panel.text(
        -0.96, 0.94, f"spike {spike:.2g}", color=SPIKE, fontsize=7, va="center",
        transform=panel.get_xaxis_transform(),
    )  # fmt: skip
    panel.set(xlim=(-1.03, 0.03), yscale="log", ylim=(0.03, 80))
    panel.set_title(f"$t={float(rows['t'].iloc[0]):.3g}$")
