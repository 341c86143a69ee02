"""Samples as small pictures beside their neighbours in S and S', with distances underneath."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.spurious_states.sample_types import picture

GAP = 0.03  # inches between pictures
TEXT = 0.11  # inches of a line of distances
SETS = (("S", "$S$"), ("S2", "$S'$"))


def place(figure: Figure, x: float, y: float, width: float, height: float) -> Axes:
    """Return new axes whose lower left corner and size are given in inches."""
    w, h = figure.get_size_inches()
    return figure.add_axes((x / w, y / h, width / w, height / h))


def write(figure: Figure, x: float, y: float, text: str, **style: Any) -> None:
    """Write a text at a place in inches."""
    w, h = figure.get_size_inches()
    figure.text(x / w, y / h, text, **({"ha": "center", "va": "center", "fontsize": 6} | style))


def block_size(cell: float, neighbours: int) -> tuple[float, float]:
    """Return width and height in inches of what `draw_block` draws, without a header."""
    target = 2 * cell + TEXT + GAP
    return target + 0.14 + neighbours * (cell + GAP), 2 * (cell + TEXT)


def draw_block(
    figure: Figure,
    pictures: dict[str, Any],
    key: str,
    index: int,
    corner: tuple[float, float],
    cell: float,
    colour: str,
    header: bool,
) -> None:
    """Draw a sample and, to its right, its neighbours in S above and in S' below.

    `pictures` are the arrays of `image_pictures`, `key` is <set>-<type>-<selection>, `index` which
    sample; `corner` the upper left corner and `cell` the side of a neighbour, in inches; `colour`
    that of the sample's frame; with a `header` "Top-1" and so on stand above.
    """
    x, top = corner
    target = 2 * cell + TEXT
    picture(
        place(figure, x, top - target, target, target), pictures[f"{key}-sample"][index], colour
    )
    x += target + GAP
    for line, (which, label) in enumerate(SETS):
        low = top - cell - line * (cell + TEXT)
        write(figure, x + 0.06, low + cell / 2, label, fontsize=6.5)
        shown, distance = pictures[f"{key}-{which}"][index], pictures[f"{key}-{which}-distance"]
        for rank, image in enumerate(shown):
            left = x + 0.14 + rank * (cell + GAP)
            picture(place(figure, left, low, cell, cell), image)
            write(figure, left + cell / 2, low - TEXT / 2, short(distance[index][rank]), fontsize=5)
            if header and line == 0:
                write(figure, left + cell / 2, top + 0.07, f"Top-{rank + 1}", fontsize=5.5)


def short(distance: float) -> str:
    """Return a distance with two digits, without the 0 before the point."""
    return f"{distance:.2f}".removeprefix("0") if distance < 10 else f"{distance:.0f}"
