"""How much noise the points can bear: networks and posterior weights."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each K: rate of recovery, critical time, radius."""
    rows = tables["toy_basins"]
    sizes = sorted(rows["K"].astype(int).unique())
    figure = new_figure(7.0, 5.6)
    panels = figure.subplots(3, len(sizes))
    for K, (rate, time, radius) in zip(sizes, panels.T, strict=True):
        at = rows[rows["K"] == K]
        _recovery(rate, select(at, quantity="recovery"), int(K))
        rate.set_title(f"$K={K}$")
        _times(time, at)
        _radii(radius, at)
    panels[0, 0].set_ylabel("rate of recovery")
    panels[1, 0].set_ylabel("critical time $t_c$")
    panels[2, 0].set_ylabel(r"radius $\langle r^2\rangle^{1/2}$")
    panels[1, 0].legend()
    letter_panels(panels.ravel())
    return figure


def _recovery(panel: Axes, rows: Any, K: int) -> None:
    measured = select(rows, kind="simulation")
    last = float(measured["t"].max())
    for point, colour in zip(range(1, K + 1), sequence_colours(K), strict=True):
        line = select(rows, kind="theory", point=point).sort_values("t")
        line = line[line["t"] <= 1.3 * last]
        panel.plot(line["t"], line["value"], color=colour, lw=0.8)
        found = select(measured, point=point).sort_values("t")
        found = found.iloc[:: max(1, len(found) // 12)]
        panel.errorbar(
            found["t"], found["value"], found["stderr"], fmt="o", ms=2, color=colour, elinewidth=0.6
        )
    panel.axhline(0.9, color="k", lw=0.6, ls=":")
    panel.set(xlabel="$t$", ylim=(min(0.5, float(measured["value"].min()) - 0.05), 1.03))


def _times(panel: Axes, rows: Any) -> None:
    for quantity, style, label in (
        ("crossing_time", {"fmt": "_", "ms": 9, "color": "0.5"}, "exact, rate .9"),
        ("expected_time", {"fmt": "s", "ms": 5, "mfc": "none", "color": "k"}, "exact, protocol"),
        ("critical_time", {"fmt": "o", "ms": 3, "color": "#D55E00"}, "network"),
    ):
        found = select(rows, quantity=quantity).sort_values("point")
        panel.errorbar(
            found["point"], found["value"], found["stderr"].fillna(0), label=label, **style
        )
    _points(panel, rows)


def _radii(panel: Axes, rows: Any) -> None:
    exact = select(rows, quantity="expected_squared_radius").sort_values("point")
    found = select(rows, quantity="squared_radius").sort_values("point")
    panel.plot(exact["point"], np.sqrt(exact["value"]), "s", ms=5, mfc="none", color="k")
    root = np.sqrt(found["value"].astype(float))
    error = found["stderr"] / (2 * np.maximum(root, 1e-9)) * (root > 0)
    panel.errorbar(found["point"], root, error, fmt="o", ms=3, color="#D55E00")
    _points(panel, rows)


def _points(panel: Axes, rows: Any) -> None:
    last = int(rows["point"].max())
    panel.set(xlabel="training point", xticks=range(1, last + 1), xlim=(0.5, last + 0.5))
    top = panel.get_ylim()[1]
    panel.set_ylim(-0.06 * top, 1.05 * top)
