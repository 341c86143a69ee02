"""Capacity of patterns on the hidden manifold, by activation."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    ACTIVATION_COLOURS,
    ladder,
    letter_panels,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select, single


def draw(tables: dict[str, Any]) -> Figure:
    """alpha_1 against lambda for several alpha_D above, success against alpha below."""
    names = [name for name in ACTIVATION_COLOURS if name in set(tables["retrieval"]["patterns"])]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, len(names), squeeze=False)
    for column, name in enumerate(names):
        _capacity(panels[0, column], tables, name)
        _success(panels[1, column], tables, name)
    panels[0, 0].set(ylabel=r"capacity $\alpha_1$")
    panels[1, 0].set(ylabel="retrieved, own weight")
    letter_panels(panels.ravel())
    return figure


def _capacity(panel: Axes, tables: dict[str, Any], name: str) -> None:
    curves = select(tables["curves"], patterns=name)
    points = select(tables["half_loads"], patterns=name)
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
        end = [select(rows, quantity=f"saturation_{what}")["value"] for what in ("lam", "capacity")]
        panel.plot(*end, "|", color=colour, ms=7, mew=1.2)
        limits = points[(points["quantity"] == "half_load_limit") & (points["alpha_D"] == alpha_D)]
        if len(limits):
            simulation_points(panel, limits, "lam", color=colour)
    if not set(points["alpha_D"]) <= set(aspects):
        raise ValueError(f"{name}: half loads at an alpha_D without a curve, {aspects}.")
    limit = select(curves, quantity="independent_capacity")
    theory_line(panel, limit, "lam", color="0.5", ls="--", lw=0.9, label=r"$\infty$")
    panel.set(xlabel=r"$\lambda$", ylim=(0, None))
    widest = select(curves, quantity="saturation_lam")["value"].max()
    panel.set_xlim(0, 2 * widest)
    panel.set_title(name)
    panel.legend(title=r"$\alpha_D$", title_fontsize=6.5, loc="lower right")


def _success(panel: Axes, tables: dict[str, Any], name: str) -> None:
    rows = select(tables["retrieval"], patterns=name)
    ladder(panel, select(rows, quantity="success", kind="simulation"), None, "alpha")
    weights = rows[rows["quantity"] == "own_weight"]
    theory = weights[(weights["kind"] == "theory") & weights["alpha"].notna()]
    ladder(
        panel,
        select(weights, kind="simulation"),
        theory,
        "alpha",
        mfc="white",
        lw=0.6 if len(theory) == 0 else 0,
    )
    limit = single(rows, quantity="retrieval_capacity")
    panel.axvline(limit["value"], color="k", lw=0.9)
    panel.set(xlabel=r"$\alpha$", ylim=(-0.03, 1.06))
    panel.set_title(rf"$\alpha_D$ = {limit['alpha_D']:g}, $\lambda$ = {limit['lam']:.3g}")
    handles, labels = panel.get_legend_handles_labels()
    half = len(labels) // 2
    panel.legend(handles[:half], labels[:half], title="$N$", title_fontsize=6.5, loc="lower left")
