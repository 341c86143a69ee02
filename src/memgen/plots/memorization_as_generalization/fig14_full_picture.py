"""The phase diagram of a diffusion model on the linear manifold."""

from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, LogNorm
from matplotlib.figure import Figure
from scipy.interpolate import PchipInterpolator

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
# Between which boundaries each phase lies, from above; its name stands where there is room.
PHASES = ((None, "t_o", "no traps"), ("t_o", "t_c", "traps"), ("t_c", "t_g", "memorization"))
WHERE = {"alpha_D": 0.55, "alpha": 0.36}
# Traps where neither finite N nor a simulation is drawn.
WHERE_TRAPS = {"alpha_D": 0.13, "alpha": 0.13}
SYMBOLS = {"alpha": r"\alpha", "alpha_D": r"\alpha_D"}
# Excess of the cross-entropy, nats per coordinate.
SHADES = (0.003, 3.0)


def draw(tables: dict[str, Any]) -> Figure:
    """t_o, t_c and t_g over the excess cross-entropy, in (alpha_D, t) and in (alpha, t)."""
    rows, arrays, finite = (
        tables[name] for name in ("full_picture", "full_picture_map", "phase_times")
    )
    figure = new_figure(7.0, 3.4)
    panels = figure.subplots(1, 2)
    for panel, along in zip(panels, ("alpha_D", "alpha"), strict=True):
        image = _diagram(panel, select(rows, along=along), arrays, along)
        _finite_size(panel, select(finite, along=along), along)
    label = r"$\Phi_t - \Phi_{t_g}$, nats per coordinate"
    figure.colorbar(image, ax=panels, label=label, shrink=0.9, pad=0.01, extend="both")
    _explain(panels[0], float(finite["N"].iloc[0]))
    letter_panels(panels)
    return figure


def _diagram(panel: Axes, rows: pd.DataFrame, arrays: dict[str, np.ndarray], along: str) -> Any:
    t, excess = arrays[f"t_of_{along}"], arrays[f"excess_of_{along}"]
    image = panel.pcolormesh(
        arrays[along],
        t,
        np.clip(excess, *SHADES),
        cmap=ListedColormap(mpl.colormaps["Greys"](np.linspace(0, 0.45, 256))),
        norm=LogNorm(*SHADES),
        rasterized=True,
        shading="gouraud",
    )
    for symbol, quantity in QUANTITIES.items():
        line = select(rows, quantity=quantity).sort_values(along)
        theory_line(panel, line, along, color=TIME_COLOURS[symbol], lw=1.6)
        end = line.iloc[-1]
        panel.annotate(
            TIME_LABELS[symbol],
            (end[along], end["value"]),
            (3, 0),
            textcoords="offset points",
            color=TIME_COLOURS[symbol],
            va="center",
            annotation_clip=False,
        )
    fixed = "alpha" if along == "alpha_D" else "alpha_D"
    name = "latent dimension" if along == "alpha_D" else "amount of data"
    panel.set(xscale="log", yscale="log", ylabel="noise variance $t$", ylim=(t[0], t[-1]))
    panel.set(xlim=(arrays[along][0], arrays[along][-1]))
    panel.set(xlabel=rf"{name} ${SYMBOLS[along]}$")
    panel.set_title(rf"${SYMBOLS[fixed]}$ = {rows[fixed].iloc[0]:g}", fontsize=8)
    plain_ticks(panel.xaxis)
    _name_phases(panel, rows, along, t)
    return image


def _finite_size(panel: Axes, rows: pd.DataFrame, along: str) -> None:
    """Theory at finite N as dashes in a band of its standard error, the simulation as points."""
    for symbol, quantity in QUANTITIES.items():
        style: dict[str, Any] = {"color": TIME_COLOURS[symbol]}
        theory = select(rows, quantity=quantity, kind="theory").sort_values(along)
        places = np.log(theory[along].to_numpy(float))
        fine = np.linspace(places[0], places[-1], 200)
        smooth = PchipInterpolator(places, np.log(theory["value"].to_numpy(float)))(fine)
        relative = (theory["stderr"] / theory["value"]).to_numpy(float)
        width = np.interp(fine, places, relative)
        edges = [np.exp(smooth + sign * width) for sign in (-1, 1)]
        panel.fill_between(np.exp(fine), *edges, lw=0, alpha=0.25, **style)
        panel.plot(np.exp(fine), np.exp(smooth), ls=(0, (3, 1.2)), lw=1, **style)
        measured = select(rows, quantity=quantity, kind="simulation")
        simulation_points(panel, measured, along, ms=3.4, mec="k", mew=0.4, **style)


def _explain(panel: Axes, N: float) -> None:
    panel.plot([], [], color="0.2", lw=1.6, label=r"theory, $N\to\infty$")
    panel.plot(
        [], [], color="0.2", lw=1, ls=(0, (3, 1.2)), label=f"theory, $N$ = {N:g} (band: s.e.)"
    )
    panel.plot([], [], "o", color="0.4", mec="k", ms=3.4, label=f"simulation, $N$ = {N:g}")
    panel.legend(loc="lower right", fontsize=6.5)


def _name_phases(panel: Axes, rows: pd.DataFrame, along: str, t: np.ndarray) -> None:
    """Write each phase's name halfway between its boundaries."""
    axis = np.sort(rows[along].unique())
    for above, below, name in PHASES:
        where = WHERE_TRAPS if name == "traps" else WHERE
        place = axis[int(where[along] * len(axis))]
        here = select(rows, **{along: float(place)})
        edges = {s: value_of(here, q) for s, q in QUANTITIES.items()}
        high = edges[above] if above else t[-1]
        low = edges[below] if below else t[0]
        tilt = _tilt(panel, rows, along, place, [s for s in (above, below) if s])
        middle = np.sqrt(high * low)
        panel.text(place, middle, name, ha="center", va="center", fontsize=7.5, rotation=tilt)
    panel.text(
        place,
        edges["t_g"] * 0.75,
        "closest to the true density",
        color=TIME_COLOURS["t_g"],
        ha="center",
        va="top",
        fontsize=6,
        rotation=_tilt(panel, rows, along, place, ["t_g"]),
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
