"""Minima of the exact energy against t; barriers and roughness of rings."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks
from memgen.plots.spurious_states.circle_panels import K_COLOURS
from memgen.tables.read import select

SPURIOUS = "k"
FOOT = 1e-9  # of the drawn barriers
LENGTH = 1.6  # of a name on a logarithmic axis
BARRIER = r"lines: $\frac{4}{\beta}\,I_K(2\beta)/I_0(2\beta)$"
ROUGHNESS = r"lines: $\frac{1}{\beta}\sqrt{(I_0(4\beta)/I_0(2\beta)^2-1)/K}$"
LINE = "dashed: neighbours farther\napart than $2\\sqrt{t}$"


def draw(tables: dict[str, Any]) -> Figure:
    """Counts and angles of minima above, rings below."""
    rows = tables["toy_minima"]
    figure = new_figure(7.0, 5.0)
    panels = figure.subplots(2, 2)
    _counts(panels[0, 0], rows)
    _angles(panels[0, 1], rows)
    _barrier(panels[1, 0], rows)
    _roughness(panels[1, 1], rows)
    letter_panels(panels.ravel())
    return figure


def _counts(panel: Axes, rows: Any) -> None:
    """Minima of each K, the neighbours that would not merge alone, spurious ones of few points."""
    counts = select(rows, quantity="minima")
    sizes = sorted(counts["K"].astype(int).unique())
    for K, colour in zip(sizes, K_COLOURS, strict=False):
        found = counts[counts["K"] == K].sort_values("t")
        panel.plot(found["t"], found["value"], "o", ms=3, color=colour)
        apart = select(rows, quantity="neighbours_apart", K=K).sort_values("t")
        panel.plot(apart["t"], apart["value"].clip(lower=1), "--", lw=0.8, color=colour)
        panel.text(5e-5, 1.15 * K, f"$K={K}$", color=colour, fontsize=7, va="bottom")
    shown = next(K for K in sizes if K > 2)
    spurious = select(rows, quantity="spurious", K=shown).sort_values("t")
    panel.plot(spurious["t"], spurious["value"], "x-", ms=4, lw=0.5, color=SPURIOUS)
    panel.text(5e-5, 0.12, f"spurious, $K={shown}$", color=SPURIOUS, fontsize=7)
    panel.set(xscale="log", xlabel="$t$", ylabel="minima")
    panel.set_yscale("symlog", linthresh=1)
    panel.set_ylim(-0.3, 90)
    panel.set_yticks([0, 1, 2, 5, 10, 20, 50], ["0", "1", "2", "5", "10", "20", "50"])
    panel.yaxis.set_minor_locator(NullLocator())
    panel.text(0.97, 0.95, LINE, transform=panel.transAxes, ha="right", va="top", fontsize=6.5)


def _angles(panel: Axes, rows: Any) -> None:
    """Each minimum's angle, its colour its distance from the nearest point."""
    found = select(rows, quantity="minimum_angle")
    points = select(rows, quantity="point_angle")
    for angle in points["value"]:
        panel.axhline(angle, color="0.8", lw=0.6, zorder=0)
    image = panel.scatter(
        found["t"], found["value"], c=np.clip(found["nearest"], 0, 0.15), s=5, lw=0, cmap="plasma_r"
    )
    pairs = select(rows, quantity="pair_angle")
    pairs = pairs[pairs["t"] < found["t"].max()]
    panel.plot(pairs["t"], pairs["value"], "k|", ms=7, mew=1)
    first = pairs.sort_values("t").iloc[0]
    text, at = "two neighbours\nalone merge", (first["t"], first["value"] + 14)
    arrow = {"arrowstyle": "-", "lw": 0.6, "shrinkA": 1, "shrinkB": 2}
    style = {"ha": "center", "va": "center", "fontsize": 6.5, "arrowprops": arrow}
    panel.annotate(text, at, (3 * first["t"], 60), **style)
    panel.set(xscale="log", xlabel="$t$", ylabel="angle of the minima (degrees)")
    panel.set_yticks([-180, -90, 0, 90, 180])
    panel.set_title(f"$K={points['K'].iloc[0]}$")
    bar = panel.figure.colorbar(image, ax=panel, extend="max")
    bar.set_label("distance to the nearest point")


def _barrier(panel: Axes, rows: Any) -> None:
    found = select(rows, quantity="barrier_found")
    for K, colour in zip(sorted(found["K"].astype(int).unique()), K_COLOURS, strict=False):
        line = select(rows, quantity="barrier_line", K=int(K)).sort_values("t")
        panel.plot(line["t"], line["value"], color=colour, lw=0.8)
        at = found[found["K"] == K]
        panel.plot(at["t"], at["value"], "o", mfc="none", color=colour)
        low = line.iloc[(line["value"] - FOOT).abs().argmin()]
        if low["value"] < 10 * FOOT:
            x, y, ha = 1.06 * float(low["t"]), 3 * FOOT, "left"
        else:
            left = line.iloc[(line["t"] - low["t"] / LENGTH).abs().argmin()]
            x, y, ha = float(low["t"]), 2.5 * float(left["value"]), "right"
        panel.text(x, y, f"$K={K}$", color=colour, fontsize=7, ha=ha)
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="barrier along an even ring")
    panel.set_ylim(FOOT, 3)
    panel.text(0.04, 0.06, BARRIER, transform=panel.transAxes, fontsize=7)


def _roughness(panel: Axes, rows: Any) -> None:
    found = select(rows, quantity="ring_variance", kind="simulation")
    for K, colour in zip(sorted(found["K"].astype(int).unique()), K_COLOURS, strict=False):
        line = select(rows, quantity="roughness_line", K=int(K)).sort_values("t")
        panel.plot(line["t"], line["value"], color=colour, lw=0.8)
        at = found[found["K"] == K]
        root = np.sqrt(at["value"])
        panel.errorbar(at["t"], root, at["stderr"] / (2 * root), fmt="o", color=colour)
        middle = line.iloc[len(line) // 2]
        panel.text(
            middle["t"], 0.62 * middle["value"], f"$K={K:g}$", color=colour, fontsize=7, ha="left"
        )
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="std of $E$ along a random ring")
    plain_ticks(panel.yaxis)
    panel.text(0.04, 0.9, ROUGHNESS, transform=panel.transAxes, fontsize=7)
