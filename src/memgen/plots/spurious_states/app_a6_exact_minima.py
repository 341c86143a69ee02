"""Minima of the exact energy against t; barriers and roughness of rings."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks
from memgen.plots.spurious_states.circle_panels import K_COLOURS
from memgen.tables.read import select


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
    counts = select(rows, quantity="minima")
    sizes = sorted(counts["K"].astype(int).unique())
    for K, colour in zip(sizes, K_COLOURS, strict=False):
        all_of = counts[counts["K"] == K].sort_values("t")
        spurious = rows[(rows["quantity"] == "spurious") & (rows["K"] == K)].sort_values("t")
        panel.plot(all_of["t"], all_of["value"], "o-", ms=3, lw=0.8, color=colour, label=f"$K={K}$")
        panel.plot(spurious["t"], spurious["value"], "x:", ms=4, lw=0.8, color=colour)
    panel.plot([], [], "x:", color="0.4", ms=4, lw=0.8, label="spurious")
    panel.set(xscale="log", xlabel="$t$", ylabel="minima")
    panel.set_yscale("symlog", linthresh=1)
    panel.set_yticks([0, 1, 2, 5, 10, 20, 50], ["0", "1", "2", "5", "10", "20", "50"])
    panel.legend()


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
    label = r"$d=2\sqrt{t}$ of neighbours"
    panel.plot(pairs["t"], pairs["value"], "k|", ms=7, mew=1, label=label)
    panel.legend(loc="upper left", bbox_to_anchor=(0, 0.8))
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
        panel.plot(at["t"], at["value"], "o", mfc="none", color=colour, label=f"$K={K}$")
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="barrier along an even ring")
    panel.set_ylim(1e-9, 3)
    panel.legend()


def _roughness(panel: Axes, rows: Any) -> None:
    found = select(rows, quantity="ring_variance", kind="simulation")
    for K, colour in zip(sorted(found["K"].astype(int).unique()), K_COLOURS, strict=False):
        line = select(rows, quantity="roughness_line", K=int(K)).sort_values("t")
        panel.plot(line["t"], line["value"], color=colour, lw=0.8)
        at = found[found["K"] == K]
        root = np.sqrt(at["value"])
        panel.errorbar(
            at["t"], root, at["stderr"] / (2 * root), fmt="o", color=colour, label=f"$K={K}$"
        )
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="std of $E$ along a random ring")
    plain_ticks(panel.yaxis)
    panel.legend()
