"""The least score error against psi_n, its local exponent and limit of large d, and the spectra."""

from typing import Any

import numpy as np
import pandas as pd
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

PUBLISHED = -0.59  # exponent of the least score error


def draw(tables: dict[str, Any]) -> Figure:
    """Least error, its local exponent, its ladder of d; error along training; spectra of U."""
    errors, loads = tables["error_scaling"], tables["loads"]
    figure = new_figure(7.0, 4.8)
    panels = figure.subplots(2, 3)
    _least(panels[0, 0], errors)
    _exponents(panels[0, 1], select(errors, quantity="least_error"))
    _ladder(panels[0, 2], select(errors, quantity="ladder_error"))
    widths = sorted(errors["sigma_x"].unique())
    for panel, width in zip(panels[1], (widths[0], widths[-1]), strict=False):
        _along(panel, select(errors, sigma_x=float(width)))
        panel.set_title(rf"$\sigma_x={width:g}$")
    panels[1, 0].legend(
        title=r"$\psi_n$", title_fontsize=6.5, ncols=2, fontsize=5.5, loc="upper left"
    )
    _spectra(panels[1, 2], loads, tables["loads_values"])
    letter_panels(panels.ravel())
    return figure


def _load_axis(panel: Axes, values: Any) -> None:
    panel.set_xticks(np.array(values), [f"{value:g}" for value in values])
    panel.minorticks_off()


def _least(panel: Axes, errors: pd.DataFrame) -> None:
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
    guide = 0.75 * unit["value"].iloc[-1] * (unit["psi_n"] / unit["psi_n"].iloc[-1]) ** PUBLISHED
    panel.plot(
        unit["psi_n"], guide, color="0.5", lw=0.8, ls=":", label=rf"$\psi_n^{{{PUBLISHED}}}$"
    )
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel=r"$\min_\tau\mathcal{E}$")
    _load_axis(panel, unit["psi_n"])
    panel.set_ylim(0.5 * least["value"].min(), 4 * least["value"].max())
    panel.legend(loc="upper right", ncols=2, fontsize=5.5)


def _exponents(panel: Axes, least: pd.DataFrame) -> None:
    """Slope between neighbouring psi_n: a power law would be level."""
    widths = sorted(least["sigma_x"].unique())
    for number, (width, colour) in enumerate(zip(widths, series_colours(len(widths)), strict=True)):
        for kind, style in (("theory", "-"), ("simulation", "none")):
            at = select(least, sigma_x=float(width), kind=kind).sort_values("psi_n")
            load, relative = at["psi_n"].to_numpy(float), (at["stderr"] / at["value"]).to_numpy()
            step = np.diff(np.log(load))
            slope = np.diff(np.log(at["value"].to_numpy(float))) / step
            error = np.hypot(relative[1:], relative[:-1]) / step
            middle = np.sqrt(load[1:] * load[:-1])
            marker = {"theory": "", "simulation": "o"}[kind]
            if marker:  # neighbours aside, that their error bars can be told apart
                middle *= 1 + 0.05 * (number - 1)
            if kind == "theory":
                panel.fill_between(
                    middle, slope - error, slope + error, color=colour, alpha=0.2, lw=0
                )
                error = np.zeros_like(error)
            panel.errorbar(
                middle,
                slope,
                error if marker else None,
                fmt=marker,
                ls=style,
                color=colour,
                ms=2.6,
                lw=1,
            )
    panel.axhline(PUBLISHED, color="0.5", lw=0.8, ls=":", label=f"published, {PUBLISHED:g}")
    panel.plot([], [], "-", color="0.3", lw=1, label="equivalent")
    panel.plot([], [], "o", color="0.3", ms=2.6, label="real features")
    panel.legend(loc="lower left", fontsize=6)
    psi_p = float(least["psi_p"].iloc[0])
    panel.axvline(psi_p, color="0.7", lw=0.7)
    panel.text(
        0.97 * psi_p,
        0.02,
        "$n=p$",
        transform=panel.get_xaxis_transform(),
        ha="right",
        fontsize=6,
        color="0.4",
    )
    panel.set(xscale="log", xlabel=r"$\psi_n$", ylabel=r"local exponent of $\min_\tau\mathcal{E}$")
    _load_axis(panel, sorted(least["psi_n"].unique()))


def _ladder(panel: Axes, rows: pd.DataFrame) -> None:
    """Least error of real features over that of their equivalent, against 1/d."""
    real, equivalent = (
        select(rows, kind=kind).set_index("d").sort_index() for kind in ("simulation", "theory")
    )
    ratio = real["value"] / equivalent["value"]
    error = ratio * np.hypot(
        real["stderr"] / real["value"], equivalent["stderr"] / equivalent["value"]
    )
    sizes = ratio.index.to_numpy(float)
    colour = series_colours(3)[2]
    panel.errorbar(1 / sizes, ratio, error, fmt="o", color=colour, ms=3)
    panel.axhline(1, color="0.6", lw=0.7, ls=":")
    first = rows.iloc[0]
    panel.set_title(rf"$\sigma_x={first['sigma_x']:g}$, $\psi_n={first['psi_n']:g}$")
    panel.set(xlabel="$1/d$", ylabel="real / equivalent", xlim=(0, 1.1 / sizes.min()))
    panel.set_ylim(bottom=0.9)
    panel.set_xticks([0, *(1 / sizes)], ["0", *(f"1/{d:g}" for d in sizes)])


def _along(panel: Axes, errors: pd.DataFrame) -> None:
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


def _spectra(panel: Axes, loads: pd.DataFrame, values: Any) -> None:
    """Mass per unit of log lambda: U (filled), theory at its d (line) and in the limit (dashed)."""
    sizes = sorted(loads["psi_n"].unique())
    colours = series_colours(len(sizes))
    for psi_n, colour in zip(sizes, colours, strict=True):
        at = select(loads, psi_n=float(psi_n))
        finite = select(at, quantity="finite_density").sort_values("x")
        edges = np.geomspace(finite["x"].min(), finite["x"].max(), 60)
        drawn = np.ravel(values[f"psi_n_{psi_n:g}"])
        counts = np.histogram(drawn, edges)[0] / drawn.size / np.diff(np.log(edges))
        panel.stairs(counts, edges, color=colour, fill=True, alpha=0.25)
        curve = finite.assign(value=finite["x"] * finite["value"])
        theory_line(panel, curve, "x", color=colour, lw=1, label=rf"$\psi_n={psi_n:g}$")
        for _, bulk in select(at, quantity="density").groupby("bulk"):
            limit = bulk.assign(value=bulk["x"] * bulk["value"])
            theory_line(panel, limit, "x", color=colour, lw=0.8, ls="--")
    d = float(loads["d"].dropna().iloc[0])
    panel.plot([], [], "-", color="0.3", lw=1, label=f"theory, $d={d:g}$")
    panel.plot([], [], "--", color="0.3", lw=0.8, label=r"theory, $d\to\infty$")
    # The same at every load.
    atom = value_of(select(loads, psi_n=float(sizes[0])), "atom")
    panel.axvline(atom, ymax=0.72, color="0.5", lw=0.8, ls=":", label="atom $s_t^2$")
    panel.set(xscale="log", yscale="log", ylim=(1e-3, 30), xlabel=r"eigenvalue $\lambda$ of $U$")
    panel.set_ylabel(r"$\lambda\,\rho(\lambda)$")
    panel.legend(ncols=2, fontsize=5.5, loc="upper left", handlelength=1.5, columnspacing=0.8)
