"""Pieces that figures share: theory as lines, simulation as points with error bars."""

from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter
from mpl_toolkits.mplot3d import Axes3D

SMOOTH = 300  # points of a smooth line
# One colour for each activation, in every figure.
ACTIVATION_COLOURS = {"linear": "#0072B2", "tanh": "#D55E00", "relu": "#009E73", "sign": "#CC79A7"}
# And one dash, since tanh and relu all but coincide where they can be compared.
ACTIVATION_DASHES = {"linear": "-", "tanh": "-", "relu": (0, (4, 1.5)), "sign": "-."}
# One colour for each kind of independent patterns.
PATTERN_COLOURS = {"gaussian": "#0072B2", "spherical": "#D55E00", "binary": "#009E73"}
# A few series without an order.
SERIES_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
# One colour for each characteristic time, in every figure.
TIME_COLOURS = {"t_o": "#009E73", "t_c": "#D55E00", "t_g": "#0072B2"}
TIME_LABELS = {"t_o": "$t_o$", "t_c": "$t_c$", "t_g": "$t_g$"}


def literal(text: str) -> str:
    """Return a text of the user's, such as the name of a file, to be shown as it is written."""
    return text.replace("$", r"\$")


def theory_line(axes: Axes, frame: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw the rows of a table as a line against the coordinate `x`."""
    ordered = frame.sort_values(x)
    axes.plot(ordered[x], ordered["value"], **style)


def smooth_line(axes: Axes, frame: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw positive rows as a smooth line: the cubic spline through their logarithms.

    Pass `scale="linear"` for values that may vanish or change sign: then the logarithm of x alone.
    """
    ordered = frame.sort_values(x)
    place, value = ordered[x].to_numpy(float), ordered["value"].to_numpy(float)
    log = style.pop("scale", "log") == "log"
    if len(place) < 4:
        axes.plot(place, value, **style)
        return
    fine = np.geomspace(place[0], place[-1], SMOOTH)
    drawn = _spline(np.log(place), np.log(value) if log else value, np.log(fine))
    axes.plot(fine, np.exp(drawn) if log else drawn, **style)


def _spline(x: np.ndarray, y: np.ndarray, fine: np.ndarray) -> np.ndarray:
    """Return the cubic spline through (x, y) at the fine x."""
    # Imported here: most drawings start without it.
    from scipy.interpolate import CubicSpline

    return CubicSpline(x, y)(fine)


def smooth_band(axes: Axes, frame: pd.DataFrame, x: str, **style: Any) -> None:
    """Shade the standard errors of positive rows about the line of `smooth_line`."""
    ordered = frame.sort_values(x)
    place = ordered[x].to_numpy(float)
    edges = [(ordered["value"] + sign * ordered["stderr"]).to_numpy(float) for sign in (-1, 1)]
    fine = place
    if len(place) >= 4:
        fine = np.geomspace(place[0], place[-1], SMOOTH)
        edges = [np.exp(_spline(np.log(place), np.log(edge), np.log(fine))) for edge in edges]
    low, high = edges
    axes.fill_between(fine, low, high, alpha=0.2, lw=0, **style)


def simulation_points(axes: Axes, frame: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw the rows of a table as points with their standard errors against `x`.

    A value of a single draw has no error bar, and is drawn hollow.
    """
    ordered = frame.sort_values(x)
    style = {"fmt": "o"} | style
    known = ordered["stderr"].notna()
    drawn = ordered[known]
    line = axes.errorbar(drawn[x], drawn["value"], yerr=drawn["stderr"], **style)
    alone = ordered[~known]
    if len(alone):
        axes.plot(alone[x], alone["value"], "o", mfc="white", color=line[0].get_color())


def sequence_colours(count: int, colormap: str = "viridis") -> list:
    """Return `count` ordered colours, dark to light, for a ladder of one parameter."""
    scale = mpl.colormaps[colormap]
    return [scale(0.9 * k / max(count - 1, 1)) for k in range(count)]


def series_colours(count: int) -> list:
    """Return `count` colours for series without an order; a ladder where there are many."""
    return list(SERIES_COLOURS[:count]) if count <= 4 else sequence_colours(count)


def theory_band(axes: Axes, frame: pd.DataFrame, x: str, **style: Any) -> None:
    """Draw the rows of a table as a line with its standard error as a band.

    For theory that is itself an average over draws.
    """
    ordered = frame.sort_values(x)
    (line,) = axes.plot(ordered[x], ordered["value"], **style)
    axes.fill_between(
        ordered[x],
        ordered["value"] - ordered["stderr"],
        ordered["value"] + ordered["stderr"],
        color=line.get_color(),
        alpha=0.25,
        lw=0,
    )


def ladder(
    axes: Axes, simulated: pd.DataFrame, theory: pd.DataFrame | None, x: str, **style: Any
) -> None:
    """Draw simulated points for a ladder of N, and theory at the same N as lines, dark to light."""
    sizes = sorted(simulated["N"].unique())
    for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        rows = simulated[simulated["N"] == N]
        simulation_points(axes, rows, x, color=colour, label=f"{N:g}", **({"ms": 2.2} | style))
        same = None if theory is None else theory[theory["N"] == N]
        if same is not None and len(same):
            theory_line(axes, same, x, color=colour, lw=0.8)


def against_inverse_size(frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows with a coordinate `inverse` = 1/N."""
    return frame.assign(inverse=1 / frame["N"].astype(float))


def plain_ticks(axis: Axis) -> None:
    """Label a logarithmic axis of about a decade at 1, 2, 5 with plain numbers."""
    axis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def mark_time(axes: Axes, symbol: str, t: float, **style: Any) -> None:
    """Mark a characteristic time by a vertical line with its symbol above the axes."""
    style = {"color": TIME_COLOURS[symbol], "lw": 0.8, "ls": ":", "zorder": 0} | style
    axes.axvline(t, **style)
    axes.text(
        t,
        1.0,
        TIME_LABELS[symbol],
        color=style["color"] if style["color"] != "w" else "k",
        ha="center",
        va="bottom",
        fontsize=7,
        transform=axes.get_xaxis_transform(),
    )


def letter_panels(axes: Iterable[Axes]) -> None:
    """Write (a), (b), ... above the upper left corner of each panel."""
    panels = list(axes)
    if len(panels) > len(ascii_lowercase):
        raise ValueError(f"{len(panels)} panels are more than there are letters.")
    for letter, panel in zip(ascii_lowercase, panels, strict=False):
        label = f"({letter})"
        if isinstance(panel, Axes3D):
            panel.text2D(0.0, 1.0, label, transform=panel.transAxes, weight="bold", va="bottom")
        else:
            panel.set_title(label, loc="left", weight="bold", pad=4)
