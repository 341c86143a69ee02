"""Networks of digits, some that retrieve and one that generates: overlaps and images."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points
from memgen.tables.read import select

KNOWN, UNSEEN, HEBB = "#D55E00", "#0072B2", "#999999"
SPURIOUS = "#0072B2"
GENERATED = 6
NETWORKS = {
    "retrieving": "stores {P} digits",
    "learnt": "has learnt {P}",
    "generating": "has learnt {P}",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Overlaps against t above; below, chains that retrieve and states that are generated."""
    rows, images = tables["sampling"], tables["sampling_images"]
    figure = new_figure(7.0, 4.9)
    above, below = figure.subfigures(2, 1, height_ratios=(1, 1.1), squeeze=False)[:, 0]
    panels = above.subplots(1, len(NETWORKS) + 1, sharey=True)
    for panel, (network, title) in zip(panels, NETWORKS.items(), strict=False):
        _digits(panel, select(rows, network=network), network, title)
    _hebbian(panels[2], rows)
    _among_themselves(panels[3], rows)
    for panel in panels:
        panel.set(xscale="log", xlabel="temperature $t$", ylim=(0.2, 1.03), xticks=[0.1, 1, 10])
        panel.xaxis.set_major_formatter("{x:g}")
    panels[0].set_ylabel("overlap with the nearest digit")
    panels[3].set_ylabel("overlap, nearest sample")
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
        _learning_temperature(panel)
    panel.legend(loc="lower left", fontsize=6.5, handlelength=1.2)


def _learning_temperature(panel: Axes) -> None:
    panel.axvline(1.0, ymin=0.27, color="0.5", lw=0.7, ls=":", zorder=0)


def _hebbian(panel: Axes, rows: Any) -> None:
    """Hebb's network of as many digits, and the level of true digits."""
    at = select(rows, quantity="nearest_overlap", network="hebbian", to="unseen")
    looks = {"color": HEBB, "fmt": "^-", "ms": 2.5, "lw": 0.7, "label": "Hebb, never seen"}
    simulation_points(panel, at, "t", **looks)
    _levels(panel, select(rows, quantity="control"))
    panel.legend(loc="lower left", fontsize=6.5, handlelength=1.2)


def _levels(panel: Axes, controls: Any) -> None:
    """Dashed: the same of true digits and of independent pixels."""
    for of, name in (("digits", "true digits"), ("pixels", "indep. pixels")):
        level = select(controls, of=of)["value"].mean()
        panel.axhline(level, color="0.5", lw=0.8, ls="--", zorder=0)
        panel.text(0.09, level - 0.01, name, va="top", fontsize=6, color="0.35")


def _among_themselves(panel: Axes, rows: Any) -> None:
    """How alike the samples of one network are."""
    found = select(rows, quantity="nearest_sample")
    for network, colour, fmt, label in (
        ("hebbian", HEBB, "^", "Hebb"),
        ("generating", KNOWN, "o", "has learnt"),
    ):
        at = select(found, network=network)
        looks = {"color": colour, "fmt": f"{fmt}-", "ms": 2.5, "lw": 0.7, "label": label}
        simulation_points(panel, at, "t", **looks)
    _levels(panel, select(rows, quantity="control_sample", network="generating"))
    _learning_temperature(panel)
    panel.set_title(" " * 8 + f"samples of {found['P'].iloc[0]}", fontsize=8)
    panel.legend(loc="lower left", fontsize=6.5, handlelength=1.2)


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
    """States at t = 1, the nearest digits that were learnt, and states of Hebb's network."""
    panels = figure.subplots(3, GENERATED, squeeze=False)
    for k in range(min(GENERATED, len(images["generated"]))):
        state, nearest = images["generated"][k], images["nearest"][k]
        _image(panels[0, k], state, None)
        _image(panels[1, k], nearest, KNOWN)
        _image(panels[2, k], images["hebbian"][k], None)
        overlaps = f"{np.mean(state * nearest):.2f} ({images['unseen_overlap'][k]:.2f})"
        panels[1, k].set_xlabel(overlaps, fontsize=6, labelpad=2)
    for line, word in enumerate(("new", "nearest learnt", "Hebb")):
        panels[line, 0].set_ylabel(word, fontsize=7)
