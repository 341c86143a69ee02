"""Energies of memories in one dimension: isolated wells, one well of two, a flat valley."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks
from memgen.tables.read import select, value_of

MEMORY, SPURIOUS = "#D55E00", "#009E73"
LINE = "#0072B2"
TITLES = {"isolated": "two wells", "merged": "one spurious well", "valley": "a valley"}
TOP = 12.0  # of the drawn energies, in t


def draw(tables: dict[str, Any]) -> Figure:
    """Energies above; minima of two memories and the distance at which they merge below."""
    rows = tables["merging"]
    figure = new_figure(7.0, 4.4)
    grid = figure.add_gridspec(2, 6)
    above = [figure.add_subplot(grid[0, 2 * k : 2 * k + 2]) for k in range(3)]
    below = [figure.add_subplot(grid[1, 3 * k : 3 * k + 3]) for k in range(2)]
    for panel, name in zip(above, TITLES, strict=True):
        _energy(panel, select(rows, panel=name))
        panel.set_title(TITLES[name])
    reach = max(panel.get_xlim()[1] for panel in above)
    for panel in above:
        panel.set_xlim(-reach, reach)
    above[0].set_ylabel("energy $(E-E_{\\mathrm{min}})/t$")
    _name_marks(above[0])
    _flat_stretch(above[2], select(rows, panel="valley"))
    _branches(below[0], select(rows, panel="branches"))
    _threshold(below[1], select(rows, panel="threshold"))
    letter_panels([*above, *below])
    return figure


def _energy(panel: Axes, rows: Any) -> None:
    t = float(rows["t"].iloc[0])
    curve = select(rows, quantity="energy").sort_values("x")
    lowest = curve["value"].min()
    x, energy = curve["x"] / t**0.5, (curve["value"] - lowest) / t
    panel.plot(x, energy, color=LINE)
    memories = select(rows, quantity="memory")["value"].to_numpy() / t**0.5
    level = np.interp(memories, x, energy)
    panel.plot(memories, level, "*", color=MEMORY, ms=5, zorder=3)
    minima = select(rows, quantity="minimum")
    place, depth = minima["x"] / t**0.5, (minima["value"] - lowest) / t
    panel.plot(place, depth, "o", mfc="none", color=SPURIOUS, ms=7)
    seen = np.abs(x[energy < TOP]).max()
    panel.set(xlabel=r"$x/\sqrt{t}$", ylim=(-1.2, TOP), xlim=(-1.05 * seen, 1.05 * seen))


def _name_marks(panel: Axes) -> None:
    """Say at the two wells of the first panel what the two marks are."""
    left, right = np.asarray(panel.lines[1].get_xdata(), dtype=float)
    for text, x, low, colour in (
        ("memory", left, 0.3, MEMORY),
        ("minimum", right, 0.8, SPURIOUS),
    ):
        arrow = {"arrowstyle": "-", "color": colour, "lw": 0.6, "shrinkA": 1, "shrinkB": 0}
        style = {"ha": "center", "va": "center", "fontsize": 6.5, "arrowprops": arrow}
        panel.annotate(text, (x, low), (x, 5.0), color=colour, **style)


def _flat_stretch(panel: Axes, rows: Any) -> None:
    """A bar as long as the flat stretch, and the energy of a uniform density (dashed)."""
    t = float(rows["t"].iloc[0])
    line = select(rows, quantity="uniform_energy").sort_values("x")
    panel.plot(line["x"] / t**0.5, line["value"] / t, color="k", ls=(0, (4, 3)), lw=1.6, zorder=2.5)
    half = value_of(rows, "flat_length_found") / t**0.5 / 2
    style = {"arrowstyle": "|-|,widthA=0.25,widthB=0.25", "color": "k", "lw": 0.8}
    panel.annotate("", (-half, 1.7), (half, 1.7), arrowprops=style | {"shrinkA": 0, "shrinkB": 0})
    style = {"ha": "center", "va": "bottom", "fontsize": 6.5}
    panel.text(0, 2.2, "flat within $t/20$", **style)
    panel.text(0, 8.5, "dashed: uniform\ndensity of memories", **style)


def _branches(panel: Axes, rows: Any) -> None:
    unit = 2 * float(rows["t"].iloc[0]) ** 0.5
    found = select(rows, quantity="minimum_found")
    line = select(rows, quantity="minimum_mean_field").sort_values("distance")
    for sign in (-1, 1):
        x = sign * 2 * line["value"] / line["distance"]
        panel.plot(line["distance"] / unit, x, color="k", lw=0.8)
    scaled = 2 * found["value"] / found["distance"]
    panel.plot(found["distance"] / unit, scaled, "o", mfc="none", color=SPURIOUS)
    panel.set(xlabel=r"distance of two memories $d\,/\,2\sqrt{t}$", ylabel="minima $2x/d$")
    panel.text(0.74, 0.12, "one minimum,\nspurious", ha="center", color=SPURIOUS, fontsize=6.5)
    panel.text(
        1.55, 0.5, "two minima, near the memories", ha="center", color=SPURIOUS, fontsize=6.5
    )
    panel.text(1.5, -0.72, r"line: $x=\frac{d}{2}\tanh\frac{xd}{2t}$", ha="center", fontsize=7)


def _threshold(panel: Axes, rows: Any) -> None:
    line = select(rows, quantity="merging_distance").sort_values("t")
    found = select(rows, quantity="merging_distance_found")
    panel.plot(line["t"], line["value"], color="k", lw=0.8)
    panel.plot(found["t"], found["value"], "o", mfc="none", color=SPURIOUS)
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel="distance at merging")
    plain_ticks(panel.yaxis)
    style: dict[str, Any] = {"ha": "center", "transform": panel.transAxes, "fontsize": 6.5}
    panel.text(0.25, 0.8, "two minima", color=SPURIOUS, **style)
    panel.text(0.75, 0.2, "one minimum", color=SPURIOUS, **style)
    larger: dict[str, Any] = style | {"fontsize": 7}
    panel.text(0.66, 0.42, r"line: $d=2\sqrt{t}$", **larger)
