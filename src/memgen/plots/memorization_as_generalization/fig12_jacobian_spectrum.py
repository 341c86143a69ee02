"""Spectra of sub-manifolds: density of F F^T, of the Jacobian, and the gaps."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points, theory_line
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Eigenvalues of one draw under the theory, for the covariance and the Jacobian; gaps."""
    rows, levels = tables["jacobian_spectrum"], tables["jacobian_spectrum_values"]["levels"]
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    density, of_r = select(rows, quantity="density"), select(rows, quantity="jacobian_density")
    N = int(rows["N"].dropna().iloc[0])
    edges = np.geomspace(0.7 * levels[0], 1.3 * levels[-1], 70)
    counts = np.histogram(levels, edges)[0] / N / np.diff(np.log(edges))
    panels[0].stairs(counts, edges, color="0.75", fill=True, label=f"$N={N}$")
    for number, bulk in density.groupby("bulk"):
        label = None if number else "theory"
        panels[0].plot(bulk["x"], bulk["x"] * bulk["value"], "k", lw=1, label=label)
    panels[0].set(xscale="log", xlabel=r"$\lambda$", ylabel=r"$\lambda\,\rho_A(\lambda)$")
    panels[0].legend()
    t = float(of_r["t"].iloc[0])
    r, edges = -t / (t + levels), np.linspace(-1, 0, 61)
    panels[1].stairs(np.histogram(r, edges)[0] / N / np.diff(edges), edges, color="0.75", fill=True)
    for _, bulk in of_r.groupby("bulk"):
        ordered = bulk.sort_values("x")
        panels[1].plot(ordered["x"], ordered["value"], "k", lw=1)
    top = 1.3 * np.quantile(of_r["value"], 0.85)
    panels[1].set(xlabel="$r$", ylabel=r"$\rho_J(r)$", title=f"$t={t:g}$", ylim=(0, top))
    gaps = select(rows, quantity="gap")
    names = sorted(gaps["gap"].unique())
    for gap, colour in zip(names, sequence_colours(len(names)), strict=True):
        at = gaps[gaps["gap"] == gap]
        label = "final" if gap == "final" else f"gap {int(gap) + 1}"
        theory_line(panels[2], select(at, kind="theory"), "t", color=colour, lw=1, label=label)
        points = at[at["kind"] == "simulation"].sort_values("t").iloc[::6]
        if len(points):
            simulation_points(panels[2], points, "t", color=colour, ms=2.2)
    panels[2].set(xscale="log", xlabel="$t$", ylabel="gap width")
    panels[2].legend()
    letter_panels(panels)
    return figure
