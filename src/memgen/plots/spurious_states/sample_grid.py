"""Samples of each type as pictures, beside their nearest neighbours in S and in S'."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from memgen.plots.spurious_states.sample_types import COLOURS, TYPES, image_sets, picture
from memgen.tables.read import single


def draw_grid(
    figure: Figure, pictures: dict[str, Any], examples: pd.DataFrame, samples: int
) -> None:
    """A block for each set and type: the sample at the left, then four neighbours in two rows."""
    sets = image_sets(examples)
    figure.set_layout_engine("none")
    head = 0.3 / figure.get_figheight()
    columns = figure.add_gridspec(
        len(sets),
        len(TYPES),
        left=0.05,
        right=0.98,
        bottom=0.01,
        top=1 - head,
        wspace=0.12,
        hspace=0.12,
    )
    for line, name in enumerate(sets):
        for column, kind in enumerate(TYPES):
            cell = columns[line, column]
            label = f"{name}-{kind}"
            place = cell.get_position(figure)
            if column == 0:
                figure.text(
                    0.02, (place.y0 + place.y1) / 2, name, rotation=90, va="center", ha="center"
                )
            if f"{label}-sample" not in pictures:
                figure.text(
                    (place.x0 + place.x1) / 2,
                    (place.y0 + place.y1) / 2,
                    f"no {kind} sample",
                    ha="center",
                )
                continue
            count = single(examples, images=name, type=kind, quantity="count")
            note = f"{kind}, $K={int(count['K'])}$ (one of {count['value']:.0f})"
            figure.text(
                (place.x0 + place.x1) / 2,
                place.y1 + 0.02 / figure.get_figheight(),
                note,
                ha="center",
                va="bottom",
                fontsize=7,
                color=COLOURS[kind],
            )
            _block(figure, cell, pictures, label, kind, samples)


def _block(figure, cell, pictures, label, kind, samples):
    shown = pictures[f"{label}-sample"][:samples]
    rows = cell.subgridspec(samples, 1, hspace=0.12)
    for k, target in enumerate(shown):
        near, other = pictures[f"{label}-S"][k], pictures[f"{label}-S2"][k]
        columns = max(len(near), len(other))
        grid = rows[k].subgridspec(2, columns + 2, wspace=0.05, hspace=0.05)
        picture(figure.add_subplot(grid[:, :2]), target, COLOURS[kind])
        for line, neighbours in enumerate((near, other)):
            for j, neighbour in enumerate(neighbours):
                panel = figure.add_subplot(grid[line, j + 2])
                picture(panel, neighbour)
                # the two rows stand close together, whatever the shape of their cells
                panel.set_anchor("S" if line == 0 else "N")
            panel.text(
                1.06, 0.5, ("$S$", "$S'$")[line], transform=panel.transAxes, fontsize=6, va="center"
            )
