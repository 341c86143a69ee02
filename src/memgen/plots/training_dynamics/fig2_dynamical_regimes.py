"""Speciation and collapse of a two-Gaussian mixture."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select, value_of

MARKERS = ("o", "s", "^", "D")
KINK = 1 + 1e-9  # t / t_C, from below


def draw(tables: dict[str, Any]) -> Figure:
    """Phi against t / t_S; f / alpha, what its published law lacks, own weight against t / t_C."""
    regimes = tables["regimes"]
    figure = new_figure(7.0, 5.0)
    panels = figure.subplots(2, 2)
    _speciation(panels[0, 0], regimes)
    _excess_entropy(panels[0, 1], regimes)
    _missing_entropy(panels[1, 0], regimes)
    _own_weight(panels[1, 1], regimes)
    letter_panels(panels.flat)
    return figure


def _speciation(panel: Axes, rows: pd.DataFrame) -> None:
    for size, colour, marker, mine, time in _sizes(rows, "d", "same_class", "speciation_time"):
        theory_line(panel, select(mine, kind="theory"), "ratio", color=colour, lw=0.9)
        simulated = select(mine, kind="simulation")
        style = {
            "color": colour,
            "fmt": marker,
            "ms": 2.8,
            "label": f"$d$ = {size:g}, $t_S$ = {time:.2f}",
        }
        simulation_points(panel, simulated, "ratio", **style)
    panel.axhline(0.775, color="0.6", lw=0.6, ls="--")
    panel.axvline(1, color="0.6", lw=0.6, ls="--")
    panel.set(xlabel="$t/t_S$", ylabel=r"two clones in one class, $\phi(t)$")
    panel.legend()


def _excess_entropy(panel: Axes, rows: pd.DataFrame) -> None:
    for _, colour, marker, mine, _ in _sizes(rows, "N", "excess_entropy", "collapse_time"):
        theory = select(mine, kind="theory")
        published = select(theory, model="published")
        theory_line(panel, published, "ratio", color=colour, lw=0.8, ls=":")
        theory_line(panel, select(theory, model="finite"), "ratio", color=colour, lw=0.9)
        _points(panel, mine, "value", colour, marker)
    panel.axvline(1, color="0.6", lw=0.6, ls="--")
    panel.plot([], [], "-", color="0.3", lw=0.9, label="theory at this $N$, $P$")
    panel.plot([], [], ":", color="0.3", lw=0.8, label="published law")
    panel.plot([], [], "o", color="0.3", ms=2.8, label="drawn points")
    panel.plot([], [], "o", mfc="none", mec="0.3", ms=4.5, label="released points")
    panel.set(xlabel="$t/t_C$", ylabel=r"excess entropy $f(t)/\alpha$")
    panel.legend(loc="lower right")


def _missing_entropy(panel: Axes, rows: pd.DataFrame) -> None:
    """N (f - published law), in nats."""
    # Imported here: most drawings start without it.
    from scipy.interpolate import PchipInterpolator

    for size, colour, marker, mine, time in _sizes(rows, "N", "excess_entropy", "collapse_time"):
        log_P = np.log(float(mine["P"].iloc[0]))
        theory = select(mine, kind="theory")
        published = select(theory, model="published").sort_values("t")
        at_released = rows[
            (rows["quantity"] == "excess_entropy_at_published")
            & (rows["model"] == "published")
            & (rows["N"] == size)
        ]
        law = {
            **dict(zip(published["t"].round(9), published["value"], strict=True)),
            **dict(zip(at_released["t"].round(9), at_released["value"], strict=True)),
        }
        known = mine[mine["t"].round(9).isin(list(law))]
        gap = (known["value"] - known["t"].round(9).map(law)) * log_P
        known = known.assign(gap=gap, stderr=known["stderr"] * log_P)
        finite = select(theory, model="finite").sort_values("t")
        level = np.interp(finite["t"], published["t"], published["value"])
        gap = finite.assign(gap=(finite["value"] - level) * log_P)
        # the published law has a kink at t_C
        for side in (gap[gap["ratio"] <= KINK], gap[gap["ratio"] >= 2 - KINK]):
            if len(side) > 2:
                ratio = np.linspace(side["ratio"].min(), side["ratio"].max(), 200)
                smooth = PchipInterpolator(side["ratio"], side["gap"])(ratio)
                panel.plot(ratio, smooth, "-", color=colour, lw=0.9)
        _points(panel, known, "gap", colour, marker, label=f"$N$ = {size:g}, $t_C$ = {time:.2f}")
    panel.axhline(0, color="0.3", lw=0.8, ls=":")
    panel.axhline(-np.log(2), color="0.6", lw=0.6, ls="--")
    panel.text(0.71, -np.log(2), r"$-\log 2$", va="bottom", fontsize=7, color="0.3")
    panel.axvline(1, color="0.6", lw=0.6, ls="--")
    panel.set(xlabel="$t/t_C$", ylabel=r"$N(f - f_{\mathrm{published}})$ (nats)")
    panel.legend(loc="upper right")


def _own_weight(panel: Axes, rows: pd.DataFrame) -> None:
    for size, colour, marker, mine, _ in _sizes(rows, "N", "own_weight", "collapse_time"):
        theory = select(mine, kind="theory")
        smooth_line(panel, theory, "ratio", color=colour, lw=0.9, scale="linear")
        _points(panel, mine, "value", colour, marker, label=f"$N$ = {size:g}")
    panel.axhline(0.5, color="0.6", lw=0.6, ls="--")
    panel.axvline(1, color="0.6", lw=0.6, ls="--")
    panel.set(xlabel="$t/t_C$", ylabel="weight of the own point")
    panel.legend(loc="upper right")


def _points(
    panel: Axes, mine: pd.DataFrame, column: str, colour: Any, marker: str, label: str | None = None
) -> None:
    """Drawn points filled, released ones hollow."""
    style: dict[str, Any] = {"color": colour, "marker": marker, "ls": "none"}
    drawn, released = (mine[mine["kind"] == kind] for kind in ("simulation", "published"))
    for points, more in (
        (drawn, {"ms": 2.8, "label": label}),
        (released, {"ms": 5, "mfc": "none"}),
    ):
        if len(points):
            panel.errorbar(points["ratio"], points[column], points["stderr"], **style, **more)


def _sizes(rows: pd.DataFrame, ladder: str, quantity: str, unit: str):
    """Yield size, colour, marker, the rows with t over that size's own time, and that time."""
    mine = select(rows, quantity=quantity)
    sizes = sorted(mine[ladder].dropna().unique())
    models = {"model": "published"} if unit == "collapse_time" else {}
    for size, colour, marker in zip(sizes, sequence_colours(len(sizes)), MARKERS, strict=False):
        times = select(rows, quantity=unit, kind="theory", **{ladder: size}, **models)
        time = value_of(times, unit, kind="theory")
        at = mine[mine[ladder] == size]
        yield size, colour, marker, at.assign(ratio=at["t"] / time), time
