"""The collapse time of the linear manifold against latent dimension and number of points."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
)
from memgen.tables.read import select, single


def draw(tables: dict[str, Any]) -> Figure:
    """t_c against alpha_D; against P at fixed D, simulated; against D at fixed P, simulated."""
    figure = new_figure(7.0, 2.6)
    against_aspect, against_P, against_D = figure.subplots(1, 3)
    _exact(against_aspect, tables["times"])
    _ladder(against_P, tables["point_ladder"])
    _fixed_size(against_D, tables["fixed_size"])
    letter_panels([against_aspect, against_P, against_D])
    return figure


def _exact(panel: Any, times: pd.DataFrame) -> None:
    linear = select(times, activation="linear", along="alpha_D")
    alphas = sorted(linear["alpha"].unique())
    for alpha, colour in zip(alphas, sequence_colours(len(alphas)), strict=True):
        curve = select(linear, alpha=float(alpha))
        exact = select(curve, quantity="collapse_time")
        smooth_line(panel, exact, "alpha_D", color=colour)
        small = select(curve, quantity="collapse_time_small_alpha_D")
        smooth_line(panel, small, "alpha_D", color=colour, ls=":")
        last = exact.sort_values("alpha_D").iloc[-1]
        panel.annotate(
            f"{alpha:g}",
            (last["alpha_D"], last["value"]),
            xytext=(3, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=7,
        )
    panel.text(0.99, 0.93, r"$\alpha$ =", transform=panel.transAxes, ha="left", fontsize=7)
    panel.plot([], [], color="0.3", label="exact")
    panel.plot([], [], color="0.3", ls=":", label=r"small $\alpha_D$")
    panel.set(xscale="log", yscale="log", xlim=(0.05, 2), ylim=(1e-4, 30))
    panel.set(xlabel=r"$\alpha_D = D/N$", ylabel="collapse time $t_c$")
    panel.legend(loc="lower right")


def _ladder(panel: Any, ladder: pd.DataFrame) -> None:
    sizes = sorted(int(D) for D in ladder["D"].unique())
    # labels of three lines need more room than the ends of the curves leave them
    aside = {D: 6.0 * (k - 1) for k, D in enumerate(sizes)} | {sizes[0]: 0.0}
    for D, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        rows = select(ladder, D=D)
        limit = select(rows, quantity="collapse_time", kind="theory")
        smooth_line(panel, limit, "P", color=colour, lw=0.8)
        finite = select(rows, quantity="collapse_time_finite_size")
        smooth_line(panel, finite, "P", color=colour, ls="--", lw=1)
        measured = select(rows, quantity="collapse_time", kind="simulation").sort_values("P")
        simulation_points(panel, measured, "P", color=colour, ms=3)
        last = measured.iloc[-1]
        exponent = single(rows, quantity="exponent")
        error = round(1000 * exponent["stderr"])
        panel.annotate(
            f"$D$ = {D}\n${exponent['value']:.3f}({error})$\n$-2/D = {-2 / D:.3f}$",
            (last["P"], last["value"]),
            xytext=(5, aside[D]),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=6,
            annotation_clip=False,
        )
    panel.set(xscale="log", yscale="log", xlabel="$P$")
    panel.set(ylabel="$t_c$ / (scale of $F$)")
    panel.set_xlim(right=2 * float(ladder["P"].max()))
    N = int(ladder["N"].iloc[0])
    panel.plot([], [], color="0.3", lw=0.8, label=r"theory, $N,P\to\infty$")
    panel.plot([], [], color="0.3", ls="--", lw=1, label="theory, finite $N$")
    panel.errorbar([], [], yerr=[], fmt="o", color="0.3", ms=3, label="simulation")
    panel.legend(loc="lower left", fontsize=6)
    panel.set_title(f"$N$ = {N}", fontsize=7, loc="right")


def _fixed_size(panel: Any, fixed: pd.DataFrame) -> None:
    linear = select(fixed, activation="linear")
    rows = select(linear, quantity="collapse_time")
    N, P = int(rows["N"].iloc[0]), int(rows["P"].iloc[0])
    limit = select(rows, kind="theory")
    smooth_line(panel, limit, "D", color="k", lw=0.8, label=r"theory, $N\to\infty$")
    finite = select(linear, quantity="collapse_time_finite_size")
    smooth_line(panel, finite, "D", color="k", ls="--", lw=1, label="theory, finite $N$")
    measured = select(rows, kind="simulation")
    simulation_points(panel, measured, "D", color="#D55E00", ms=3, label="simulation")
    small = select(linear, quantity="collapse_time_small_alpha_D")
    smooth_line(panel, small, "D", color="0.6", ls=":", label=r"small $\alpha_D$")
    panel.set(xscale="log", yscale="log", xlabel=f"$D$   ($N$ = {N}, $P$ = {P})", ylabel="$t_c$")
    plain_ticks(panel.xaxis)
    panel.legend(loc="lower right")
