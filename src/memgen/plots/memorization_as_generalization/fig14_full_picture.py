"""The phase diagram of a diffusion model on the linear manifold."""

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    TIME_COLOURS,
    TIME_LABELS,
    letter_panels,
    plain_ticks,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, value_of

QUANTITIES = {"t_o": "onset_time", "t_c": "collapse_time", "t_g": "generalization_time"}
# Between which boundaries each phase lies, from above.
PHASES = (
    (None, "t_o", "no attractors"),
    ("t_o", "t_c", "attractors, not met"),
    ("t_c", "t_g", "memorization,\ngeneralizing"),
    ("t_g", None, "memorization, overfitted"),
)
WHERE = {"alpha_D": 0.62, "alpha": 0.45}


def draw(tables: dict[str, Any]) -> Figure:
    """t_o, t_c and t_g over the basin radius, in (alpha_D, t) and in (alpha, t)."""
    rows, arrays = tables["full_picture"], tables["full_picture_basins"]
    figure = new_figure(7.0, 3.2)
    panels = figure.subplots(1, 2)
    images = [
        _diagram(panel, select(rows, along=along), arrays, along)
        for panel, along in zip(panels, ("alpha_D", "alpha"), strict=True)
    ]
    _simulations(panels[0], tables)
    figure.colorbar(images[-1], ax=panels, label=r"basin radius $R(t)/t$", shrink=0.85)
    letter_panels(panels)
    return figure


def _diagram(panel: Axes, rows: pd.DataFrame, arrays: dict[str, np.ndarray], along: str) -> Any:
    t, basins = arrays[f"t_of_{along}"], arrays[f"basins_of_{along}"]
    # Past R = t a typical trajectory is inside the basin: the colour ends there.
    image = panel.pcolormesh(
        arrays[along],
        t,
        np.minimum(basins, 1.0),
        cmap=ListedColormap(mpl.colormaps["Greys"](np.linspace(0, 0.45, 256))),
        vmin=0,
        vmax=1,
        rasterized=True,
    )
    for symbol, quantity in QUANTITIES.items():
        line = select(rows, quantity=quantity)
        theory_line(
            panel, line, along, color=TIME_COLOURS[symbol], lw=1.6, label=TIME_LABELS[symbol]
        )
    fixed = "alpha" if along == "alpha_D" else "alpha_D"
    symbols = {"alpha": r"\alpha", "alpha_D": r"\alpha_D"}
    panel.set(xscale="log", yscale="log", ylabel="$t$", ylim=(t[0], t[-1]))
    panel.set(xlabel=rf"${symbols[along]}$   (${symbols[fixed]}$ = {rows[fixed].iloc[0]:g})")
    plain_ticks(panel.xaxis)
    _name_phases(panel, rows, along, t)
    return image


def _name_phases(panel: Axes, rows: pd.DataFrame, along: str, t: np.ndarray) -> None:
    """Write each phase's name halfway between its boundaries."""
    axis = np.sort(rows[along].unique())
    place = axis[int(WHERE[along] * len(axis))]
    here = select(rows, **{along: float(place)})
    edges = {s: value_of(here, q) for s, q in QUANTITIES.items()}
    for above, below, name in PHASES:
        high = edges[above] if above else t[-1]
        low = edges[below] if below else t[0]
        tilt = _tilt(panel, rows, along, place, [s for s in (above, below) if s])
        panel.text(
            place, np.sqrt(high * low), name, ha="center", va="center", fontsize=6, rotation=tilt
        )


def _tilt(
    panel: Axes, rows: pd.DataFrame, along: str, place: float, boundaries: list[str]
) -> float:
    """Angle in degrees, on the page, of the boundaries of a phase at one place of the axis."""
    ends = []
    for at in (place / 1.2, place * 1.2):
        logs = []
        for symbol in boundaries:
            line = select(rows, quantity=QUANTITIES[symbol]).sort_values(along)
            logs.append(np.interp(np.log(at), np.log(line[along]), np.log(line["value"])))
        ends.append(panel.transData.transform((at, np.exp(np.mean(logs)))))
    (x, y), (x_after, y_after) = ends
    return float(np.degrees(np.arctan2(y_after - y, x_after - x)))


def _simulations(panel: Axes, tables: dict[str, Any]) -> None:
    """Measured t_c (fixed N and P) and t_g, from the simulations of manifold_memorization."""
    collapse = select(
        tables["fixed_size"], quantity="collapse_time", kind="simulation", activation="linear"
    )
    best = select(tables["cross_entropy"], quantity="generalization_time", kind="simulation")
    alpha = float(select(tables["full_picture"], along="alpha_D")["alpha"].iloc[0])
    low, high = panel.get_xlim()
    for found, symbol in ((collapse, "t_c"), (best, "t_g")):
        here = found["alpha_D"].between(low, high) & np.isclose(found["alpha"], alpha, rtol=0.02)
        if here.any():
            style = {"color": TIME_COLOURS[symbol], "mec": "k", "mew": 0.4}
            simulation_points(panel, found[here], "alpha_D", **style)
    panel.legend(loc="lower right")
