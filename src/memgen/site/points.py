"""Where a drawn figure shows which row, so that a page can name the row under the pointer."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.container import ErrorbarContainer
from matplotlib.figure import Figure

from memgen.site.equations import mathml
from memgen.site.rows import plain
from memgen.tables.rows import MEASURED

MOST = 200  # points of one curve that are no rows of a table
# A smooth line through rows: it has more points than they, and passes each within this distance.
SMOOTH = 30
NEAR = 0.75  # dots
NO_MARKER = ("None", "none", "", " ", None)


@dataclass(frozen=True)
class Curve:
    """A line or a scatter of a figure.

    Attributes
    ----------
    axes : Axes
    name : str
        Its words in the legend, or none.
    marked : bool
        Whether its points have marks of their own, as those of a scatter have.
    x, y : arrays of floats
        In the coordinates of the axes.
    """

    axes: Axes
    name: str
    marked: bool
    x: np.ndarray
    y: np.ndarray


@dataclass(frozen=True)
class Rows:
    """The rows of a table by two of its columns, one of which is `value`."""

    table: str
    places: Mapping[tuple[float, float], Sequence[int]]


@dataclass(frozen=True)
class Series:
    """Rows of a table that differ in one numeric coordinate alone: what a line is drawn through."""

    table: str
    rows: np.ndarray
    x: np.ndarray
    y: np.ndarray


def points(figure: Figure, tables: Mapping[str, Any]) -> dict[str, Any]:
    """Return all points of a figure's lines and scatters that are in sight, with their rows.

    A point shows a row where it is a value against one of that row's coordinates, or the other way
    around, to the last bit; a smooth line shows the rows that it was drawn through. Any other point
    of a line (between rows, or of a ratio or a fit of them) shows its coordinates.

    Parameters
    ----------
    figure : Figure
        Drawn, its layout done.
    tables : mapping
        What it was drawn from; arrays among it are left out.

    Returns
    -------
    dict
        `rows`: lists of [column, value] pairs; `curves`: words of the legend as HTML; `marked`:
        which of the curves have marks; `points`: lists of x
        and y in units of the figure's width and height from its upper left corner, the number of
        the curve, and the number of the row; or, for what is no row, minus one and the coordinates.
    """
    found = {name: table for name, table in tables.items() if isinstance(table, pd.DataFrame)}
    known = [rows for name, table in found.items() for rows in _rows(name, table)]
    series = [one for name, table in found.items() for one in _series(name, table)]
    width, height = figure.bbox.size
    told: dict[tuple[str, int], int] = {}
    names: list[str] = []
    marked: list[bool] = []
    shown: list[list[float]] = []
    for curve in curves(figure):
        of_rows = _matched(curve, known, found)
        if len(curve.x) >= max(SMOOTH, 10 * len(of_rows)):
            curve, of_rows = _with_series(curve, series)
        every = 1 + (len(curve.x) - len(of_rows)) // MOST
        chosen = sorted({*of_rows, *range(0, len(curve.x), every)})
        pixels = curve.axes.transData.transform(np.column_stack([curve.x, curve.y]))
        names.append(curve.name)
        marked.append(curve.marked)
        for k in chosen:
            if not _in_sight(curve, k):
                continue
            place = [round(pixels[k, 0] / width, 4), round(1 - pixels[k, 1] / height, 4)]
            if k in of_rows:
                row = told.setdefault(of_rows[k], len(told))
                shown.append([*place, len(names) - 1, row])
            else:
                ends = [float(f"{one:.4g}") for one in (curve.x[k], curve.y[k])]
                shown.append([*place, len(names) - 1, -1, *ends])
    return {
        "rows": [_words(name, found[name], row) for name, row in told],
        "curves": names,
        "marked": marked,
        "points": shown,
    }


def curves(figure: Figure) -> Iterator[Curve]:
    """Yield the lines and scatters of a figure in the coordinates of their axes.

    Left out are what is drawn in other coordinates (a mark of the page, a line across all axes),
    the caps of error bars and axes in three dimensions.
    """
    for axes in figure.axes:
        if axes.name != "rectilinear" or not axes.get_visible():
            continue
        bars = [one for one in axes.containers if isinstance(one, ErrorbarContainer)]
        names = {id(bar.lines[0]): bar.get_label() for bar in bars}
        caps = {id(cap) for bar in bars for cap in bar.lines[1]}
        for line in axes.lines:
            if line.get_transform() == axes.transData and id(line) not in caps:
                x, y = (np.asarray(one, float) for one in line.get_data(orig=False))
                marked = line.get_marker() not in NO_MARKER
                yield Curve(axes, _name(names.get(id(line), line.get_label())), marked, x, y)
        for scatter in axes.collections:
            if isinstance(scatter, PathCollection) and (
                scatter.get_offset_transform() == axes.transData
            ):
                x, y = np.ma.filled(scatter.get_offsets(), np.nan).astype(float).T
                yield Curve(axes, _name(scatter.get_label()), True, x, y)


def _name(label: Any) -> str:
    """Return the words of a label as HTML, what stands between dollars as MathML."""
    if label is None or str(label).startswith("_"):
        return ""
    parts = str(label).replace("\n", " ").split("$")
    return "".join(mathml(part) if k % 2 else escape(part) for k, part in enumerate(parts))


def _rows(name: str, table: pd.DataFrame) -> Iterator[Rows]:
    """Yield the rows of a table against each numeric coordinate, both ways around."""
    values = table["value"].to_numpy(float)
    for coordinate in table.columns.difference(MEASURED):
        if not pd.api.types.is_numeric_dtype(table[coordinate]):
            continue
        x = table[coordinate].to_numpy(float, na_value=np.nan)
        for pair in ((x, values), (values, x)):
            places: dict[tuple[float, float], list[int]] = {}
            for row, place in enumerate(zip(*pair, strict=True)):
                places.setdefault(place, []).append(row)
            yield Rows(name, places)


def _matched(
    curve: Curve, known: Sequence[Rows], tables: Mapping[str, pd.DataFrame]
) -> dict[int, tuple[str, int]]:
    """Return the table and the row of each point of a curve that is one.

    Where several rows would do, the one of the quantity and kind that most of the curve shows.
    """
    best: dict[int, tuple[str, int]] = {}
    places = [*zip(curve.x, curve.y, strict=True)]
    for rows in known:
        of_point = {k: rows.places[place] for k, place in enumerate(places) if place in rows.places}
        if len(of_point) <= len(best):
            continue
        table = tables[rows.table]
        quantity, kind = table["quantity"].to_numpy(), table["kind"].to_numpy()
        count = Counter(
            pair for some in of_point.values() for pair in {(quantity[r], kind[r]) for r in some}
        )
        best = {
            k: (rows.table, max(some, key=lambda row: count[quantity[row], kind[row]]))
            for k, some in of_point.items()
        }
    return best


def _series(name: str, table: pd.DataFrame) -> Iterator[Series]:
    """Yield the series of a table along each of its numeric coordinates."""
    coordinates = [one for one in table.columns if one not in MEASURED]
    for along in coordinates:
        if not pd.api.types.is_numeric_dtype(table[along]):
            continue
        others = ["quantity", "kind", *(one for one in coordinates if one != along)]
        for indices in table.groupby(others, dropna=False, sort=False).indices.values():
            rows = np.asarray(indices)
            x = table[along].to_numpy(float, na_value=np.nan)[rows]
            if np.isfinite(x).sum() > 2:
                yield Series(name, rows, x, table["value"].to_numpy(float)[rows])


def _with_series(
    curve: Curve, series: Sequence[Series]
) -> tuple[Curve, dict[int, tuple[str, int]]]:
    """Return a smooth line with the rows of all series that it passes, and which these are."""
    to_dots = curve.axes.transData.transform
    line = to_dots(np.column_stack([curve.x, curve.y]))
    line = line[np.isfinite(line).all(axis=1)]
    line = line[np.argsort(line[:, 0])]
    passed: list[tuple[str, int, float, float]] = []
    if not len(line):
        return curve, {}
    for one in series:
        within = np.flatnonzero((one.x >= np.nanmin(curve.x)) & (one.x <= np.nanmax(curve.x)))
        if len(within) < 3:
            continue
        with np.errstate(all="ignore"):  # logarithms of what a panel does not show
            dots = to_dots(np.column_stack([one.x[within], one.y[within]]))
        misses = np.abs(np.interp(dots[:, 0], *line.T) - dots[:, 1])
        if (misses < NEAR).all():
            passed += [(one.table, one.rows[k], one.x[k], one.y[k]) for k in within]
    count = len(curve.x)
    x = np.concatenate([curve.x, [x for _, _, x, _ in passed]])
    y = np.concatenate([curve.y, [y for _, _, _, y in passed]])
    of_rows = {count + k: (name, int(row)) for k, (name, row, _, _) in enumerate(passed)}
    return Curve(curve.axes, curve.name, curve.marked, x, y), of_rows


def _in_sight(curve: Curve, k: int) -> bool:
    """Whether a point lies within the limits of its axes."""
    for value, limits in ((curve.x[k], curve.axes.get_xlim()), (curve.y[k], curve.axes.get_ylim())):
        if not (np.isfinite(value) and min(limits) <= value <= max(limits)):
            return False
    return True


def _words(name: str, table: pd.DataFrame, row: int) -> list[list[Any]]:
    """Return a row as pairs of column and value, its table first."""
    values = ((column, plain(table[column].iloc[row])) for column in table.columns)
    return [["table", name], *([c, value] for c, value in values if value not in (None, ""))]
