"""The generalization gap over (psi_n, psi_p), and cuts at fixed psi_p."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    sequence_colours,
    series_colours,
    simulation_points,
    smooth_band,
    smooth_line,
)
from memgen.tables.read import select

CONTOURS = (0.1, 1.0)  # of the gap
TICKS = (1, 2, 4, 8, 16, 32, 64)
EXPONENTS = {1e3: r"$\tau=10^3$", 1e4: r"$\tau=10^4$"}


def draw(tables: dict[str, Any]) -> Figure:
    """A heat map for each tau above; cuts at each tau and a ladder of d below."""
    table = tables["generalization_map"]
    rows = select(table, part="map")
    times = sorted(rows["tau"].unique())
    figure = new_figure(7.0, 4.8)
    above, below = figure.subfigures(2, 1, squeeze=False)[:, 0]
    maps = above.subplots(1, len(times), squeeze=False)[0]
    panels = below.subplots(1, len(times) + 1)
    theory, simulated = select(rows, kind="theory"), select(rows, kind="simulation")
    positive = theory["value"][theory["value"] > 0]
    norm = LogNorm(max(float(positive.min()), 1e-3), float(positive.max()))
    for upper, lower, tau in zip(maps, panels[:-1], times, strict=True):
        mesh = _map(upper, select(theory, tau=float(tau)), norm)
        _cuts(lower, select(theory, tau=float(tau)), select(simulated, tau=float(tau)))
        for panel in (upper, lower):
            panel.set_title(EXPONENTS.get(float(tau), rf"$\tau={tau:g}$"))
    label = r"$\mathcal{L}_{\rm test}-\mathcal{L}_{\rm train}$"
    above.colorbar(mesh, ax=list(maps), label=label)
    panels[0].legend(title=r"$\psi_p$", title_fontsize=6.5)
    _ladder(panels[-1], select(table, part="ladder"))
    letter_panels([*maps, *panels])
    return figure


def _map(panel: Axes, theory: Any, norm: LogNorm) -> Any:
    """The gap as colour, psi_n to the right and psi_p up; dashed: psi_p = psi_n."""
    table = theory.pivot_table(index="psi_p", columns="psi_n", values="value")
    x, y = table.columns.to_numpy(float), table.index.to_numpy(float)
    panel.set(xscale="log", yscale="log")
    mesh = panel.pcolormesh(
        _edges(x), _edges(y), table.to_numpy(), norm=norm, cmap="magma", shading="flat"
    )
    panel.plot([x[0], x[-1]], [x[0], x[-1]], "--", color="w", lw=0.8)
    panel.text(1.15 * x[0], 1.5 * x[0], "$p=n$", color="k", fontsize=7.5, rotation=36, va="bottom")
    lines = panel.contour(x, y, table.to_numpy(), levels=CONTOURS, colors="w", linewidths=0.8)
    panel.clabel(lines, fmt="%g", fontsize=6)
    panel.set(xlabel=r"$\psi_n = n/d$", ylabel=r"$\psi_p = p/d$")
    for axis, places in ((panel.xaxis, x), (panel.yaxis, y)):
        ticks = [tick for tick in TICKS if places[0] <= tick <= places[-1]]
        axis.set_ticks(ticks, [f"{tick:g}" for tick in ticks])
    panel.minorticks_off()
    return mesh


def _edges(places: np.ndarray) -> np.ndarray:
    """Borders of cells about increasing places, midway on a logarithmic axis."""
    log = np.log(places)
    middle = (log[1:] + log[:-1]) / 2
    return np.exp([2 * log[0] - middle[0], *middle, 2 * log[-1] - middle[-1]])


def _cuts(panel: Axes, theory: Any, simulated: Any) -> None:
    """The gap against psi_n at a few psi_p: equivalent features (lines), real ones (points)."""
    cuts = sorted(simulated["psi_p"].unique())
    for psi_p, colour in zip(cuts, sequence_colours(len(cuts)), strict=True):
        line = select(theory, psi_p=float(psi_p))
        smooth_line(panel, line, "psi_n", color=colour, lw=0.9, label=f"{psi_p:g}")
        smooth_band(panel, line, "psi_n", color=colour)
        found = select(simulated, psi_p=float(psi_p))
        simulation_points(panel, found, "psi_n", color=colour, ms=2.4)
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel="generalization gap")
    panel.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    panel.minorticks_off()


def _ladder(panel: Axes, rows: Any) -> None:
    """Gap of real features over that of their equivalent, against 1/d."""
    times = sorted(rows["tau"].unique())
    for tau, colour in zip(times, series_colours(len(times)), strict=True):
        at = select(rows, tau=float(tau)).set_index("d")
        real, equivalent = select(at, kind="simulation"), select(at, kind="theory")
        ratio = real["value"] / equivalent["value"]
        error = np.hypot(real["stderr"] / real["value"], equivalent["stderr"] / equivalent["value"])
        label = EXPONENTS.get(float(tau), rf"$\tau={tau:g}$")
        inverse = 1 / ratio.index.to_numpy(float)
        panel.errorbar(inverse, ratio, ratio * error, fmt="o", color=colour, label=label)
        if len(inverse) > 2:
            line = np.polynomial.polynomial.polyfit(inverse, ratio, 1, w=1 / (ratio * error))
            ends = np.array([0.0, inverse.max()])
            panel.plot(ends, line[0] + line[1] * ends, color=colour, lw=0.8, ls="--")
    panel.axhline(1, color="0.6", lw=0.6)
    first = rows.iloc[0]
    panel.set_title(rf"$\psi_p={first['psi_p']:g}$, $\psi_n={first['psi_n']:g}$")
    panel.set(xlabel="$1/d$", ylabel="gap, real / equivalent", xlim=(0, None))
    sizes = sorted(rows["d"].unique())
    panel.tick_params(axis="x", labelsize=6)
    panel.set_xticks([0, *(1 / d for d in sizes)], ["0", *(f"1/{d:g}" for d in sizes)])
    panel.legend()
