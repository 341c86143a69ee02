"""The least score error against psi_n, curves of other widths of the data, and the spectra."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    sequence_colours,
    series_colours,
    simulation_points,
    smooth_band,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """Least error; error along training of two widths; spectra; share of the smallest bulk."""
    errors, loads = tables["error_scaling"], tables["loads"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    _least(panels[0, 0], errors)
    widths = sorted(errors["sigma_x"].unique())
    shown = sorted({widths[0], 1.0, widths[-1]})
    for panel, width in zip((panels[0, 1], panels[0, 2], panels[1, 0]), shown, strict=False):
        _along(panel, select(errors, sigma_x=float(width)))
        panel.set_title(rf"$\sigma_x={width:g}$")
    panels[0, 1].legend(title=r"$\psi_n$", title_fontsize=6.5, ncols=2, fontsize=5.5)
    for panel in panels.flat[1 + len(shown) : 4]:  # a run of two widths alone
        panel.set_visible(False)
    _spectra(panels[1, 1], loads)
    _share(panels[1, 2], loads)
    letter_panels(panels.ravel())
    return figure


def _load_axis(panel: Axes, values: Any) -> None:
    panel.set_xticks(np.array(values), [f"{value:g}" for value in values])
    panel.minorticks_off()


def _least(panel: Axes, errors: Any) -> None:
    """Minimum over tau against psi_n, with the slope of the published exponent."""
    least = select(errors, quantity="least_error")
    widths = sorted(least["sigma_x"].unique())
    for width, colour in zip(widths, series_colours(len(widths)), strict=True):
        rows = select(least, sigma_x=float(width))
        line = select(rows, kind="theory").sort_values("psi_n")
        smooth_line(panel, line, "psi_n", color=colour, lw=1, label=rf"$\sigma_x={width:g}$")
        smooth_band(panel, line, "psi_n", color=colour)
        simulation_points(panel, select(rows, kind="simulation"), "psi_n", color=colour, ms=2.6)
    unit = select(least, sigma_x=1.0, kind="theory").sort_values("psi_n")
    guide = 0.75 * unit["value"].iloc[-1] * (unit["psi_n"] / unit["psi_n"].iloc[-1]) ** -0.59
    panel.plot(unit["psi_n"], guide, color="0.5", lw=0.8, ls=":", label=r"$\psi_n^{-0.59}$")
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel=r"$\min_\tau\mathcal{E}$")
    _load_axis(panel, unit["psi_n"])
    panel.set_ylim(0.5 * least["value"].min(), 4 * least["value"].max())
    panel.legend(loc="upper right", ncols=2, fontsize=5.5)


def _along(panel: Axes, errors: Any) -> None:
    """Score error against tau."""
    rows = select(errors, quantity="score_error")
    loads = sorted(rows["psi_n"].unique())
    for psi_n, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        at = select(rows, psi_n=float(psi_n))
        line = select(at, kind="theory")
        smooth_line(panel, line, "tau", color=colour, lw=0.9, label=f"{psi_n:g}")
        smooth_band(panel, line, "tau", color=colour)
        points = select(at, kind="simulation").sort_values("tau").iloc[::4]
        simulation_points(panel, points, "tau", color=colour, ms=1.8)
    panel.set(
        xscale="log",
        yscale="log",
        xlabel=r"training time $\tau$",
        ylabel=r"score error $\mathcal{E}$",
    )


def _spectra(panel: Axes, loads: Any) -> None:
    """Mass per unit of log lambda."""
    rows = select(loads, quantity="density")
    sizes = sorted(rows["psi_n"].unique())
    for psi_n, colour in zip(sizes, series_colours(len(sizes)), strict=True):
        at = select(rows, psi_n=float(psi_n))
        for number, bulk in at.groupby("bulk"):
            curve = bulk.assign(value=bulk["x"] * bulk["value"])
            label = rf"$\psi_n={psi_n:g}$" if number == 0 else None
            theory_line(panel, curve, "x", color=colour, lw=1, label=label)
    # The same at every load.
    atom = value_of(select(loads, psi_n=float(sizes[0])), "atom")
    panel.axvline(atom, color="0.5", lw=0.8, ls=":", label="$s_t^2$")
    panel.set(xscale="log", yscale="log", ylim=(1e-3, 5), xlabel=r"eigenvalue $\lambda$")
    panel.set_ylabel(r"$\lambda\,\rho(\lambda)$")
    panel.legend()


def _share(panel: Axes, loads: Any) -> None:
    """What the bulk just above s_t^2 brings of the late fall of the training loss."""
    share = select(loads, quantity="late_share").sort_values("psi_n")
    smooth_line(panel, share, "psi_n", color="k", lw=1, scale="linear")
    panel.set(xscale="log", xlabel=r"$\psi_n$", ylabel="share of the late fall", ylim=(0, 1.05))
    ticks = [2, 4, 8, 16, 32, 64]
    _load_axis(panel, [tick for tick in ticks if tick <= loads["psi_n"].max() * 1.01])
