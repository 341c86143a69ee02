"""What a figure reads, and how it is written: byte-identical from the same table."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import matplotlib.style
from matplotlib.figure import Figure

from memgen.tables.files import atomic
from memgen.tables.read import read_arrays, read_table

STYLE = Path(__file__).with_name("style.mplstyle")

# Without a creation date the same table gives the same bytes.
_METADATA: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "Creator": "memgen", "Producer": "memgen"},
    "png": {"Software": "memgen"},
}


def read_inputs(paths: Iterable[str | Path]) -> dict[str, Any]:
    """Read tables (.csv) and arrays (.npz), by the stem of their file names."""
    inputs: dict[str, Any] = {}
    for path in map(Path, paths):
        inputs[path.stem] = read_arrays(path) if path.suffix == ".npz" else read_table(path)
    return inputs


def new_figure(width: float = 3.4, height: float = 2.6) -> Figure:
    """Return an empty figure in memgen's style; width and height in inches.

    3.4 inches is one column of a journal, 7.0 the full width.
    """
    matplotlib.style.use(STYLE)
    return Figure(figsize=(width, height))


def save(figure: Figure, *paths: str | Path) -> None:
    """Write a figure to each path, in the format that the path's ending names."""
    with matplotlib.style.context(STYLE):
        # The layout is found once, not again for every format.
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for path in map(Path, paths):
            suffix = path.suffix.removeprefix(".")
            with atomic(path) as temporary:
                figure.savefig(temporary, format=suffix, metadata=_METADATA[suffix])
