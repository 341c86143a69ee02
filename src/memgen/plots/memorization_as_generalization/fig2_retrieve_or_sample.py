"""Two networks of digits, one that retrieves and one that generates: overlaps and images."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select, value_of

KNOWN, UNSEEN = "#D55E00", "#0072B2"
SPURIOUS = "#0072B2"
GENERATED = 10
NETWORKS = {
    "retrieving": "stores {P} digits",
    "learnt": "has learnt {P}",
    "hebbian": "Hebb's rule, {P}",
    "generating": "has learnt {P}",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Overlaps against t above; below, chains that retrieve and states that are generated."""
    rows, images = tables["sampling"], tables["sampling_images"]
    figure = new_figure(7.0, 4.9)
    above, below = figure.subfigures(2, 1, height_ratios=(1, 1.1), squeeze=False)[:, 0]
    panels = above.subplots(1, len(NETWORKS), sharey=True)
    for panel, (network, title) in zip(panels, NETWORKS.items(), strict=True):
        _digits(panel, select(rows, network=network), network, title)
        panel.set(xscale="log", xlabel="temperature $t$", ylim=(0.2, 1.03), xticks=[0.1, 1, 10])
        panel.xaxis.set_major_formatter("{x:g}")
    panels[0].set_ylabel("overlap with the nearest digit")
    left, right = below.subfigures(1, 2, width_ratios=(1.15, 1.0))
    _paths(left, images)
    _generated(right, images)
    letter_panels(panels)
    for letter, part in zip("ef", (left, right), strict=True):
        part.suptitle(f"({letter})", x=0.01, ha="left", weight="bold", fontsize=8)
    return figure


def _digits(panel: Axes, rows: Any, network: str, title: str) -> None:
    found = select(rows, quantity="nearest_overlap")
    word = {"retrieving": "stored"}.get(network, "learnt")
    styles = (("known", KNOWN, "o", word), ("unseen", UNSEEN, "s", "never seen"))
    for to, colour, fmt, label in styles:
        at = select(found, to=to)
        looks = {"color": colour, "fmt": f"{fmt}-", "ms": 2.5, "lw": 0.7}
        simulation_points(
            panel, at, "t", **looks, mfc="none" if to == "unseen" else colour, label=label
        )
    panel.set_title(" " * 8 + title.format(P=rows["P"].iloc[0]), fontsize=8)
    if network in ("learnt", "generating"):
        panel.axvline(1.0, color="0.5", lw=0.7, ls=":", zorder=0)
    if network == "generating":
        for of, name in (("digits", "true digits"), ("pixels", "independent pixels")):
            level = value_of(rows, "control", of=of)
            panel.axhline(level, color="0.5", lw=0.8, ls="--", zorder=0)
            panel.text(0.09, level - 0.01, name, va="top", fontsize=6, color="0.35")
    place = "lower right" if network == "generating" else "lower left"
    panel.legend(loc=place, fontsize=6.5, handlelength=1.2)


def _image(panel: Axes, state: np.ndarray, colour: str | None) -> None:
    side = int(np.sqrt(state.size))
    panel.imshow(state.reshape(side, side), cmap="gray_r", vmin=-1, vmax=1)
    panel.set(xticks=[], yticks=[])
    for spine in panel.spines.values():
        spine.set(visible=True, color=colour or "0.7", lw=1.2 if colour else 0.6)


def _paths(figure: Any, images: dict[str, np.ndarray]) -> None:
    """Chains as t falls, and the nearest stored digit, blue where the chain does not end on it."""
    t, path, stored = images["t"], images["chains"], images["stored"]
    panels = figure.subplots(len(stored), len(t) + 1, squeeze=False)
    titles = [f"$t$ = {t[0]:.2g}", *(f"{value:.2g}" for value in t[1:]), "stored"]
    for line, digit in enumerate(stored):
        spurious = not np.array_equal(path[-1, line], digit)
        for column, state in enumerate([*path[:, line], digit]):
            end = SPURIOUS if spurious and column == len(t) - 1 else None
            _image(panels[line, column], state, KNOWN if column == len(t) else end)
        if spurious:
            panels[line, len(t) - 1].set_xlabel("spurious", fontsize=6, color=SPURIOUS, labelpad=2)
    for panel, title in zip(panels[0], titles, strict=True):
        panel.set_title(title, fontsize=7)


def _generated(figure: Any, images: dict[str, np.ndarray]) -> None:
    """States at t = 1, below each the nearest digit that was learnt and their overlap."""
    lines, columns = 2, GENERATED // 2
    panels = figure.subplots(2 * lines, columns, squeeze=False)
    for k in range(min(GENERATED, len(images["generated"]))):
        line, column = divmod(k, columns)
        state, nearest = images["generated"][k], images["nearest"][k]
        _image(panels[2 * line, column], state, None)
        _image(panels[2 * line + 1, column], nearest, KNOWN)
        overlap = f"{np.mean(state * nearest):.2f}"
        panels[2 * line + 1, column].set_xlabel(overlap, fontsize=6.5, labelpad=2)
    for line in range(lines):
        panels[2 * line, 0].set_ylabel("new", fontsize=7)
        panels[2 * line + 1, 0].set_ylabel("nearest", fontsize=7)
