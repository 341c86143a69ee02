"""The score along a curved manifold, and its law as the noise vanishes."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    against_inverse_size,
    letter_panels,
    series_colours,
    simulation_points,
    smooth_line,
)
from memgen.statistics.extrapolation import extrapolate
from memgen.tables.read import select

EXACT, LAW, FLAT = "#0072B2", "0.2", "#D55E00"
DEGREE = 2  # in 1 / N, of the share's extrapolation


def draw(tables: dict[str, Any]) -> Figure:
    """Eigenvalues against t, against their laws, the misses, and how often the score repels."""
    rows = tables["curved"]
    figure = new_figure(7.0, 5.0)
    panels = figure.subplots(2, 2).ravel()
    values = select(rows, quantity="tangent_value")
    _against_time(panels[0], values)
    _against_law(panels[1], values)
    _misses(panels[2], rows)
    _shares(panels[3], select(rows, quantity="repelling_points"))
    letter_panels(panels)
    return figure


def _against_time(panel: Axes, values: pd.DataFrame) -> None:
    """Points of the first manifold, a colour each; the law at the left."""
    first = select(values, draw=0)
    exact = select(first, model="exact")
    followed = exact.groupby("point")["t"].nunique()
    points = list(followed[followed > 1].index)
    for point, colour in zip(points, series_colours(len(points)), strict=True):
        for direction in (0, 1):
            curve = select(exact, point=point, direction=direction).sort_values("t")
            smooth_line(panel, curve, "t", scale="linear", color=colour, lw=1)
            panel.plot(curve["t"], curve["value"], "o", color=colour, ms=1.6)
            law = select(first, point=point, direction=direction, model="curved")
            panel.plot(curve["t"].min() / 2, law["value"], "<", color=colour, ms=4)
    panel.axhspan(0, 10, color="0.94", lw=0, zorder=0)
    panel.text(0.97, 0.96, "repels", fontsize=7, ha="right", va="top", transform=panel.transAxes)
    panel.text(0.04, 0.36, r"triangles: limit as $t \to 0$", fontsize=7, transform=panel.transAxes)
    panel.set(xscale="log", xlabel="noise variance $t$", ylabel="eigenvalue along the manifold")
    # Most values lie near 0, a few far below.
    panel.set_yscale("asinh", linear_width=0.3)
    ticks = [-10, -5, -2, -1, -0.5, -0.2, 0, 0.2, 0.5]
    panel.set_yticks(ticks, [f"${tick:g}$" for tick in ticks])
    panel.yaxis.set_minor_locator(NullLocator())
    panel.set_ylim(2 * float(exact[exact["point"].isin(points)]["value"].min()), 0.5)


def _against_law(panel: Axes, values: pd.DataFrame) -> None:
    """All points, smallest t: exact against the curved law and against the tangent map's."""
    exact = select(values, model="exact")
    keys = ["draw", "point", "direction"]
    smallest = exact[exact["t"] == exact["t"].min()].set_index(keys)["value"]
    for model, colour, label in (
        ("tangent_map", FLAT, "tangent map alone"),
        ("curved", EXACT, "density and curvature"),
    ):
        law = select(values, model=model).set_index(keys)["value"]
        style: dict[str, Any] = {"color": colour, "ms": 2, "alpha": 0.6, "mew": 0}
        panel.plot(law, smallest[law.index], "o", **style, label=label)
    ends = [smallest.min(), smallest.max()]
    panel.plot(ends, ends, "-", color=LAW, lw=0.7)
    panel.set_xscale("symlog", linthresh=1)
    panel.set_yscale("symlog", linthresh=1)
    ticks = [-100, -10, -1, 0, 1]
    panel.set_xticks(ticks, [f"${tick}$" for tick in ticks])
    panel.set_yticks(ticks, [f"${tick}$" for tick in ticks])
    panel.set(xlabel=r"limit as $t \to 0$", ylabel=r"eigenvalue, smallest $t$")
    panel.legend(loc="lower right")


def _misses(panel: Axes, rows: pd.DataFrame) -> None:
    """Median relative miss of both laws over points, errors over manifolds."""
    miss = select(rows, quantity="relative_miss")
    for model, colour, label in (
        ("tangent_map", FLAT, "tangent map alone"),
        ("curved", EXACT, "density and curvature"),
    ):
        mine = select(miss, model=model)
        simulation_points(panel, mine, "t", color=colour, ms=2.8, fmt="o-", lw=0.8, label=label)
    panel.set(
        xscale="log",
        yscale="log",
        xlabel="noise variance $t$",
        ylabel="relative miss of the limit, median",
    )
    panel.legend(loc="lower right")


def _shares(panel: Axes, rows: pd.DataFrame) -> None:
    """Share of points that repel along the manifold against 1 / N, extrapolated, and its limit."""
    drawn = against_inverse_size(select(rows, kind="simulation")).sort_values("inverse")
    simulation_points(panel, drawn, "inverse", color=EXACT, ms=3)
    x, share, error = (drawn[name].to_numpy(float) for name in ("inverse", "value", "stderr"))
    fine = np.linspace(0, x[-1], 100)
    parabola = np.polynomial.Polynomial.fit(x, share, DEGREE, w=1 / error)
    panel.plot(fine, parabola(fine), color=EXACT, lw=0.9, zorder=0)
    end = extrapolate(x, share, error, DEGREE)
    panel.errorbar(0, end.value, end.stderr, fmt="s", color=EXACT, mfc="w", ms=4, clip_on=False)
    for at, of_share, N in zip(x, share, drawn["N"], strict=True):
        panel.annotate(
            f"$N={N:g}$", (at, of_share), (6, -8), textcoords="offset points", fontsize=6.5
        )
    limit = float(rows[rows["kind"] == "theory"]["value"].iloc[0])
    panel.axhline(limit, color="k", lw=0.9, ls="--")
    panel.text(0.97, limit - 0.002, r"theory, $N\to\infty$", fontsize=7, ha="right", va="top",
               transform=panel.get_yaxis_transform())  # fmt: skip
    panel.text(0.05, 0.92, "on a linear manifold: 0", fontsize=7, transform=panel.transAxes)
    panel.set(xlabel="$1/N$", ylabel="share of points that repel")
    panel.set_xlim(-0.03 * x[-1], 1.2 * x[-1])
    panel.set_ylim(limit - 0.015, None)
