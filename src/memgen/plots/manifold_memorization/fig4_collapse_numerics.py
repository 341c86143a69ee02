"""Collapse in simulations: weights against t, crossings against 1/N, and real data."""

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
    theory_band,
    theory_line,
)
from memgen.tables.read import select, single, value_of

CURVES = {
    "own_weight": "own-pattern weight",
    "participation": "participation $Y_2$",
    "excess_entropy": "excess entropy $f_t$",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Six panels: three observables against t, crossings against 1/N, and two on real data."""
    collapse, finite, points = tables["collapse"], tables["finite_size"], tables["points"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    sizes = sorted(select(collapse, kind="simulation", quantity="own_weight")["N"].unique())
    t_c = value_of(collapse, "collapse_time", kind="theory")
    for panel, (quantity, label) in zip(panels[0], CURVES.items(), strict=True):
        limit = select(collapse, quantity=quantity, kind="theory")
        theory_line(panel, limit, "t", color="k", lw=1, label=r"$N\to\infty$")
        for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
            simulated = select(collapse, quantity=quantity, kind="simulation", N=float(N))
            simulation_points(panel, simulated, "t", color=colour, ms=2, label=f"{N:g}")
            same = finite[(finite["quantity"] == quantity) & (finite["N"] == N)]
            if len(same):
                theory_line(panel, same, "t", color=colour, lw=0.8)
        panel.axvline(t_c, color="0.6", lw=0.6, ls="--", zorder=0)
        panel.set(xscale="log", xlabel="$t$", ylabel=label)
    panels[0, 1].legend(title="$N$", title_fontsize=6.5, loc="upper right")
    _crossings(panels[1, 0], collapse, finite, t_c)
    _real_data(panels[1, 1], panels[1, 2], points)
    letter_panels(panels.ravel())
    return figure


def _crossings(panel: Any, collapse: pd.DataFrame, finite: pd.DataFrame, t_c: float) -> None:
    """Where the mean own weight and Y2 cross 1/2, against 1/N."""
    looks = {
        "collapse_time": ("#D55E00", "o", "own weight = 1/2"),
        "participation_time": ("#0072B2", "s", "$Y_2$ = 1/2"),
    }
    for quantity, (colour, marker, label) in looks.items():
        simulated = select(collapse, quantity=quantity, kind="simulation")
        simulated = simulated.assign(inverse=1 / simulated["N"])
        simulation_points(panel, simulated, "inverse", color=colour, fmt=marker, label=label)
        theory = select(finite, quantity=quantity).assign(inverse=lambda rows: 1 / rows["N"])
        theory_band(panel, theory, "inverse", color=colour, lw=1)
    panel.plot(0, t_c, "*", color="k", ms=8, clip_on=False, zorder=5, label=r"$t_c$, $N\to\infty$")
    panel.set(xlabel="$1/N$", ylabel="crossing time")
    panel.set_xlim(left=0)
    panel.legend(loc="best")


def _real_data(curves: Any, times: Any, points: pd.DataFrame) -> None:
    """Participation against t for a ladder of P; the collapse time against P."""
    rows = select(points, quantity="participation")
    sizes = sorted(rows["P"].unique())
    for P, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        of = select(rows, P=float(P)).sort_values("t")
        curves.errorbar(
            of["t"], of["value"], yerr=of["stderr"], color=colour, lw=0.9, label=f"{P:g}"
        )
    curves.set(xscale="log", xlabel="$t$", ylabel="participation $Y_2$")
    curves.legend(title="$P$", title_fontsize=6.5, loc="upper right")
    curves.set_title(literal(points["data"].iloc[0]))

    measured = select(points, quantity="collapse_time")
    simulation_points(times, measured, "P", color="#D55E00")
    dimension = single(points, quantity="effective_dimension")
    fit = select(points, quantity="collapse_time_fit").sort_values("P")
    theory_line(
        times,
        fit,
        "P",
        color="k",
        lw=0.9,
        label=rf"$v/(P^{{2/D}}-1)$, $D$ = {dimension['value']:.1f} $\pm$ {dimension['stderr']:.1f}",
    )
    times.set(xscale="log", yscale="log", xlabel="$P$", ylabel="collapse time")
    times.legend(loc="lower left")
    times.set_title(literal(points["data"].iloc[0]))
    plain_ticks(times.yaxis)
    low, high = np.log10(measured["value"].min()), np.log10(measured["value"].max())
    times.set_ylim(10 ** (low - 0.35), 10 ** (high + 0.15))
