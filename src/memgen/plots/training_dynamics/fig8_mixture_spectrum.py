"""The top of the spectrum of a mixture's features, and its outlier against |m|^2 and d."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, series_colours, simulation_points
from memgen.tables.read import select, value_of

OUTLIER = "#D55E00"
PLACES = ("below", "at", "above")
BINS = 36  # of the bulk


def draw(tables: dict[str, Any]) -> Figure:
    """The top of the spectrum at three |m|^2; its largest eigenvalue; the outlier over theory."""
    rows, values = tables["mixture_spectrum"], tables["mixture_spectrum_values"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 3)
    for number, (panel, place) in enumerate(zip(panels[0], PLACES, strict=True)):
        _top(panel, rows, values, number, place)
    panels[0, 0].set_ylabel("density of the bulk")
    _against_signal(panels[1, 0], rows)
    _against_size(panels[1, 1], select(rows, quantity="outlier_ratio"))
    panels[1, 1].set_ylabel(r"outlier of $U$ / closed form")
    _against_size(panels[1, 2], select(rows, quantity="separated_ratio"))
    panels[1, 2].set_ylabel(r"outlier / limit, $|m|\propto\sqrt{d}$")
    letter_panels(panels.ravel())
    return figure


def _top(panel: Axes, rows: Any, values: Any, number: int, place: str) -> None:
    """The bulk of all draws and the largest eigenvalue of each, on a linear axis."""
    drawn = values[f"level_{number}"]
    largest = select(rows, quantity="largest", kind="theory").sort_values("level").iloc[number]
    upper = value_of(rows, "upper")
    every = np.concatenate([values[f"level_{k}"][:, -1] for k in range(len(PLACES))])
    end = 1.12 * every.max()
    step = upper / BINS
    edges = np.arange(0, end + step, step)
    bulk = drawn[:, :-1].ravel()
    counts = np.histogram(bulk, edges)[0] / bulk.size / step
    panel.stairs(counts, edges, color="0.8", fill=True)
    density = select(rows, quantity="density").sort_values("x")
    mass = np.trapezoid(density["value"], density["x"])
    panel.plot(density["x"], density["value"] / mass, "k", lw=1)
    tall = 1.3 * float((density["value"] / mass).max())
    for at in drawn[:, -1]:
        panel.plot([at, at], [0, 0.12 * tall], color=OUTLIER, lw=0.7, alpha=0.8)
    panel.annotate(
        "",
        (largest["value"], 0.14 * tall),
        (largest["value"], 0.34 * tall),
        arrowprops={"arrowstyle": "->", "color": "k", "lw": 1},
    )
    panel.text(
        largest["value"],
        0.36 * tall,
        "outlier,\ntheory" if place == "above" else "bulk's edge,\ntheory",
        ha="center",
        fontsize=6.5,
    )
    panel.set(xlim=(0, end), ylim=(0, tall), xlabel=r"eigenvalue $\lambda$ of $U$")
    panel.set_title(
        rf"$|m|^2={largest['signal']:.2f}$, {largest['level']:g} $\times$ threshold",
        fontsize=7.5,
        x=0.56,
    )
    if place == "below":
        size = {"transform": panel.transAxes, "fontsize": 6.5}
        panel.text(0.4, 0.68, f"$t={largest['t']:g}$", **size)
        panel.text(0.4, 0.92, "theory without means", **size)
        panel.text(0.4, 0.84, "$U$, all draws", color="0.45", **size)
        panel.text(0.4, 0.76, "largest of each draw", color=OUTLIER, **size)


def _against_size(panel: Axes, rows: Any) -> None:
    """Ratios to the limit against 1 / d, with the straight line through them to 1 / d = 0."""
    times = sorted(rows["t"].unique())
    for t, colour in zip(times, series_colours(len(times)), strict=True):
        at = select(rows, t=float(t)).sort_values("d")
        inverse = at.assign(inverse=1 / at["d"].astype(float))
        simulation_points(panel, inverse, "inverse", color=colour, ms=3)
        x, weight = inverse["inverse"].to_numpy(float), 1 / at["stderr"].to_numpy(float)
        line = np.polynomial.polynomial.polyfit(x, at["value"].to_numpy(float), 1, w=weight)
        ends = np.array([0, 1.15 * x.max()])
        panel.plot(ends, line[0] + line[1] * ends, color=colour, lw=0.8, label=f"$t={t:g}$")
    panel.axhline(1, color="0.5", lw=0.7, ls=":")
    panel.set_xlabel("$1/d$")
    panel.set_xlim(left=0)
    sizes = sorted(rows["d"].unique())
    panel.set_xticks([0, *(1 / size for size in sizes[::-1])])
    panel.set_xticklabels(["0", *(f"1/{size:g}" for size in sizes[::-1])])
    panel.legend()


def _against_signal(panel: Axes, rows: Any) -> None:
    """Largest eigenvalue against |m|^2: U, its equivalent at the same d, and the closed form."""
    curve = select(rows, quantity="curve")
    limit, finite, real = (
        select(curve, features=features).sort_values("signal")
        for features in ("limit", "equivalent", "real")
    )
    d = float(real["d"].iloc[0])
    panel.set_title(f"$t={real['t'].iloc[0]:g}$")
    panel.plot(limit["signal"], limit["value"], "k-", lw=1, label=r"closed form, $d\to\infty$")
    panel.plot(
        finite["signal"],
        finite["value"],
        "--",
        color="#0072B2",
        lw=1,
        label=f"equivalent, $d={d:g}$",
    )
    simulation_points(panel, real, "signal", color=OUTLIER, ms=3, label=f"$U$, $d={d:g}$")
    threshold = value_of(rows, "threshold")
    panel.axvline(threshold, ymax=0.5, color="0.6", lw=0.8, ls=":")
    panel.text(
        1.06 * threshold,
        0.04,
        "threshold",
        transform=panel.get_xaxis_transform(),
        fontsize=6.5,
        color="0.4",
    )
    panel.set(xlabel="$|m|^2$", ylabel=r"largest eigenvalue of $U$", xlim=(0, None))
    panel.set_ylim(bottom=0.9 * real["value"].min())
    panel.legend(loc="upper left", fontsize=6.5)
