"""Density of the Jacobian's eigenvalues: random-matrix theory over drawn manifolds."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select, value_of

CASES = {"one": "one variance", "two": "two variances"}


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each case, a panel for each t."""
    rows, values = tables["exact_spectra"], tables["exact_spectra_values"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 3)
    for line, case in zip(panels, CASES, strict=True):
        for panel, number in zip(line, range(3), strict=True):
            at = rows[(rows["case"] == case) & (rows["panel"] == number)]
            _panel(panel, at, values[f"{case}_{number}"])
        line[0].set_ylabel(rf"{CASES[case]}: $\rho_J(r)$")
    panels[0, 0].legend()
    for panel in panels[1]:
        panel.set_xlabel(r"$r$, eigenvalue of $t\,\nabla$ score")
    letter_panels(panels.ravel())
    return figure


def _panel(panel: Any, rows: Any, values: np.ndarray) -> None:
    N, spike = int(rows["N"].iloc[0]), value_of(rows, "spike")
    theory = select(rows, quantity="density")
    edges = np.linspace(-1, 0, 61)
    counts = np.histogram(values, edges)[0] / N / np.diff(edges)
    panel.stairs(counts, edges, color="0.75", fill=True, label=f"$N$ = {N}")
    for number, bulk in theory.groupby("bulk"):
        ordered = bulk.sort_values("r")
        panel.plot(ordered["r"], ordered["value"], "k", lw=1, label=None if number else "theory")
    panel.annotate(
        "",
        (-1, 1.0),
        (-1, 0.0),
        xycoords=("data", "axes fraction"),
        textcoords=("data", "axes fraction"),
        arrowprops={"arrowstyle": "->", "color": "#D55E00"},
    )
    panel.text(-0.98, 0.9, f"{spike:.2g}", color="#D55E00", transform=panel.get_xaxis_transform())
    t = float(rows["t"].iloc[0])
    top = 1.25 * max(counts.max(), np.quantile(theory["value"], 0.9))
    panel.set(xlim=(-1.03, 0.0), ylim=(0, top), title=f"$t={t:.3g}$")
