"""Collapse in simulations: weights against t, their scaling, crossings, and real data."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    literal,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.statistics.finite_size_fit import CROSSING_TERMS, WEIGHT_TERMS, Term, fit_sizes
from memgen.tables.read import select, value_of

LARGE_N = ("0.55", "0.75")  # greys of the sizes that only finite-size theory reaches
DATA, CONTROL = "#D55E00", "#0072B2"  # the real data, and Gaussian points of their covariance


def draw(tables: dict[str, Any]) -> Figure:
    """Weight against t and scaled, its value at t_c, crossings; real data and their control."""
    collapse, finite, points = tables["collapse"], tables["finite_size"], tables["points"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    _weight(panels[0, 0], collapse, finite)
    _scaled(panels[0, 1], collapse, finite)
    _at_collapse(panels[0, 2], collapse, finite)
    _crossings(panels[1, 0], collapse, finite)
    _real_times(panels[1, 1], points)
    _dimensions(panels[1, 2], points)
    letter_panels(panels.ravel())
    return figure


def _sizes(collapse: pd.DataFrame) -> list[tuple[float, Any]]:
    """Simulated N with their colours."""
    drawn = select(collapse, kind="simulation", quantity="own_weight")
    sizes = sorted(float(N) for N in drawn["N"].unique())
    return list(zip(sizes, sequence_colours(len(sizes)), strict=True))


def _theory_sizes(collapse: pd.DataFrame, finite: pd.DataFrame) -> list[tuple[float, Any]]:
    """The simulated N with their colours, and two larger ones in grey."""
    sizes = _sizes(collapse)
    larger = sorted(float(N) for N in finite["N"].unique() if sizes[-1][0] < N)
    chosen = larger[1:][-2:] if len(larger) > 2 else larger
    return [*sizes, *zip(chosen, LARGE_N, strict=False)]


def _weight(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    t_c = value_of(collapse, "collapse_time", kind="theory")
    limit = select(collapse, quantity="own_weight", kind="theory")
    theory_line(panel, limit, "t", color="k", lw=1)
    for N, colour in _theory_sizes(collapse, finite):
        rows = finite[(finite["quantity"] == "own_weight") & (finite["N"] == N)]
        if len(rows):
            smooth_line(panel, rows, "t", color=colour, lw=0.8, scale="linear")
    for N, colour in _sizes(collapse):
        simulated = select(collapse, quantity="own_weight", kind="simulation", N=float(N))
        simulation_points(panel, simulated, "t", color=colour, ms=2)
    panel.axvline(t_c, color="0.6", lw=0.6, ls=":", zorder=0)
    panel.set(xscale="log", xlabel="$t$", ylabel="own-pattern weight")
    panel.set_xticks([0.2, 0.5, 1, 2], labels=["0.2", "0.5", "1", "2"])
    panel.minorticks_off()
    panel.text(t_c, 1.02, "$t_c$", ha="center", va="bottom", transform=panel.get_xaxis_transform())


def _scaled(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    """Weight against sqrt(N) log(t / t_c): all curves cross at t_c and approach one."""
    t_c = value_of(collapse, "collapse_time", kind="theory")

    def scaled(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(u=np.sqrt(rows["N"].astype(float)) * np.log(rows["t"] / t_c))

    theory_line(panel, select(collapse, quantity="own_weight_scaling"), "u", color="k", lw=1)
    for N, colour in _theory_sizes(collapse, finite):
        rows = finite[(finite["quantity"] == "own_weight") & (finite["N"] == N)]
        if len(rows):
            ordered = scaled(rows).sort_values("u")
            fine = np.linspace(ordered["u"].iloc[0], ordered["u"].iloc[-1], 200)
            cubic = np.polynomial.Chebyshev.fit(ordered["u"], ordered["value"], 7)
            panel.plot(fine, cubic(fine), color=colour, lw=0.8)
            # the draws of F and x_t, one set for all of a curve, move it as a whole
            error = np.interp(fine, ordered["u"], ordered["stderr"])
            band = {"color": colour, "alpha": 0.25, "lw": 0}
            panel.fill_between(fine, cubic(fine) - error, cubic(fine) + error, **band)
    for N, colour in _sizes(collapse):
        simulated = select(collapse, quantity="own_weight", kind="simulation", N=float(N))
        simulation_points(panel, scaled(simulated), "u", color=colour, ms=2, label=f"{N:g}")
    for N, colour in _theory_sizes(collapse, finite)[len(_sizes(collapse)) :]:
        panel.plot([], [], color=colour, label=f"{N:g}")
    panel.plot([], [], color="k", label=r"$\infty$")
    panel.axvline(0, color="0.6", lw=0.6, ls=":", zorder=0)
    panel.plot([float(collapse["u"].min()), 0], [0.5, 0.5], color="0.6", lw=0.6, ls=":", zorder=0)
    panel.set(xlabel=r"$\sqrt{N}\,\log(t/t_c)$", ylabel="own-pattern weight")
    panel.set_xticks([-5, 0, 5])
    handles, labels = panel.get_legend_handles_labels()
    order = [*range(len(handles) - len(_sizes(collapse)), len(handles))]
    order += [k for k in range(len(handles)) if k not in order]
    panel.legend(
        [handles[k] for k in order],
        [labels[k] for k in order],
        title="$N$",
        title_fontsize=6.5,
        loc="upper right",
        fontsize=6,
        borderpad=0,
    )


def _at_collapse(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    """The weight at t_c against N^(-1/2), on its way to 1/2."""
    rows = select(finite, quantity="weight_at_collapse")
    _open_points(panel, rows.assign(root=rows["N"] ** -0.5), "root", "0.3", "theory")
    _extrapolation(panel, rows, WEIGHT_TERMS, lambda N: N**-0.5, "0.3")
    simulated = select(collapse, quantity="weight_at_collapse")
    simulated = simulated.assign(root=simulated["N"].astype(float) ** -0.5)
    simulation_points(panel, simulated, "root", color="#D55E00", ms=3, label="simulation")
    panel.plot(0, 0.5, "*", color="k", ms=7, clip_on=False, zorder=5)
    panel.set(xlabel=r"$N^{-1/2}$", ylabel="weight at $t_c$", ylim=(0.48, 0.62))
    panel.set_xlim(0, 0.25)
    panel.legend(loc="lower right", fontsize=6)


def _crossings(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame) -> None:
    """Where the mean own weight crosses 1/2, against 1/N."""
    t_c = value_of(collapse, "collapse_time", kind="theory")
    theory = select(finite, quantity="collapse_time").assign(inverse=lambda rows: 1 / rows["N"])
    _open_points(panel, theory, "inverse", "0.3", "theory")
    _extrapolation(panel, theory, CROSSING_TERMS, lambda N: N**-1.0, "0.3")
    simulated = select(collapse, quantity="collapse_time", kind="simulation")
    simulated = simulated.assign(inverse=1 / simulated["N"])
    simulation_points(panel, simulated, "inverse", color="#D55E00", ms=3, label="simulation")
    panel.plot(0, t_c, "*", color="k", ms=7, clip_on=False, zorder=5)
    panel.set(xlabel="$1/N$", ylabel="collapse time (weight 1/2)", xlim=(0, 0.055))
    panel.legend(loc="lower right", fontsize=6)


def _extrapolation(
    panel: Any, rows: pd.DataFrame, terms: Sequence[Term], place: Term, colour: str
) -> None:
    """The fit of the finite-size theory, continued to N to infinity."""
    if len(rows) <= len(terms):
        return
    size, value, error = (rows[name].to_numpy(float) for name in ("N", "value", "stderr"))
    best, _ = fit_sizes(size, value, error, terms)
    fine = np.geomspace(size.min(), 1e6, 300)
    curve = best[0] + sum(c * term(fine) for c, term in zip(best[1:], terms, strict=True))
    panel.plot(place(fine), curve, color=colour, lw=0.8, ls="--", zorder=1)


def _open_points(
    panel: Any, rows: pd.DataFrame, x: str, colour: str, label: str | None = None
) -> None:
    """Finite-size theory with its errors, where its average over draws is a number for each N."""
    panel.errorbar(
        rows[x],
        rows["value"],
        yerr=rows["stderr"],
        fmt="D",
        ms=3.5,
        mfc="none",
        mew=0.8,
        color=colour,
        label=label,
    )


def _real_times(panel: Any, points: pd.DataFrame) -> None:
    """Collapse time against P of the data, and of Gaussian points of the same covariance."""
    name = literal(points["data"].iloc[0])
    measured = select(points, quantity="collapse_time")
    simulation_points(panel, measured, "P", color=DATA, ms=3)
    smooth_line(panel, select(points, quantity="collapse_time_fit"), "P", color=DATA, lw=0.9)
    control = select(points, quantity="collapse_time_gaussian")
    simulation_points(panel, select(control, kind="simulation"), "P", color=CONTROL, fmt="s", ms=3)
    smooth_line(panel, select(control, kind="theory"), "P", color=CONTROL, lw=1, ls="--")
    panel.set(xscale="log", yscale="log", xlabel="$P$", ylabel="collapse time")
    plain_ticks(panel.yaxis)
    panel.text(0.05, 0.19, name, color=DATA, transform=panel.transAxes, fontsize=7)
    same = "Gaussian, same covariance"
    panel.text(0.05, 0.09, same, color=CONTROL, transform=panel.transAxes, fontsize=7)
    # below the points, for the names
    panel.set_ylim(bottom=0.78 * float(measured["value"].min()))


def _dimensions(panel: Any, points: pd.DataFrame) -> None:
    """Dimension with which t_c falls about P, beside that from the two nearest neighbours."""
    for ending, colour, mark in (("", DATA, "o"), ("_gaussian", CONTROL, "s")):
        local = select(points, quantity=f"local_dimension{ending}", kind="simulation")
        simulation_points(panel, local, "P", color=colour, fmt=mark, ms=3)
        neighbours = select(points, quantity=f"neighbour_dimension{ending}").sort_values("P")
        panel.errorbar(
            neighbours["P"], neighbours["value"], yerr=neighbours["stderr"], color=colour,
            lw=0.9, ls=":", fmt="D", mfc="white", ms=3,
        )  # fmt: skip
    theory = select(points, quantity="local_dimension_gaussian", kind="theory")
    if len(theory):
        smooth_line(panel, theory, "P", color=CONTROL, lw=1, ls="--")
    panel.plot([], [], "o", color="0.3", ms=3, label="from the collapse")
    panel.plot([], [], "D:", color="0.3", mfc="white", ms=3, lw=0.9, label="two nearest neighbours")
    highest = float(points.loc[points["quantity"].str.contains("_dimension"), "value"].max())
    panel.set(xscale="log", xlabel="$P$", ylabel="dimension $D$", ylim=(0, 1.5 * highest))
    panel.legend(loc="upper left", fontsize=6)
