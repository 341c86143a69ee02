"""One figure of the gallery drawn again: its PDF, and its points."""

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from memgen.plots.files import save
from memgen.site.points import points
from memgen.tables.files import atomic
from memgen.tables.read import read_inputs


def draw(module: str, tables: list[Path], picture: Path, stem: Path) -> None:
    """Draw a figure, and tell its points.

    Parameters
    ----------
    module : str
        The plot's module.
    tables : list of Path
        What it is drawn from, or nothing, for a figure that needs more than there is: its PDF then
        contains its picture.
    picture : Path
        The figure as PNG.
    stem : Path
        The files to write, less their endings .pdf and .json.
    """
    told: dict[str, Any] = {"rows": [], "curves": [], "points": []}
    if tables:
        read = read_inputs(tables)
        figure = import_module(module).draw(read)
        save(figure, stem.with_suffix(".pdf"))
        told = points(figure, read)
    else:
        save(pictured(picture), stem.with_suffix(".pdf"))
    with atomic(stem.with_suffix(".json")) as temporary:
        temporary.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")


def pictured(path: Path) -> Figure:
    """Return a figure that is a picture, pixel by pixel and in the size that it prints at."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
        dots = round(float(image.info["dpi"][0]))
    figure = Figure(figsize=(pixels.shape[1] / dots, pixels.shape[0] / dots), dpi=dots)
    figure.figimage(pixels)
    return figure
