"""What the figures of capacity draw alike: curves against the load, and capacities with points."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy.interpolate import PchipInterpolator

from memgen.plots.falls import evened
from memgen.plots.pieces import sequence_colours, simulation_points
from memgen.tables.read import select

FIRST = np.log(6.0)  # log P from which success is drawn


def against_load(
    panel: Axes,
    rows: pd.DataFrame,
    quantity: str,
    sizes: Sequence[int],
    colours: Sequence[Any] | None = None,
    **style: Any,
) -> None:
    """Draw a quantity against alpha: theory as lines, simulation as points, dark to light in N.

    The vertical is alpha_1, the step of N to infinity.
    """
    if colours is None:
        colours = sequence_colours(len(sizes))
    curves = select(rows, quantity=quantity)
    drawn = set(select(curves, kind="simulation")["N"])
    for N, colour in zip(sizes, colours, strict=True):
        at = curves[curves["N"] == N]
        x, y, error = smoothed(select(at, kind="theory"))
        panel.plot(x, y, color=colour, lw=1.0, label=size(N))
        panel.fill_between(x, y - error, y + error, color=colour, alpha=0.25, lw=0)
        if N in drawn:
            simulated = select(at, kind="simulation")
            simulation_points(panel, simulated, "alpha", color=colour, ms=2.6, **style)
    alpha_1 = float(select(rows, quantity="retrieval_capacity")["value"].iloc[0])
    panel.plot([alpha_1, alpha_1], [0, 1], color="k", lw=0.9, ls="--")
    panel.set(xlabel=r"load $\alpha = \log P/N$", ylim=(-0.03, 1.06), xlim=(0.0, 1.28 * alpha_1))


def smoothed(theory: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return alpha, a falling curve and its standard error, an average over draws evened out.

    An exact curve as it is.
    """
    ordered = theory[theory["alpha"] * theory["N"] > FIRST].sort_values("alpha")
    x, y = ordered["alpha"].to_numpy(float), ordered["value"].to_numpy(float)
    error = ordered["stderr"].fillna(0.0).to_numpy(float)
    if not (ordered["n"].fillna(1) > 1).any():
        return x, y, 0 * error
    return evened(x, y, error)


def size(N: float) -> str:
    """Return a label of N: 26, 100, 10^3, 10^4."""
    power = round(np.log10(N))
    return f"$10^{power}$" if N >= 1000 and 10**power == N else f"{N:g}"


def measured_capacity(panel: Axes, rows: pd.DataFrame, colour: Any, scale: float = 1.0) -> None:
    """Draw loads of half own weight against lambda x scale, and as rings theory at the same N."""
    half = select(rows, quantity="half_load_own_weight")
    half = half.assign(lam=scale * half["lam"])
    ring(panel, select(half, kind="theory"), "lam", colour)
    simulation_points(panel, select(half, kind="simulation"), "lam", color=colour, ms=2.4)


def ring(panel: Axes, rows: pd.DataFrame, x: str, colour: Any) -> None:
    """Draw theory at the size of a simulated point as a ring around it."""
    panel.plot(rows[x], rows["value"], "o", color=colour, mfc="none", ms=6.5, mew=0.8, zorder=3)


def smooth_line(panel: Axes, x: pd.Series, y: pd.Series, **style: Any) -> None:
    """Draw a monotone interpolation through points that theory gives at few places."""
    order = np.argsort(x.to_numpy(float))
    known, values = x.to_numpy(float)[order], y.to_numpy(float)[order]
    fine = np.linspace(known[0], known[-1], 200)
    panel.plot(fine, PchipInterpolator(known, values)(fine), **style)
