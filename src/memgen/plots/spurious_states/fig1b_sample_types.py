"""A memorised, a spurious and a generalised sample of each set, with their neighbours."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.spurious_states.histograms import thresholds_of
from memgen.plots.spurious_states.sample_types import COLOURS, TYPES, image_sets, set_name
from memgen.plots.spurious_states.thumbnails import block_size, draw_block, write
from memgen.tables.read import select

CELL = 0.35
SELECTIONS = {"typical": "most typical", "random": "at random"}


def draw(tables: dict[str, Any]) -> Figure:
    """A block for each set, selection and type: the sample, neighbours in S above, in S' below."""
    pictures, examples = tables["image_pictures"], tables["image_examples"]
    sets, neighbours = image_sets(examples), int(examples["neighbour"].max())
    width, height = block_size(CELL, neighbours)
    side, head, gap = 0.24, 0.42, 0.2
    total = side + len(TYPES) * (width + 0.12)
    figure = new_figure(total, len(sets) * (head + len(SELECTIONS) * (height + gap)))
    figure.set_layout_engine("none")
    top = figure.get_figheight()
    for name in sets:
        K = int(select(examples, images=name)["K"].iloc[0])
        for column, kind in enumerate(TYPES):
            x = side + column * (width + 0.12)
            write(
                figure,
                x,
                top - 0.12,
                f"({'abc'[column]}) {kind}",
                ha="left",
                fontsize=8,
                color=COLOURS[kind],
                weight="bold",
            )
            for line, selection in enumerate(SELECTIONS):
                corner = (x, top - head - line * (height + gap))
                key = f"{name}-{kind}-{selection}"
                if f"{key}-sample" in pictures:
                    draw_block(figure, pictures, key, 0, corner, CELL, COLOURS[kind], line == 0)
                else:
                    write(figure, x + width / 2, corner[1] - height / 2, "none")
        for line, words in enumerate(SELECTIONS.values()):
            middle = top - head - line * (height + gap) - height / 2
            write(figure, 0.1, middle, words, rotation=90, fontsize=7)
        rules = thresholds_of(select(tables["image_types"], images=name))
        write(
            figure, total - 0.08, top - 0.1, f"{set_name(name)}, $K={K}$", ha="right", fontsize=6.5
        )
        write(figure, total - 0.08, top - 0.23, rules, ha="right", fontsize=6.5)
        top -= head + len(SELECTIONS) * (height + gap)
    return figure
