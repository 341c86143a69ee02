"""Capacity of patterns on the hidden manifold, by activation."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.manifold_capacity._shared import against_load, measured_capacity
from memgen.plots.pieces import (
    ACTIVATION_COLOURS,
    letter_panels,
    plain_ticks,
    sequence_colours,
    theory_line,
)
from memgen.tables.read import select, single, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """alpha_1 against lambda for several alpha_D; own weight and retrieval against alpha."""
    retrieval = tables["retrieval"]
    names = [name for name in ACTIVATION_COLOURS if name in set(retrieval["patterns"])]
    figure = new_figure(7.0, 6.6)
    panels = figure.subplots(3, len(names), squeeze=False)
    for column, name in enumerate(names):
        _capacity(panels[0, column], tables, name)
        rows = select(retrieval, patterns=name)
        sizes = [int(N) for N in sorted(rows["N"].dropna().unique())]
        limit = single(rows, quantity="retrieval_capacity")
        against_load(panels[1, column], rows, "own_weight", sizes, mfc="white")
        against_load(panels[2, column], rows, "success", sizes)
        panels[1, column].axhline(0.5, color="0.6", lw=0.6, zorder=0)
        panels[1, column].set_title(
            rf"$\alpha_D$ = {limit['alpha_D']:g}, $\lambda$ = {limit['lam']:.2g}", loc="right"
        )
        for panel in panels[1:, column]:
            panel.set_xlim(0.2 * limit["value"], None)
        panels[1, column].legend(title="$N$", title_fontsize=6.5, loc="lower left")
        panels[2, column].text(limit["value"], 1.0, r" $\alpha_1$", size=7, va="center", ha="left")
    panels[0, 0].set(ylabel=r"capacity $\alpha_1$")
    panels[1, 0].set(ylabel="own weight")
    panels[2, 0].set(ylabel="retrieved by iteration")
    letter_panels(panels.ravel())
    return figure


def _capacity(panel: Axes, tables: dict[str, Any], name: str) -> None:
    curves = select(tables["curves"], patterns=name)
    points = select(tables["half_loads"], patterns=name)
    # lambda in units that make ensembles of different norms comparable
    scale = value_of(curves, "squared_norm")
    curves = curves.assign(lam=scale * curves["lam"])
    aspects = sorted(select(curves, quantity="retrieval_capacity")["alpha_D"].unique())
    for alpha_D, colour in zip(aspects, sequence_colours(len(aspects)), strict=True):
        rows = select(curves, alpha_D=float(alpha_D))
        theory_line(
            panel,
            select(rows, quantity="retrieval_capacity"),
            "lam",
            color=colour,
            label=f"{alpha_D:g}",
        )
        measured = points[points["alpha_D"] == alpha_D]
        if len(measured):
            measured_capacity(panel, measured, colour, scale)
    if not set(points["alpha_D"]) <= set(aspects):
        raise ValueError(f"{name}: half loads at an alpha_D without a curve, {aspects}.")
    limit = select(curves, quantity="independent_capacity")
    theory_line(panel, limit, "lam", color="0.5", ls="--", lw=0.9, label=r"$\infty$")
    panel.set(xscale="log", yscale="log", xlabel=r"$\lambda\,|\xi|^2/N$")
    saturation = select(curves, quantity="saturation_lam").dropna(subset=["alpha_D"])
    for _, one in saturation.iterrows():
        colour = sequence_colours(len(aspects))[aspects.index(one["alpha_D"])]
        panel.axvline(scale * one["value"], 0, 0.04, color=colour, lw=2.2)
    # from below the smallest measured lambda and load to beyond the saturation
    edges = select(curves, quantity="saturation_lam")["value"]
    seen = select(points, quantity="half_load_own_weight")
    panel.set_xlim(0.6 * scale * float(seen["lam"].min()), 2 * scale * float(edges.max()))
    panel.set_title(name)
    panel.set_ylim(0.4 * float(seen["value"].min()), 3.2 * float(limit["value"].max()))
    plain_ticks(panel.xaxis)
    plain_ticks(panel.yaxis)
    panel.legend(
        title=r"$\alpha_D$",
        title_fontsize=6.5,
        loc="upper left",
        ncols=4,
        handlelength=1,
        columnspacing=0.8,
    )
