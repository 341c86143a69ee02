"""Two networks of digits, one that retrieves and one that generates: overlaps and images."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, simulation_points, theory_line
from memgen.tables.read import select, value_of

KNOWN, UNSEEN = "#D55E00", "#0072B2"
GENERATED = 10


def draw(tables: dict[str, Any]) -> Figure:
    """Overlaps against t above; below, chains that retrieve and states that are generated."""
    rows, images = tables["sampling"], tables["sampling_images"]
    figure = new_figure(7.0, 5.6)
    above, below = figure.subfigures(2, 1, height_ratios=(1, 1.15), squeeze=False)[:, 0]
    panels = above.subplots(1, 3, sharey=True)
    _random(panels[0], select(rows, network="random"))
    for panel, network in zip(panels[1:], ("retrieving", "generating"), strict=True):
        _digits(panel, select(rows, network=network), network)
    for panel in panels:
        panel.set(xscale="log", xlabel="temperature $t$", ylim=(0.2, 1.03))
        plain_ticks(panel.xaxis)
    panels[0].set_ylabel("overlap with the nearest digit\n(pattern), up to a sign")
    left, right = below.subfigures(1, 2, width_ratios=(1.0, 1.0))
    first = [_paths(left, images), _generated(right, images)]
    letter_panels(panels)
    for letter, panel in zip("de", first, strict=True):
        panel.text(
            -0.45, 1.55, f"({letter})", weight="bold", va="bottom", transform=panel.transAxes
        )
    return figure


def _random(panel: Axes, rows: Any) -> None:
    found = select(rows, quantity="nearest_overlap")
    theory_line(panel, select(found, start="exact"), "t", color="k", lw=1, label="exact")
    for start, fmt, colour, label in (
        ("warmed", "o", "#009E73", "warmed from patterns"),
        ("cooled", "x", "#CC79A7", "cooled from noise"),
    ):
        at = select(found, start=start).sort_values("t").iloc[::2]
        simulation_points(panel, at, "t", color=colour, fmt=fmt, ms=4, mfc="none", label=label)
    panel.set_title(f"{rows['P'].iloc[0]} random patterns, $N={rows['N'].iloc[0]}$")
    panel.legend(loc="lower left")


def _digits(panel: Axes, rows: Any, network: str) -> None:
    words = {"retrieving": ("stored", "stores"), "generating": ("learnt", "has learnt")}[network]
    found = select(rows, quantity="nearest_overlap")
    styles = (("known", KNOWN, "o", words[0]), ("unseen", UNSEEN, "s", "never seen"))
    for to, colour, fmt, label in styles:
        at = select(found, to=to)
        looks = {"color": colour, "fmt": f"{fmt}-", "ms": 3, "lw": 0.7}
        simulation_points(
            panel, at, "t", **looks, mfc="none" if to == "unseen" else colour, label=label
        )
    P = rows["P"].iloc[0]
    panel.set_title(f"{words[1]} {P} digits, $N={rows['N'].iloc[0]}$")
    if network == "generating":
        panel.axvline(1.0, color="0.5", lw=0.7, ls=":", zorder=0)
        panel.text(0.95, 0.4, "learnt at $t=1$", rotation=90, ha="right", fontsize=6.5, color="0.4")
        for of, word in (("digits", "true digits"), ("pixels", "independent pixels")):
            level = value_of(rows, "control", of=of)
            panel.axhline(level, color="0.5", lw=0.8, ls="--", zorder=0)
            panel.text(0.1, level - 0.01, word, va="top", fontsize=6.5, color="0.35")
    panel.legend(loc="lower left" if network == "retrieving" else "lower right")


def _image(panel: Axes, state: np.ndarray, colour: str | None) -> None:
    side = int(np.sqrt(state.size))
    panel.imshow(state.reshape(side, side), cmap="gray_r", vmin=-1, vmax=1)
    panel.set(xticks=[], yticks=[])
    for spine in panel.spines.values():
        spine.set(visible=True, color=colour or "0.7", lw=1.2 if colour else 0.6)


def _paths(figure: Any, images: dict[str, np.ndarray]) -> Axes:
    """Chains as t falls, and the stored digit that each ends on, the last in its row."""
    t, path, stored = images["t"], images["chains"], images["stored"]
    panels = figure.subplots(len(stored), len(t) + 1, squeeze=False)
    titles = [f"$t$ = {t[0]:.2g}", *(f"{value:.2g}" for value in t[1:]), "stored"]
    for line, digit in enumerate(stored):
        for column, state in enumerate([*path[:, line], digit]):
            _image(panels[line, column], state, KNOWN if column == len(t) else None)
    for panel, title in zip(panels[0], titles, strict=True):
        panel.set_title(title, fontsize=7)
    return panels[0, 0]


def _generated(figure: Any, images: dict[str, np.ndarray]) -> Axes:
    """States at t = 1, and below each the nearest digit that was learnt."""
    lines, columns = 2, GENERATED // 2
    panels = figure.subplots(2 * lines, columns, squeeze=False)
    for k in range(min(GENERATED, len(images["generated"]))):
        line, column = divmod(k, columns)
        _image(panels[2 * line, column], images["generated"][k], None)
        _image(panels[2 * line + 1, column], images["nearest"][k], KNOWN)
    for line in range(lines):
        panels[2 * line, 0].set_ylabel("new", fontsize=7)
        panels[2 * line + 1, 0].set_ylabel("nearest\nlearnt", fontsize=7)
    return panels[0, 0]
