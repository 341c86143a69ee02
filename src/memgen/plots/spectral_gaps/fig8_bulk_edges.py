"""Edges of the bulks against the ratio of the variances, and where they merge."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, simulation_points, theory_line

COLOURS = {
    "small_lower": "#D55E00",
    "small_upper": "#CC79A7",
    "large_lower": "#009E73",
    "large_upper": "#0072B2",
}
# Where (b) names each edge: above or below its points.
LABELS = {
    "small_lower": (r"$\gamma_-$ of $s_2^2$", 1.074),
    "small_upper": (r"$\gamma_+$ of $s_2^2$", 0.960),
    "large_lower": (r"$\gamma_-$ of $s_1^2$", 1.030),
    "large_upper": (r"$\gamma_+$ of $s_1^2$", 0.984),
}
STEP = "#0072B2"
REGIMES = {  # colour, name and height of the name in (d)
    "apart": ("#0072B2", "a tenth of the merging ratio: a gap", 0.92),
    "merging": ("#D55E00", "merging; dashed: guide of slope $-3/4$", 0.70),
    "merged": ("#009E73", "one variance: spacings of one bulk", 0.05),
}
SHADES = ("#F3C9AE", "#BBD7EA", "#D9D0E3")  # the lower bulk, the upper, the merged one


def draw(tables: dict[str, Any]) -> Figure:
    """Theory (lines) and extreme eigenvalues of drawn manifolds (points)."""
    rows = tables["bulk_edges"]
    figure = new_figure(7.0, 5.0)
    panels = figure.subplots(2, 2).ravel()
    sizes = rows[rows["quantity"] == "step_at"]
    rows = rows[rows["quantity"] != "step_at"]
    limit = rows[(rows["kind"] == "theory") & rows["N"].isna()]
    finite = rows[(rows["kind"] == "theory") & rows["N"].notna()]
    drawn = rows[rows["kind"] == "simulation"]
    _bulks(panels[0], limit, drawn)
    _ratios(panels[1], limit, finite, drawn)
    _step(panels[2], limit, finite, drawn)
    merging = rows[rows["quantity"] == "merging_ratio"]["value"]
    _against_size(panels[3], sizes)
    for panel in panels[:3]:
        panel.set(xscale="log", xlabel="ratio of the variances $s_2^2/s_1^2$")
        for at in merging:
            panel.axvline(at, color="0.4", lw=0.8, ls=":")
            panel.text(
                at, 1.01, f"merge, {at:.3f}", fontsize=6.5, ha="center", va="bottom",
                color="0.3", transform=panel.get_xaxis_transform(),
            )  # fmt: skip
    letter_panels(panels)
    return figure


def _bulks(panel: Axes, limit: pd.DataFrame, drawn: pd.DataFrame) -> None:
    """Shade the bulks, apart and merged, between the edges of the limit."""
    edges = limit[limit["quantity"].isin(list(COLOURS))]
    edges = edges.pivot_table(index="ratio", columns="quantity", values="value")
    merged = edges.get("small_upper", pd.Series(np.nan, edges.index)).isna()
    apart, single = edges[~merged], edges[merged]
    for lower, upper, shade in (
        ("small_lower", "small_upper", SHADES[0]),
        ("large_lower", "large_upper", SHADES[1]),
    ):
        if len(apart):
            panel.fill_between(apart.index, apart[lower], apart[upper], color=shade, lw=0)
    panel.fill_between(
        single.index, single["small_lower"], single["large_upper"], color=SHADES[2], lw=0
    )
    for name, colour in COLOURS.items():
        of = drawn[drawn["quantity"] == name]
        line = limit[limit["quantity"] == name]
        theory_line(panel, line, "ratio", color=colour, lw=1)
        if len(of):
            simulation_points(panel, of, "ratio", color=colour, ms=2.6)
    panel.set(yscale="log", ylabel=r"eigenvalue $\gamma$ of $FF^{\mathsf{T}}$")
    panel.text(0.06, 0.83, "bulk of $s_1^2$", transform=panel.transAxes, fontsize=7)
    panel.text(0.34, 0.37, "bulk of $s_2^2$", transform=panel.transAxes, fontsize=7, rotation=24)


def _ratios(panel: Axes, limit: pd.DataFrame, finite: pd.DataFrame, drawn: pd.DataFrame) -> None:
    """Extreme eigenvalues over the edge of the limit."""
    for name, colour in COLOURS.items():
        edge = limit[limit["quantity"] == name].sort_values("ratio")
        for frame, show in ((finite, theory_line), (drawn, simulation_points)):
            of = frame[frame["quantity"] == name].sort_values("ratio")
            if not len(of):
                continue
            there = np.exp(
                np.interp(np.log(of["ratio"]), np.log(edge["ratio"]), np.log(edge["value"]))
            )
            over = of.assign(value=of["value"] / there, stderr=of["stderr"] / there)
            style = {"lw": 1} if show is theory_line else {"ms": 2.4, "elinewidth": 0.7}
            show(panel, over, "ratio", color=colour, **style)
        label, height = LABELS[name]
        panel.text(1e-3, height, label, color=colour, fontsize=7)
    panel.axhline(1, color="k", lw=0.8, ls="--")
    panel.text(0.98, 1.002, r"$N\to\infty$", fontsize=6.5, ha="right", va="bottom",
               transform=panel.get_yaxis_transform())  # fmt: skip
    panel.set(ylabel="extreme eigenvalue / edge", ylim=(0.952, 1.085))


def _step(panel: Axes, limit: pd.DataFrame, finite: pd.DataFrame, drawn: pd.DataFrame) -> None:
    """The step between the eigenvalues of ranks m_2 and m_2 + 1."""
    name = "relative_step"
    theory_line(panel, limit[limit["quantity"] == name], "ratio", color="k", lw=0.8, ls="--")
    at_size = finite[finite["quantity"] == name].sort_values("ratio")
    jump = np.diff(np.log(at_size["ratio"].to_numpy(float))) > 0.3
    for _, part in at_size.groupby(np.concatenate([[0], np.cumsum(jump)])):
        theory_line(panel, part, "ratio", color=STEP, lw=1)
    of = drawn[drawn["quantity"] == name]
    simulation_points(panel, of, "ratio", color=STEP, ms=2.8)
    panel.set(yscale="log", ylabel="relative step at rank $m_2$", ylim=(3e-3, 1.6))
    place = {"fontsize": 7, "transform": panel.transAxes}
    panel.text(0.05, 0.8, f"gap, $N={int(of['N'].iloc[0])}$", color=STEP, **place)
    panel.text(0.72, 0.42, "gap, $N\\to\\infty$\n(dashed)", ha="right", **place)
    panel.text(0.995, 0.27, "spacing\nof one bulk", color=STEP, ha="right", **place)


def _against_size(panel: Axes, rows: pd.DataFrame) -> None:
    """The step against N: apart, where the bulks merge, and in one bulk."""
    for regime, (colour, label, height) in REGIMES.items():
        of = rows[rows["regime"] == regime]
        drawn = of[of["kind"] == "simulation"].sort_values("N")
        theory = of[of["kind"] == "theory"]
        simulation_points(panel, drawn, "N", color=colour, ms=3)
        if len(theory):
            theory_line(panel, theory, "N", color=colour, lw=1)
        else:
            N, first = drawn["N"].to_numpy(float), drawn.iloc[0]
            panel.plot(N, first["value"] * (N / N[0]) ** -0.75, "--", color=colour, lw=0.9)
        panel.text(0.04, height, label, color=colour, fontsize=7, transform=panel.transAxes)
    panel.set(xscale="log", yscale="log", xlabel="ambient dimension $N$", ylim=(3e-3, 2))
    panel.set(ylabel="relative step at rank $m_2$")
    plain_ticks(panel.xaxis)
    sizes = sorted(rows["N"].unique())
    panel.set_xticks(sizes, [f"{N:g}" for N in sizes])
