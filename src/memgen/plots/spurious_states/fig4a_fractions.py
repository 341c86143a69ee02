"""Fractions of memorised, spurious and generalised samples against K, per image set."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.plots.spurious_states.sample_types import (
    COLOURS,
    TYPES,
    against_size,
    bars_of_one_network,
    base_width,
    image_sets,
    log_ladder,
    matching,
    network_scatter,
    set_name,
)
from memgen.tables.read import select, value_of

BESIDE = 1.012  # by which crosses stand beside the points of the same K
# Which point of a curve its name stands at, how far from it in points, and on which side.
LABELS = {
    "memorised": (0, (0, -22), "left"),
    "spurious": (-2, (6, 5), "left"),
    "generalised": (-1, (-12, 0), "right"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """For each set all fractions, and the spurious one alone with the control of real images."""
    table = tables["image_types"]
    sets = image_sets(table)
    figure = new_figure(7.0, 2.7 * len(sets))
    panels = figure.subplots(len(sets), 2, squeeze=False)
    for (left, right), name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        base = rows[rows["width"] == base_width(select(rows, quantity="fraction"))]
        _all(left, base)
        _spurious(right, base)
        for panel in (left, right):
            log_ladder(panel, select(base, quantity="fraction")["K"])
            panel.axvline(value_of(base, "boundary"), color="0.7", lw=0.8, ls=":", zorder=0)
        left.set_title(set_name(name), loc="right")
    letter_panels(panels.ravel())
    return figure


def _all(panel: Axes, base: pd.DataFrame) -> None:
    """Fractions of the types, each network small, and what the ratio of distances says."""
    usual = select(base, quantity="fraction", scale=1.0)
    against_size(panel, usual)
    for kind in TYPES:
        own = select(base, quantity="network_fraction", type=kind)
        panel.plot(own["K"], own["value"], ".", ms=2.5, color=COLOURS[kind], alpha=0.6)
        place = usual[usual["type"] == kind].sort_values("K")
        bars_of_one_network(panel, base, place, kind, COLOURS[kind])
        at, shift, side = LABELS[kind]
        if kind == "generalised" and np.ptp(place["value"].tail(2)) < 0.1:
            shift = (0, -10)  # below a line that ends level
        row = place.iloc[min(at, len(place) - 1) if at >= 0 else max(at, -len(place))]
        where = (float(row["K"]), float(row["value"]))
        look = {"color": COLOURS[kind], "ha": side, "va": "center", "fontsize": 7}
        panel.annotate(kind, where, shift, textcoords="offset points", **look)
    ratio = select(base, quantity="ratio_memorised")
    beside = ratio.assign(K=BESIDE * ratio["K"].astype(float))
    simulation_points(
        panel, beside, "K", color="0.35", fmt="x:", ms=3.5, lw=0.8, label="$d_1/d_2<1/3$"
    )
    bars_of_one_network(panel, base, beside, "memorised", "0.35")
    panel.set(ylabel="fraction of samples", ylim=(-0.03, 1.03))
    handles, labels = panel.get_legend_handles_labels()
    panel.legend(handles[-1:], labels[-1:], loc="center left", fontsize=6.5)


def half_memorised(base: pd.DataFrame) -> tuple[float, float]:
    """K at which half are memorised by the ratio of distances, and the factor of its error.

    Log-linearly; NaN where none. One network leaves log K open by sd / 4 over the slope of the
    fraction against log K, sd the scatter of logits between networks.
    """
    ratio = select(base, quantity="ratio_memorised").sort_values("K")
    logs, values = np.log(ratio["K"].to_numpy(float)), ratio["value"].to_numpy(float)
    down = np.flatnonzero((values[:-1] > 0.5) & (values[1:] <= 0.5))
    if not len(down):
        return float("nan"), 1.0
    pair = slice(down[0], down[0] + 2)
    slope = np.ptp(values[pair]) / np.ptp(logs[pair])
    open_by = network_scatter(base, "memorised") / 4 / slope
    place = float(np.exp(np.interp(-0.5, -values[pair], logs[pair])))
    return place, float(np.exp(open_by)) if np.isfinite(open_by) else 1.0


def half_a_step(usual: pd.DataFrame, peak: float) -> float:
    """Half a step of the ladder at the peak, as a factor."""
    sizes = np.sort(usual["K"].to_numpy(float))
    at = int(np.clip(np.searchsorted(sizes, peak), 1, len(sizes) - 1))
    return float(np.sqrt(sizes[at] / sizes[at - 1]))


def _spurious(panel: Axes, base: pd.DataFrame) -> None:
    """The spurious fraction, its range over the thresholds' factors, its peak, and the control."""
    fractions = select(base, quantity="fraction", type="spurious")
    by_scale = fractions.pivot_table(index="K", columns="scale", values="value").sort_index()
    panel.fill_between(
        by_scale.index,
        by_scale.min(axis=1),
        by_scale.max(axis=1),
        color=COLOURS["spurious"],
        alpha=0.15,
        lw=0,
    )
    usual = select(fractions, scale=1.0)
    against_size(panel, usual, ("spurious",))
    bars_of_one_network(panel, base, usual, "spurious", COLOURS["spurious"])
    own = select(base, quantity="network_fraction", type="spurious")
    panel.plot(own["K"], own["value"], ".", ms=2.5, color=COLOURS["spurious"], alpha=0.6)
    control = select(base, quantity="false_spurious")
    simulation_points(panel, control, "K", color="0.5", fmt="s:", ms=2.6, lw=0.8)
    row = control.sort_values("K").iloc[len(control) // 2]
    where = (float(row["K"]), float(row["value"]))
    look = {"ha": "left", "fontsize": 6.5, "color": "0.4"}
    panel.annotate("real images", where, (-4, 6), textcoords="offset points", **look)
    most = float(by_scale.to_numpy().max())
    panel.set_ylim(0, 1.42 * most)
    peak = matching(base, quantity="spurious_peak")["value"]
    top = peak.iloc[0] if len(peak) else np.nan
    for (place, factor), height, colour, words in (
        ((top, half_a_step(usual, top)), 1.36, COLOURS["spurious"], "peak"),
        (half_memorised(base), 1.28, "0.35", "half memorised"),
    ):
        if np.isfinite(place):
            ends = [[place - place / factor], [place * factor - place]]
            look = {"fmt": "v", "color": colour, "ms": 4, "elinewidth": 0.5, "capsize": 0}
            panel.errorbar(place, height * most, xerr=ends, **look)
            look = {"va": "center", "fontsize": 6.5, "color": colour}
            text, where = rf"{words}: $K={place:.0f}$", (place * factor, height * most)
            panel.annotate(text, where, (4, 0), textcoords="offset points", **look)
    panel.set_ylabel("spurious fraction")
