"""How much noise the points can bear: networks and posterior weights."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.tables.read import select, value_of

HELD, PAIR = 0.01, (0.1, 0.15)  # exact critical time of a held point; distance of a near pair
KINDS = {"held": "#D55E00", "near pair": "#0072B2", "other": "0.6"}
LEVEL = 0.9  # least rate of recovery


def draw(tables: dict[str, Any]) -> Figure:
    """Rates of recovery above; critical times and shared returns below."""
    rows = tables["toy_basins"]
    few, many = (rows[rows["K"] == K] for K in sorted(rows["K"].astype(int).unique()))
    figure = new_figure(7.0, 4.4)
    grid = figure.add_gridspec(2, 6)
    rates = [figure.add_subplot(grid[0, :3]), figure.add_subplot(grid[0, 3:])]
    below = [figure.add_subplot(grid[1, a:b]) for a, b in ((0, 1), (1, 4), (4, 6))]
    _recovery(rates[0], few, dict.fromkeys(range(1, 3), "k"))
    _recovery(rates[1], many, kinds := _colours(many), name=True)
    rates[0].set_ylabel("rate of recovery")
    _name_kinds(rates[1])
    _times(below[0], few, dict.fromkeys(range(1, 3), "k"))
    _times(below[1], many, kinds)
    below[0].set_ylabel("critical time $t_c$")
    below[1].text(
        0.97,
        0.95,
        "squares: exact score\ndots: networks",
        ha="right",
        va="top",
        fontsize=6.5,
        transform=below[1].transAxes,
    )
    _shared(below[2], many, kinds)
    for panel, part in zip((*rates, *below), (few, many, few, many, many), strict=True):
        panel.set_title(f"$K={part['K'].iloc[0]}$")
    letter_panels([*rates, *below])
    return figure


def _colours(rows: Any) -> dict[int, str]:
    """The colour of each point, by its kind."""
    kinds = {}
    for point in sorted(rows["point"].astype(int).unique().tolist()):
        exact = value_of(rows, "expected_time", point=point)
        near = value_of(rows, "neighbour", point=point)
        pair = PAIR[0] < near < PAIR[1]
        kinds[point] = KINDS["held" if exact > HELD else "near pair" if pair else "other"]
    return kinds


def _recovery(panel: Axes, rows: Any, colours: dict[int, str], name: bool = False) -> None:
    """Rates of recovery, each point's own (dashed) beside the exact one, named at their ends."""
    recovery = select(rows, quantity="recovery")
    measured = select(recovery, kind="simulation")
    last = float(measured["t"].max())
    ends: list[tuple[float, int, str]] = []
    for point, colour in colours.items():
        line = select(recovery, kind="theory", point=point).sort_values("t")
        line = line[line["t"] <= 1.05 * last]
        panel.plot(line["t"], line["value"], color=colour, lw=0.8)
        found = select(measured, point=point).sort_values("t")
        found = found.iloc[:: max(1, len(found) // 12)]
        look = {"fmt": "o", "ms": 2.5, "color": colour, "ls": "--", "lw": 0.5}
        panel.errorbar(found["t"], found["value"], found["stderr"], **look)
        ends.append((float(found["value"].iloc[-1]), point, colour))
    if name:
        _name_points(panel, last, ends)
    panel.axhline(LEVEL, color="k", lw=0.6, ls=":")
    low = min(0.5, float(measured["value"].min()) - 0.05)
    panel.set(xlabel="noise variance $t$", ylim=(low, 1.03))


def _name_points(panel: Axes, t: float, ends: list[tuple[float, int, str]]) -> None:
    """Number points where their dots end, spread upwards where these lie close."""
    height = -1.0
    for value, point, colour in sorted(ends):
        height = max(value, height + 0.045)
        panel.text(1.02 * t, height, str(point), color=colour, va="center", fontsize=6)
    panel.set_xlim(right=1.06 * t)


def _name_kinds(panel: Axes) -> None:
    """Say which colour is which kind of point, in the panel's lower left corner."""
    for k, (kind, colour) in enumerate(KINDS.items()):
        style = {"color": colour, "va": "bottom", "fontsize": 6.5}
        panel.text(0.02, 0.2 - 0.08 * k, kind, transform=panel.transAxes, **style)


def _times(panel: Axes, rows: Any, colours: dict[int, str]) -> None:
    for point, colour in colours.items():
        exact = select(rows, quantity="expected_time", point=point).iloc[0]
        found = select(rows, quantity="critical_time", point=point).iloc[0]
        panel.errorbar(
            point, exact["value"], exact["stderr"], fmt="s", ms=6, mfc="none", color=colour
        )
        panel.errorbar(point, found["value"], found["stderr"], fmt="o", ms=3.5, color=colour)
    _points(panel, rows)


def _shared(panel: Axes, rows: Any, colours: dict[int, str]) -> None:
    shared = select(rows, quantity="shared")
    first = shared[shared["t"] == shared["t"].min()]
    for point, colour in colours.items():
        at = first[first["point"] == point].iloc[0]
        panel.errorbar(point, at["value"], at["stderr"], fmt="o", ms=3.5, color=colour)
    panel.axhline(0, color="k", lw=0.8)
    panel.text(0.98, 0.55, "exact score: none", ha="right", fontsize=6.5, transform=panel.transAxes)
    panel.set_ylabel("ends within $\\delta$ of two points")
    _points(panel, rows)


def _points(panel: Axes, rows: Any) -> None:
    last = int(rows["point"].max())
    panel.set(xlabel="training point", xticks=range(1, last + 1), xlim=(0.4, last + 0.6))
    low, top = panel.get_ylim()
    panel.set_ylim(min(low, -0.06 * top), 1.05 * top)
