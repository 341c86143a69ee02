"""Several samples of each type, typical and at random, with their nearest neighbours."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.spurious_states.histograms import thresholds_of
from memgen.plots.spurious_states.sample_types import COLOURS, TYPES, image_sets, picture
from memgen.plots.spurious_states.thumbnails import TEXT, place, short, write
from memgen.tables.read import select

CELL = 0.385
SELECTIONS = {"typical": "most typical", "random": "at random"}
LINES = (("sample", "sample"), ("S", "nearest in $S$"), ("S2", "nearest in $S'$"))


def draw(tables: dict[str, Any]) -> Figure:
    """For each set and type a band of three lines: samples, nearest in S, nearest in S'."""
    pictures, examples = tables["image_pictures"], tables["image_examples"]
    sets = image_sets(examples)
    most = max(
        len(pictures[name])
        for name in pictures
        if name.endswith(("-typical-sample", "-random-sample"))
    )
    side, head, gap, between = 0.62, 0.34, 0.2, 0.16
    band = len(LINES) * CELL + 2 * TEXT
    step = CELL + 0.015
    width = side + len(SELECTIONS) * most * step + between
    height = len(sets) * (head + len(TYPES) * (band + gap))
    figure = new_figure(width, height)
    figure.set_layout_engine("none")
    top = height
    for name in sets:
        K = int(select(examples, images=name)["K"].iloc[0])
        for column, words in enumerate(SELECTIONS.values()):
            x = side + column * (most * step + between) + most * step / 2
            write(figure, x, top - 0.1, f"({'ab'[column]}) {name}, {words}", fontsize=8)
        rules = thresholds_of(select(tables["image_types"], images=name))
        words = f"$K={K}$, {rules}"
        write(figure, width - 0.05, top - head + 0.07, words, ha="right", fontsize=6.5)
        for number, kind in enumerate(TYPES):
            start = top - head - number * (band + gap)
            write(
                figure,
                side,
                start + 0.07,
                kind,
                ha="left",
                fontsize=7.5,
                color=COLOURS[kind],
                weight="bold",
            )
            for column, selection in enumerate(SELECTIONS):
                x = side + column * (most * step + between)
                _band(figure, pictures, f"{name}-{kind}-{selection}", (x, start), kind, column == 0)
        top -= head + len(TYPES) * (band + gap)
    return figure


def _band(figure, pictures, key, corner, kind, labelled):
    x, low = corner
    for which, words in LINES:
        low -= CELL
        if labelled:
            write(figure, x - 0.05, low + CELL / 2, words, ha="right", fontsize=5.5)
        for k in range(len(pictures.get(f"{key}-sample", ()))):
            left = x + k * (CELL + 0.015)
            axes = place(figure, left, low, CELL, CELL)
            if which == "sample":
                picture(axes, pictures[f"{key}-sample"][k], COLOURS[kind])
                continue
            picture(axes, pictures[f"{key}-{which}"][k][0])
            distance = short(pictures[f"{key}-{which}-distance"][k][0])
            write(figure, left + CELL / 2, low - TEXT / 2, distance, fontsize=5)
        if which != "sample":
            low -= TEXT
