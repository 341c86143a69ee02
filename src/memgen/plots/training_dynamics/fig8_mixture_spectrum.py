"""The spectrum of the features of a mixture, and its outlier against d."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, series_colours, simulation_points
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """A histogram for each case; deviation of the outlier, bulk distance, separated outlier."""
    rows, values = tables["mixture_spectrum"], tables["mixture_spectrum_values"]
    cases = sorted(int(case) for case in rows["case"].dropna().unique())
    figure = new_figure(7.0, 4.6)
    grid = figure.add_gridspec(2, 1)
    above = [figure.add_subplot(cell) for cell in grid[0].subgridspec(1, len(cases))]
    below = [figure.add_subplot(cell) for cell in grid[1].subgridspec(1, 3)]
    for panel, case in zip(above, cases, strict=True):
        _spectrum(panel, rows[rows["case"] == case], values[f"case_{case}"])
    above[-1].legend(loc="upper right", fontsize=5.5)
    _deviation(below[0], rows, cases)
    _distance(below[1], rows, cases)
    _separated(below[2], rows)
    letter_panels([*above, *below])
    return figure


def _label(rows: Any) -> str:
    return f"$t={rows['t'].iloc[0]:g}$, $|m|^2={rows['signal'].iloc[0]:g}$"


def _spectrum(panel: Axes, rows: Any, values: np.ndarray) -> None:
    """Eigenvalues of one draw of U over the bulks without means; the predicted outlier marked."""
    density = select(rows, quantity="density")
    edges = np.geomspace(0.7 * values[0], 1.3 * values[-1], 70)
    counts = np.histogram(values, edges)[0] / values.size / np.diff(np.log(edges))
    panel.stairs(counts, edges, color="0.75", fill=True, label="U, one draw")
    for number, bulk in density.groupby("bulk"):
        ordered = bulk.sort_values("x")
        label = "theory without means" if number == 0 else None
        panel.plot(ordered["x"], ordered["x"] * ordered["value"], color="k", lw=1, label=label)
    predicted = rows[(rows["quantity"] == "outlier") & (rows["kind"] == "theory")]
    if len(predicted):
        at = float(predicted["value"].iloc[0])
        panel.axvline(at, color="#D55E00", lw=1, ls="--", label="predicted outlier")
    panel.set(xscale="log", yscale="log", xlabel=r"eigenvalue $\lambda$", title=_label(rows))
    panel.set_ylabel(r"$\lambda\,\rho(\lambda)$")


def _size_axis(panel: Axes, rows: Any) -> None:
    sizes = sorted(int(size) for size in rows["d"].dropna().unique())
    panel.set(xscale="log", xlabel="$d$")
    panel.set_xticks(sizes, [str(size) for size in sizes])
    panel.xaxis.set_minor_locator(NullLocator())


def _deviation(panel: Axes, rows: Any, cases: list[int]) -> None:
    """Mean and root mean square of outlier / theory - 1."""
    for case, colour in zip(cases, series_colours(len(cases)), strict=True):
        at = rows[rows["case"] == case]
        mean = select(at, quantity="deviation")
        simulation_points(panel, mean, "d", color=colour, ms=2.8, label=_label(at))
        square = select(at, quantity="squared_deviation").sort_values("d")
        panel.plot(square["d"], np.sqrt(square["value"]), "--", color=colour, lw=0.8)
    panel.axhline(0, color="0.6", lw=0.6)
    panel.set_ylabel(r"$\lambda_{\rm out}$ / theory $-$ 1")
    _size_axis(panel, rows)
    panel.legend(fontsize=5.5)


def _distance(panel: Axes, rows: Any, cases: list[int]) -> None:
    """Kolmogorov distance of the largest bulk to that without means."""
    for case, colour in zip(cases, series_colours(len(cases)), strict=True):
        at = select(rows[rows["case"] == case], quantity="kolmogorov_distance")
        simulation_points(panel, at, "d", color=colour, ms=2.8)
    panel.set(yscale="log", ylabel="distance of the bulk to theory")
    plain_ticks(panel.yaxis)
    _size_axis(panel, rows)


def _separated(panel: Axes, rows: Any) -> None:
    """The outlier of the well-separated mixture per dimension, and its limit."""
    found = select(rows, quantity="separated_outlier")
    times = sorted(found["t"].unique())
    for t, colour in zip(times, series_colours(len(times)), strict=True):
        at = select(found, t=float(t))
        simulated = select(at, kind="simulation")
        simulation_points(panel, simulated, "d", color=colour, ms=2.8, label=f"$t={t:g}$")
        limit = value_of(at, "separated_outlier", kind="theory")
        panel.axhline(limit, color=colour, lw=0.9)
    panel.set(yscale="log", ylabel=r"$\lambda_{\rm out}/d$, $|m|=\mu\sqrt{d}$")
    plain_ticks(panel.yaxis)
    _size_axis(panel, rows)
    panel.legend(loc="center right")
