"""Condensation along each direction: drawn points and three theories."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select

DIRECTIONS = {"large": "larger variance", "small": "smaller variance", "normal": "off the data"}
MODELS = {
    "finite": ("k", "-", "exact, finite $P$"),
    "exact": ("#0072B2", "--", "exact REM"),
    "gaussian": ("#D55E00", ":", "Gaussian REM"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """The t at which Y2 is 1/2 against |x| (above), Y2 against t at one |x| (below)."""
    rows = tables["condensation"]
    figure = new_figure(7.0, 4.4)
    panels = figure.subplots(2, 3)
    for (direction, title), (above, below) in zip(DIRECTIONS.items(), panels.T, strict=True):
        at = select(rows, direction=direction)
        half, curve = select(at, quantity="half_time"), select(at, quantity="participation")
        for model, (colour, style, label) in MODELS.items():
            look = {"color": colour, "ls": style, "lw": 1}
            theory_line(above, half[half["model"] == model], "radius", **look, label=label)
            theory_line(below, curve[curve["model"] == model], "t", **look)
        simulated = {"color": "#009E73", "ms": 3}
        simulation_points(above, select(half, kind="simulation"), "radius", **simulated)
        simulation_points(below, select(curve, kind="simulation"), "t", **simulated)
        above.set(yscale="log", xlabel="$|x|$", title=title)
        radius = float(select(curve, kind="simulation")["radius"].iloc[0])
        below.set(xscale="log", xlabel="$t$", title=f"$|x|={radius:g}$")
    panels[0, 0].set_ylabel("$t$ at $Y_2=1/2$")
    panels[1, 0].set_ylabel("participation $Y_2$")
    panels[0, 0].legend(fontsize=5.5)
    letter_panels(panels.ravel())
    return figure
