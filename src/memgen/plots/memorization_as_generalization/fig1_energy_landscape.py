"""A network's energy landscape on a cut, P_t at high and low t, entropy and specific heat."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from scipy.interpolate import CubicSpline

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select

# Of the colour scale of P_t: below, a cell is all but empty.
LEAST = 1e-6
LIMIT = "#D55E00"


def draw(tables: dict[str, Any]) -> Figure:
    """Three pictures of the cut above; entropy and specific heat below."""
    rows, cut = tables["landscape"], tables["landscape_cut"]
    figure = new_figure(7.0, 4.9)
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.15, 1), squeeze=False)[:, 0]
    above, below = upper.subplots(1, 3, sharey=True), lower.subplots(1, 2)
    low, high = cut["t"]
    image = _cut(above[0], cut, cut["lowest"], cmap="cividis")
    upper.colorbar(image, ax=above[0], location="bottom", label="lowest energy / $N$", aspect=15)
    _marks(above[0], cut)
    most = max(cut["hot"].max(), cut["cold"].max())
    for panel, name, t in ((above[1], "hot", high), (above[2], "cold", low)):
        share = np.maximum(cut[name], LEAST)
        image = _cut(panel, cut, share, cmap="magma", norm=LogNorm(LEAST, most))
        panel.text(1.0, 1.0, f"$t={t:g}$", ha="right", va="top", transform=panel.transAxes)
        label = "$P_t$ of a cell"
        upper.colorbar(image, ax=panel, location="bottom", label=label, aspect=15)
    above[0].set_ylabel("overlap $m_2$")
    _curves(below[0], rows, "entropy")
    _curves(below[1], rows, "specific_heat")
    below[0].axhline(np.log(2), color="0.6", lw=0.7, ls=":", zorder=0)
    below[0].text(0.31, np.log(2), r"$\log 2$", va="bottom", color="0.4", fontsize=7)
    below[0].set(ylabel="entropy / $N$", ylim=(0, 0.78))
    below[1].set(ylabel="specific heat / $N$", ylim=(0, 1.75))
    letter_panels([*above, *below])
    return figure


def _cut(panel: Axes, cut: dict[str, np.ndarray], values: np.ndarray, **style: Any) -> Any:
    """One tile for each cell: a square in the sums over spins where the patterns agree or differ.

    These are turned by 45 degrees against the overlaps, m_1 = u + v and m_2 = u - v.
    """
    corners = [_edges(cut[name]) for name in ("u", "v")]
    u, v = np.meshgrid(*corners, indexing="ij")
    image = panel.pcolormesh(u + v, u - v, values, rasterized=True, **style)
    panel.set(xlabel="overlap $m_1$", xlim=(-1.12, 1.12), ylim=(-1.12, 1.12), aspect="equal")
    return image


def _edges(centres: np.ndarray) -> np.ndarray:
    half = (centres[1] - centres[0]) / 2
    return np.append(centres - half, centres[-1] + half)


def _marks(panel: Axes, cut: dict[str, np.ndarray]) -> None:
    known = cut["is_pattern"].astype(bool)
    for inside, style, label in (
        (known, {"marker": "x", "color": "#D55E00", "s": 28, "lw": 1.4}, r"$\pm$ patterns"),
        (
            ~known,
            {"marker": "o", "facecolors": "w", "edgecolors": "k", "s": 22, "lw": 0.9},
            "other minima",
        ),
    ):
        panel.scatter(*cut["minima"][inside].T, label=label, clip_on=False, zorder=3, **style)
    panel.legend(
        loc="lower left", bbox_to_anchor=(0.28, 1.0), ncols=2, handletextpad=0.1, columnspacing=0.8
    )


def _smooth(frame: pd.DataFrame) -> pd.DataFrame:
    """An exact curve on a finer grid of t, by a cubic spline in log t."""
    ordered = frame.sort_values("t")
    log_t = np.log(ordered["t"].to_numpy(float))
    fine = np.linspace(log_t[0], log_t[-1], 400)
    values = CubicSpline(log_t, ordered["value"].to_numpy(float))(fine)
    return pd.DataFrame({"t": np.exp(fine), "value": values})


def _curves(panel: Axes, rows: Any, quantity: str) -> None:
    found = select(rows, quantity=quantity)
    sizes = sorted(found["N"].unique())
    colours = dict(zip(sizes, sequence_colours(len(sizes)), strict=True))
    for N, colour in colours.items():
        exact = _smooth(select(found, kind="theory", N=int(N)))
        theory_line(panel, exact, "t", color=colour, lw=1.0, label=f"$N={N:g}$")
    limit = select(rows, quantity=f"{quantity}_limit")
    theory_line(panel, limit, "t", color=LIMIT, lw=1.0, ls="--", label=r"$N\to\infty$")
    chains = select(found, kind="simulation")
    style = {"color": colours[max(sizes)], "ms": 3, "mfc": "white"}
    simulation_points(panel, chains, "t", label=f"chains, $N={max(sizes):g}$", **style)
    panel.set(xscale="log", xlabel="temperature $t$")
    plain_ticks(panel.xaxis)
    panel.legend(loc="lower right" if quantity == "entropy" else "upper right")
