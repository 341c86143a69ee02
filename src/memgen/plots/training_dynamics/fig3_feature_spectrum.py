"""The spectrum of the feature matrix, one and two variances of the data."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select, value_of

TITLES = {"one": r"$\Sigma = 1$", "two": r"half of $\Sigma$ .5, half 1.5"}
LOOKS = {"equivalent": ("0.75", "stepfilled"), "exact": ("#D55E00", "step")}


def draw(tables: dict[str, Any]) -> Figure:
    """Density against log eigenvalue (above) and the largest bulk on a linear axis (below)."""
    spectra, values = tables["spectra"], tables["spectra_values"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 2)
    for column, case in enumerate(TITLES):
        rows = select(spectra, case=case)
        _whole(panels[0, column], rows, values, case)
        _largest(panels[1, column], rows, values, case)
        panels[0, column].set_title(TITLES[case])
    panels[0, 0].legend(loc="upper right")
    letter_panels(panels.ravel())
    return figure


def _whole(panel: Axes, rows: pd.DataFrame, values: dict[str, np.ndarray], case: str) -> None:
    """Lambda rho(lambda): mass per unit of log lambda, so that every bulk can be seen."""
    theory = select(rows, quantity="density")
    for number, bulk in theory.groupby("bulk"):
        ordered = bulk.sort_values("x")
        label = "theory" if number == theory["bulk"].min() else None
        panel.plot(ordered["x"], ordered["x"] * ordered["value"], color="k", lw=1.1, label=label)
    atom = value_of(rows, "atom")
    panel.axvline(atom, color="#0072B2", lw=0.9, ls=":", label="$s_t^2$")
    edges = np.geomspace(0.2 * atom, 2 * theory["x"].max(), 90)
    for features, (colour, kind) in LOOKS.items():
        found = values[f"{features}_{case}"]
        counts = np.histogram(found, edges)[0] / found.size / np.diff(np.log(edges))
        panel.stairs(counts, edges, color=colour, fill=kind == "stepfilled", lw=0.8, label=features)
    panel.set(xscale="log", yscale="log", ylim=(2e-3, 3e1), xlabel=r"eigenvalue $\lambda$")
    panel.set_ylabel(r"$\lambda\,\rho(\lambda)$")


def _largest(panel: Axes, rows: pd.DataFrame, values: dict[str, np.ndarray], case: str) -> None:
    """The d largest eigenvalues."""
    theory = select(rows, quantity="density")
    bulks = select(rows, kind="theory").pivot_table(
        index="bulk", columns="quantity", values="value"
    )
    mass_above = bulks["mass"][::-1].cumsum()
    of_data = mass_above[mass_above < 1.01 / rows["psi_p"].iloc[0]].index  # d modes in all
    chosen = of_data if len(of_data) else bulks.index[-1:]
    large = theory[theory["bulk"].isin(chosen)]
    least = 0.5 * bulks.loc[chosen, "lower"].min()
    for _, bulk in large.groupby("bulk"):
        ordered = bulk.sort_values("x")
        panel.plot(ordered["x"], 1e3 * ordered["value"], color="k", lw=1.1)
    edges = np.linspace(0, 1.1 * large["x"].max(), 34)
    for features, (colour, kind) in LOOKS.items():
        found = values[f"{features}_{case}"]
        counts = 1e3 * np.histogram(found[found > least], edges)[0] / found.size / np.diff(edges)
        panel.stairs(counts, edges, color=colour, fill=kind == "stepfilled", lw=0.8)
    panel.set(xlabel=r"eigenvalue $\lambda$", ylabel=r"$10^3\,\rho(\lambda)$")
