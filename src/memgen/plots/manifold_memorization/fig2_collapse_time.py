"""The collapse time of the linear manifold against its latent dimension."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """t_c against alpha_D; the collapse of all curves on slope -2; t_c against D, simulated."""
    times, fixed = tables["times"], tables["fixed_size"]
    linear = select(times, activation="linear", along="alpha_D")
    alphas = sorted(linear["alpha"].unique())
    figure = new_figure(7.0, 2.5)
    against_aspect, scaled, against_D = figure.subplots(1, 3)
    for alpha, colour in zip(alphas, sequence_colours(len(alphas)), strict=True):
        curve = select(linear, alpha=float(alpha))
        exact = select(curve, quantity="collapse_time")
        small = select(curve, quantity="collapse_time_small_alpha_D")
        theory_line(against_aspect, exact, "alpha_D", color=colour, label=rf"$\alpha$ = {alpha:g}")
        theory_line(against_aspect, small, "alpha_D", color=colour, ls=":")
        ordered = exact.sort_values("alpha_D")
        scaled.plot(
            ordered["alpha"] / ordered["alpha_D"],
            np.log(ordered["alpha_D"] * ordered["value"]),
            color=colour,
        )
    against_aspect.plot([], [], color="0.4", ls=":", label=r"small $\alpha_D$")
    against_aspect.set(xscale="log", yscale="log", ylim=(1e-9, 30))
    against_aspect.set(xlabel=r"$\alpha_D = D/N$", ylabel="collapse time $t_c$")
    against_aspect.legend(loc="lower right")

    x = np.linspace(0.05, 9, 50)
    scaled.plot(x, -2 * x, color="k", lw=0.8, ls="--", label="slope $-2$")
    scaled.set(xlim=(0, 9), ylim=(-19, 4), xlabel=r"$\log P / D = \alpha / \alpha_D$")
    scaled.set_ylabel(r"$\log(\alpha_D\, t_c)$")
    scaled.legend(loc="upper right")

    simulated = select(fixed, activation="linear", quantity="collapse_time")
    N, P = int(simulated["N"].iloc[0]), int(simulated["P"].iloc[0])
    theory_line(
        against_D, select(simulated, kind="theory"), "D", color="k", label=r"theory, $N\to\infty$"
    )
    simulation_points(
        against_D, select(simulated, kind="simulation"), "D", color="#D55E00", label="simulation"
    )
    small = select(fixed, activation="linear", quantity="collapse_time_small_alpha_D")
    theory_line(against_D, small, "D", color="0.5", ls=":", label=r"small $\alpha_D$")
    against_D.set(
        xscale="log", yscale="log", xlabel=f"$D$   ($N$ = {N}, $P$ = {P})", ylabel="$t_c$"
    )
    plain_ticks(against_D.xaxis)
    against_D.legend(loc="lower right")
    letter_panels([against_aspect, scaled, against_D])
    return figure
