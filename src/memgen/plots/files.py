"""How a figure is begun and written: byte-identical from the same table."""

from pathlib import Path
from typing import Any

import matplotlib.style
from matplotlib.figure import Figure

from memgen.tables.files import atomic

STYLE = Path(__file__).with_name("style.mplstyle")
# Laid over matplotlib's own defaults, so that nobody's matplotlibrc shows in a figure.
LOOK: list[Any] = ["default", STYLE]

# Without a creation date the same table gives the same bytes.
_METADATA: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "Creator": "memgen", "Producer": "memgen"},
    "png": {"Software": "memgen"},
}


def new_figure(width: float = 3.4, height: float = 2.6) -> Figure:
    """Return an empty figure in memgen's style; width and height in inches.

    3.4 inches is one column of a journal, 7.0 the full width.
    """
    matplotlib.style.use(LOOK)
    return Figure(figsize=(width, height))


def save(figure: Figure, *paths: str | Path) -> None:
    """Write a figure to each path, in the format that the path's ending names."""
    # The layout is found once, not again for every format; and without a layout engine matplotlib
    # does not draw twice to find one out.
    with matplotlib.style.context([*LOOK, {"figure.constrained_layout.use": False}]):
        layout = figure.get_layout_engine()
        if figure.axes and layout is not None:
            layout.execute(figure)
        figure.set_layout_engine(None)
        for path in map(Path, paths):
            suffix = path.suffix.removeprefix(".")
            with atomic(path) as temporary:
                figure.savefig(temporary, format=suffix, metadata=_METADATA[suffix])
