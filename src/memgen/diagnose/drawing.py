"""The figures of a report: curves with their bands, and nearest pairs as pictures."""

import io
import warnings
from base64 import b64encode
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from memgen.diagnose.results import Curves, Diagnosis
from memgen.plots.files import new_figure, save
from memgen.plots.pieces import SERIES_COLOURS, literal

LINES = 8
COLOURS = (*SERIES_COLOURS, "#E69F00", "#56B4E9", "#000000", "#999999")


def draw_curves(curves: Curves) -> Figure:
    """Return the figure of some curves: the data's solid, controls dashed."""
    figure = new_figure(4.6, 3.0)
    axes = figure.subplots()
    for number, line in enumerate(curves.lines[:LINES]):
        x, y = np.array(line.x), np.array(line.y)
        colour = COLOURS[number // 2 if curves.paired else number]
        style = "--" if (number % 2 if curves.paired else number) else "-"
        marker = "o" if len(x) <= 12 else None
        axes.plot(x, y, style, color=colour, marker=marker, label=literal(line.label))
        if line.lower:
            low, high = np.array(line.lower), np.array(line.upper)
            if curves.y_log:
                low = np.maximum(low, 0.01 * y)
            axes.fill_between(x, low, high, color=colour, alpha=0.15, lw=0)
    for label, place in curves.marks.items():
        axes.axvline(place, color="#999999", lw=0.7, ls=":")
        axes.annotate(label, (place, 1), xycoords=("data", "axes fraction"), fontsize=7)
    if curves.x_log and any(line.x for line in curves.lines):
        axes.set_xscale("log")
    if curves.y_log and any(line.y for line in curves.lines):
        axes.set_yscale("log")
    axes.set_xlabel(literal(curves.x_label))
    axes.set_ylabel(literal(curves.y_label))
    axes.legend(loc="best")
    return figure


def draw_all(diagnosis: Diagnosis, folder: Path) -> list[Path]:
    """Draw all curves of a diagnosis to <part>_<curves>.pdf and .png in a folder, made if need be.

    Returns
    -------
    list of Path
        The PNG files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for part in diagnosis.parts:
        for curves in part.curves:
            if any(line.x for line in curves.lines):
                files = [
                    folder / f"{part.name}_{curves.name}.{ending}" for ending in ("pdf", "png")
                ]
                save(draw_curves(curves), *files)
                drawn.append(files[-1])
    return drawn


def draw_pairs(pairs: list[tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Return the figure of pairs of pictures (height, width, channels) in [0, 1], one above."""
    figure = new_figure(0.8 * len(pairs), 1.8)
    axes = figure.subplots(2, len(pairs), squeeze=False)
    for column, pair in enumerate(pairs):
        for row, picture in enumerate(pair):
            shown = picture[:, :, 0] if picture.shape[2] == 1 else picture
            axes[row, column].imshow(shown, cmap="gray", vmin=0, vmax=1)
            axes[row, column].set_axis_off()
    return figure


def as_png(figure: Figure) -> str:
    """Return a figure as the address of a PNG that a page can hold."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        # a label in a script that the font lacks is a box, and no reason to stop
        warnings.filterwarnings("ignore", "Glyph .* missing from font")
        figure.savefig(stream, format="png", dpi=150, metadata={"Software": "memgen"})
    return "data:image/png;base64," + b64encode(stream.getvalue()).decode()
