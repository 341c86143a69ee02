"""A small network's energy landscape on a cut, P_t at high and low t, and its entropy."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, simulation_points, theory_line
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """Three pictures of the cut above; entropy and what simulation misses of it below."""
    rows, cut = tables["landscape"], tables["landscape_cut"]
    figure = new_figure(7.0, 4.8)
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.1, 1), squeeze=False)[:, 0]
    above, below = upper.subplots(1, 3), lower.subplots(1, 2)
    low, high = cut["t"]
    image = _cut(above[0], cut["m"], cut["lowest"], cmap="cividis")
    upper.colorbar(image, ax=above[0], shrink=0.7)
    above[0].set_title("lowest energy")
    _marks(above[0], cut)
    most = max(cut["hot"].max(), cut["cold"].max())
    for panel, name, t in ((above[1], "hot", high), (above[2], "cold", low)):
        share = np.where(np.isnan(cut["lowest"]), np.nan, np.maximum(cut[name], 1e-6))
        image = _cut(panel, cut["m"], share, cmap="magma", norm=LogNorm(1e-6, most))
        panel.set_title(f"$P_t$, $t={t:g}$")
        upper.colorbar(image, ax=panel, shrink=0.7)
    above[0].set_ylabel("overlap $m_2$")
    _entropy(below[0], rows, low, high)
    gap = select(rows, quantity="entropy_gap")
    simulation_points(below[1], gap, "t", color="#0072B2", ms=2.5)
    below[1].axhline(0, color="k", lw=0.8)
    below[1].set(xscale="log", xlabel="temperature $t$", ylabel="measured $-$ exact entropy / $N$")
    for panel in below:
        plain_ticks(panel.xaxis)
    letter_panels([*above, *below])
    return figure


def _cut(panel: Axes, m: np.ndarray, values: np.ndarray, **style: Any) -> Any:
    """One square for each pair of overlaps that states can have: every other one."""
    first, second = np.nonzero(np.isfinite(values))
    panel.set_facecolor("white")
    side = 72 * 1.15 / len(m)
    image = panel.scatter(
        m[first], m[second], c=values[first, second], s=side**2, marker="s", lw=0, **style
    )
    panel.set(xlabel="overlap $m_1$", xlim=(-1.08, 1.08), ylim=(-1.08, 1.08), aspect="equal")
    return image


def _marks(panel: Axes, cut: dict[str, np.ndarray]) -> None:
    minima, patterns = cut["minima"], np.concatenate([cut["patterns"], -cut["patterns"]])
    panel.plot(*minima.T, "o", mfc="none", mec="k", ms=6, label="minima")
    panel.plot(*patterns.T, "x", color="#D55E00", ms=5, mew=1.2, label=r"$\pm$ patterns")
    panel.figure.legend(*panel.get_legend_handles_labels(), loc="outside lower left", ncols=2)


def _entropy(panel: Axes, rows: Any, low: float, high: float) -> None:
    found = select(rows, quantity="entropy")
    theory_line(panel, select(found, kind="theory"), "t", color="k", label="exact, all states")
    simulation_points(
        panel,
        select(found, kind="simulation"),
        "t",
        color="#0072B2",
        ms=2.5,
        label="cooled chains",
    )
    N, P = int(found["N"].iloc[0]), int(found["P"].iloc[0])
    panel.axhline(np.log(2), color="0.5", lw=0.8, ls="--")
    panel.text(low, np.log(2), r"$\log 2$", va="bottom", color="0.4", fontsize=7)
    panel.axhline(np.log(2 * P) / N, color="0.5", lw=0.8, ls="--")
    panel.text(
        high, np.log(2 * P) / N, r"$\log(2P)/N$", va="bottom", ha="right", color="0.4", fontsize=7
    )
    panel.set(xscale="log", xlabel="temperature $t$", ylabel="entropy / $N$", ylim=(0, 0.8))
    panel.legend(loc="center right")
