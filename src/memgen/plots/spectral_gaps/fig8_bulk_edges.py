"""Edges of the bulks against the ratio of the variances, and where they merge."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import simulation_points, theory_line
from memgen.tables.read import select

COLOURS = {
    "small_lower": "#D55E00",
    "small_upper": "#D55E00",
    "large_lower": "#0072B2",
    "large_upper": "#0072B2",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Theory (lines) and extreme eigenvalues of drawn manifolds (points)."""
    rows = tables["bulk_edges"]
    figure = new_figure(3.4, 2.8)
    panel = figure.subplots()
    for name, colour in COLOURS.items():
        at = select(rows, quantity=name)
        theory_line(panel, select(at, kind="theory"), "ratio", color=colour, lw=1)
        simulation_points(panel, select(at, kind="simulation"), "ratio", color=colour, ms=2.8)
    for end, colour, label in (
        ("small", "#D55E00", "small variance"),
        ("large", "#0072B2", "large variance"),
    ):
        both = [
            select(rows, quantity=f"{end}_{side}", kind="theory") for side in ("lower", "upper")
        ]
        lower, upper = (frame.sort_values("ratio") for frame in both)
        apart = min(len(lower), len(upper))
        panel.fill_between(
            lower["ratio"].iloc[:apart],
            lower["value"].iloc[:apart],
            upper["value"].iloc[:apart],
            color=colour,
            alpha=0.2,
            lw=0,
            label=label,
        )
    merging = rows[rows["quantity"] == "merging_ratio"]
    if len(merging):
        at = float(merging["value"].iloc[0])
        panel.axvline(at, color="0.5", lw=0.8, ls=":", label=f"merge at {at:.4f}")
    panel.set(xscale="log", yscale="log", xlabel="$s_2^2/s_1^2$", ylabel=r"bulk edges $\gamma_\pm$")
    panel.legend(loc="lower right", frameon=True, facecolor="w", edgecolor="none", framealpha=1)
    return figure
