"""One network for all times: spectrum, losses and memorised fraction, for two choices."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select, value_of

NAMES = {"a": "noise-weighted", "b": "plain"}


def draw(tables: dict[str, Any]) -> Figure:
    """Spectrum, losses above the exact score's, memorised fraction; a line for each choice."""
    table = tables["time_integrated"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    for line, choice in zip(panels, ("a", "b"), strict=True):
        rows = select(table, choice=choice)
        _spectrum(line[0], tables[f"time_integrated_{choice}"])
        _losses(line[1], rows)
        _memorised(line[2], rows)
        line[0].set_title(NAMES[choice], loc="right")
    panels[0, 0].legend(title=r"$\psi_n$", title_fontsize=6.5)
    panels[0, 1].legend(loc="upper left", fontsize=6.5)
    panels[0, 2].legend(title="$n$", title_fontsize=6.5)
    letter_panels(panels.ravel())
    return figure


def _spectrum(panel: Axes, values: dict[str, np.ndarray]) -> None:
    """Mass of the eigenvalues of one draw per unit of log lambda."""
    loads = sorted((float(name.removeprefix("psi_n_")), name) for name in values)
    low = min(values[name].min() for _, name in loads)
    high = max(values[name].max() for _, name in loads)
    edges = np.geomspace(max(low, 1e-9 * high), 1.3 * high, 70)
    for (psi_n, name), colour in zip(loads, sequence_colours(len(loads)), strict=True):
        counts = np.histogram(values[name], edges)[0] / values[name].size / np.diff(np.log(edges))
        panel.stairs(counts, edges, color=colour, lw=0.9, label=f"{psi_n:g}")
    panel.set(xscale="log", yscale="log", xlabel=r"eigenvalue $\lambda$")
    panel.set_ylabel(r"$\lambda\,\rho(\lambda)$")


def _losses(panel: Axes, rows: Any) -> None:
    """Training (dashed) and test loss (full) above the loss of the exact score."""
    loads = sorted(rows["psi_n"].dropna().unique())
    for psi_n, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        for quantity, style in (("training_loss", "--"), ("test_loss", "-")):
            curve = select(rows, quantity=quantity, psi_n=float(psi_n)).sort_values("tau")
            panel.plot(curve["tau"], curve["value"], style, color=colour, lw=0.9)
            low, high = curve["value"] - curve["stderr"], curve["value"] + curve["stderr"]
            panel.fill_between(curve["tau"], low, high, color=colour, alpha=0.25, lw=0)
        test = select(rows, quantity="test_loss", psi_n=float(psi_n)).sort_values("tau")
        onsets = rows[(rows["quantity"] == "rise_onset") & (rows["psi_n"] == psi_n)]
        if len(onsets):
            onset = onsets.sort_values("level").iloc[-1]
            level = np.interp(np.log(onset["value"]), np.log(test["tau"]), test["value"])
            panel.errorbar(
                onset["value"],
                level,
                xerr=onset["stderr"],
                fmt="d",
                color=colour,
                ms=4.5,
                mec="k",
                mew=0.5,
                zorder=4,
            )
    panel.axhline(0, color="0.6", lw=0.6)
    panel.plot([], [], "-", color="0.3", lw=0.9, label="test")
    panel.plot([], [], "--", color="0.3", lw=0.9, label="training")
    onsets = rows[rows["quantity"] == "rise_onset"]
    if len(onsets):
        label = f"risen by {onsets['level'].max():g}"
        panel.plot([], [], "d", color="0.6", mec="k", mew=0.5, ms=4.5, label=label)
    panel.set(xscale="log", xlabel=r"training time $\tau$", ylabel="loss above the exact score's")


def _memorised(panel: Axes, rows: Any) -> None:
    """Fraction of samples with d1 / d2 < 1/3; dotted: of fresh data, by chance."""
    found = select(rows, quantity="memorised_fraction")
    sizes = sorted(found["n_data"].unique())
    for n, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        at = found[found["n_data"] == n]
        simulation_points(panel, at, "tau", color=colour, ms=2.6, fmt="o-", lw=0.8, label=f"{n:g}")
        half = select(rows, quantity="half_memorised")
        own = half[half["n_data"] == n]
        level = np.interp(np.log(own["value"]), np.log(at["tau"]), at["value"])
        panel.errorbar(
            own["value"], level, xerr=own["stderr"], fmt="d", color=colour, ms=3.6, mec="k", mew=0.5
        )
        level = value_of(rows, "memorised_by_chance", n_data=n)
        panel.axhline(level, color=colour, lw=0.8, ls=":")
    panel.set(
        xscale="log", xlabel=r"training time $\tau$", ylabel=r"memorised fraction $f_{\rm mem}$"
    )
    panel.set_ylim(bottom=0)
