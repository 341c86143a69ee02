"""A network's energy landscape on a cut, P_t at high and low t, entropy and specific heat."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from scipy.interpolate import CubicSpline

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, value_of

# Of the colour scale of P_t: below, a cell is all but empty.
LEAST = 1e-6
LIMIT = "#D55E00"


def draw(tables: dict[str, Any]) -> Figure:
    """Three pictures of the cut above; order, entropy, specific heat and its peak below."""
    rows, cut = tables["landscape"], tables["landscape_cut"]
    figure = new_figure(7.0, 5.0)
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.2, 1), squeeze=False)[:, 0]
    above, below = upper.subplots(1, 3, sharey=True), lower.subplots(1, 4)
    low, high = cut["t"]
    image = _cut(above[0], cut, cut["lowest"], cmap="cividis")
    upper.colorbar(image, ax=above[0], location="bottom", label="lowest energy / $N$", aspect=15)
    _marks(above[0], cut)
    size = f"$N={select(rows, kind='simulation', quantity='entropy')['N'].max():g}$"
    above[0].text(1.0, 1.0, size, ha="right", va="top", transform=above[0].transAxes)
    most = max(cut["hot"].max(), cut["cold"].max())
    for panel, name, t in ((above[1], "hot", high), (above[2], "cold", low)):
        share = np.maximum(cut[name], LEAST)
        image = _cut(panel, cut, share, cmap="magma", norm=LogNorm(LEAST, most))
        panel.text(1.0, 1.0, f"$t={t:g}$", ha="right", va="top", transform=panel.transAxes)
    patterns = cut["minima"][cut["is_pattern"].astype(bool)]
    above[2].scatter(*patterns.T, marker="x", c="#56B4E9", s=16, lw=0.9, clip_on=False, zorder=3)
    label = "$P_t$ of all states at one $(m_1, m_2)$"
    upper.colorbar(
        image, ax=list(above[1:]), location="bottom", label=label, aspect=32, extend="min"
    )
    above[0].set_ylabel("overlap $m_2$")
    names = ("nearest_overlap", "entropy", "specific_heat")
    labels = ("overlap, nearest pattern", "entropy / $N$", "specific heat / $N$")
    for panel, quantity, label, top in zip(below, names, labels, (1.04, 0.78, 1.75), strict=False):
        _curves(panel, rows, quantity)
        panel.set(ylabel=label, ylim=(0, top), xlim=(0.28, 10.7))
    below[1].axhline(np.log(2), color="0.6", lw=0.7, ls=":", zorder=0)
    below[1].text(0.31, np.log(2), r"$\log 2$", va="bottom", color="0.4", fontsize=7)
    _peaks(below[3], rows)
    lower.legend(
        *below[0].get_legend_handles_labels(), loc="outside upper center", ncols=5, fontsize=7
    )
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
    """Patterns and other minima; the number of those that fall on one place beside it."""
    known = cut["is_pattern"].astype(bool)
    for inside, style, label in (
        (known, {"marker": "x", "color": "#D55E00", "s": 28, "lw": 1.4}, r"$\pm$ patterns"),
        (
            ~known,
            {"marker": "o", "facecolors": "w", "edgecolors": "k", "s": 22, "lw": 0.9},
            "other minima",
        ),
    ):
        places, counts = np.unique(cut["minima"][inside].round(9), axis=0, return_counts=True)
        panel.scatter(*places.T, label=label, clip_on=False, zorder=3, **style)
        for (x, y), count in zip(places, counts, strict=True):
            if count > 1:
                at = (x + 0.13 * np.sign(x), y + 0.13 * np.sign(y))
                panel.text(*at, rf"$\times{count}$", ha="center", va="center", fontsize=7)
    panel.legend(
        loc="lower left", bbox_to_anchor=(0.2, 1.0), ncols=2, handletextpad=0.1, columnspacing=0.6
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
    panel.axvline(value_of(rows, "critical_temperature"), color="0.6", lw=0.7, ls=":", zorder=0)
    panel.set(xscale="log", xlabel="temperature $t$", xticks=[0.5, 1, 2, 5, 10])
    panel.xaxis.set_major_formatter("{x:g}")
    panel.xaxis.set_minor_formatter(NullFormatter())


def _peaks(panel: Axes, rows: Any) -> None:
    """Where the exact specific heat peaks against N^-1/2, and the polynomial through it."""
    fit = select(rows, quantity="heat_peak_fit")
    theory_line(panel, fit, "inverse_root", color="0.4", lw=0.9)
    peaks = select(rows, quantity="heat_peak")
    simulation_points(
        panel, peaks.assign(inverse_root=peaks["N"] ** -0.5), "inverse_root", color="k", ms=3.5
    )
    critical = value_of(rows, "critical_temperature")
    limit = select(rows, quantity="heat_peak_limit", of="all").assign(inverse_root=0.0)
    looks = {"color": "k", "mfc": "w", "ms": 5, "clip_on": False, "zorder": 5}
    simulation_points(panel, limit, "inverse_root", **looks)
    panel.plot(0, critical, "*", color=LIMIT, ms=11, clip_on=False, zorder=4)
    panel.text(0.008, critical + 0.02, f"$t_c={critical:g}$", color=LIMIT, fontsize=7, va="bottom")
    sizes = sorted(peaks["N"].unique())
    for N in (sizes[0], sizes[-1]):
        place = select(peaks, N=int(N))["value"].item()
        right = sizes[-1] == N
        x = N**-0.5 + (0.005 if right else -0.005)
        side = "left" if right else "right"
        panel.text(x, place, f"$N={N:g}$", fontsize=6.5, ha=side, va="bottom" if right else "top")
    panel.set(xlabel="$N^{-1/2}$", ylabel="$t$ at the peak of (f)", xlim=(0, None))
    panel.set_ylim(peaks["value"].min() - 0.1, 2.15)
