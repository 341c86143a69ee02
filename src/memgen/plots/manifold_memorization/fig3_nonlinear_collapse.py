"""The collapse time of curved manifolds: replica theory, rescaled linear curve, simulation."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    ACTIVATION_COLOURS,
    ACTIVATION_DASHES,
    letter_panels,
    plain_ticks,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """t_c against alpha_D and against alpha; slope -2; t_c at fixed size, simulated."""
    times, fixed = tables["times"], tables["fixed_size"]
    default = select(times, along="default")
    alpha, alpha_D = float(default["alpha"].iloc[0]), float(default["alpha_D"].iloc[0])
    figure = new_figure(7.0, 4.6)
    (against_aspect, against_alpha), (scaled, simulated) = figure.subplots(2, 2)
    for name in times["activation"].unique():
        colour, dash = ACTIVATION_COLOURS[name], ACTIVATION_DASHES[name]
        of = select(times, activation=name)
        aspect = select(of, along="alpha_D", alpha=alpha)
        theory_line(
            against_aspect,
            select(aspect, quantity="collapse_time"),
            "alpha_D",
            color=colour,
            ls=dash,
            label=name,
        )
        loading = select(of, along="alpha")
        theory_line(against_alpha, select(loading, quantity="collapse_time"), "alpha", color=colour)
        if name != "linear":
            for panel, rows, x in (
                (against_aspect, aspect, "alpha_D"),
                (against_alpha, loading, "alpha"),
            ):
                rescaled = select(rows, quantity="collapse_time_rescaled")
                theory_line(panel, rescaled, x, color=colour, ls=":")
        exact = select(aspect, quantity="collapse_time").sort_values("alpha_D")
        scaled.plot(
            exact["alpha"] / exact["alpha_D"],
            np.log(exact["alpha_D"] * exact["value"]),
            color=colour,
            ls=dash,
        )
        at_size = fixed[fixed["activation"] == name]
        if len(at_size):
            rows = select(at_size, quantity="collapse_time")
            theory_line(simulated, select(rows, kind="theory"), "D", color=colour, ls=dash)
            simulation_points(simulated, select(rows, kind="simulation"), "D", color=colour)
    against_aspect.plot([], [], color="0.4", ls=":", label=r"linear $\times\, E[\sigma'^2]$")
    against_aspect.set(xscale="log", yscale="log", ylim=(1e-9, 30))
    against_aspect.set(xlabel=rf"$\alpha_D$   ($\alpha$ = {alpha:g})", ylabel="$t_c$")
    against_aspect.legend(loc="lower right")
    against_alpha.set(
        yscale="log", xlabel=rf"$\alpha$   ($\alpha_D$ = {alpha_D:g})", ylabel="$t_c$"
    )
    x = np.linspace(0.05, 9, 50)
    scaled.plot(x, -2 * x, color="k", lw=0.8, ls="--", label="slope $-2$")
    scaled.set(xlim=(0, 9), ylim=(-19, 4), xlabel=r"$\log P / D = \alpha / \alpha_D$")
    scaled.set_ylabel(r"$\log(\alpha_D\, t_c)$")
    scaled.legend(loc="upper right")
    N, P = int(fixed["N"].iloc[0]), int(fixed["P"].iloc[0])
    simulated.plot([], [], color="0.4", label=r"theory, $N\to\infty$")
    simulated.errorbar([], [], yerr=[], fmt="o", color="0.4", label="simulation")
    simulated.set(
        xscale="log", yscale="log", xlabel=f"$D$   ($N$ = {N}, $P$ = {P})", ylabel="$t_c$"
    )
    plain_ticks(simulated.xaxis)
    simulated.legend(loc="lower right")
    letter_panels([against_aspect, against_alpha, scaled, simulated])
    return figure
