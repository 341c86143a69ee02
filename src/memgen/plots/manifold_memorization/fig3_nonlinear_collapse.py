"""The collapse time of curved manifolds: that of the linear one times a prefactor."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    ACTIVATION_COLOURS,
    letter_panels,
    plain_ticks,
    simulation_points,
    smooth_band,
    smooth_line,
)
from memgen.tables.read import select

# tanh and relu all but coincide in (a): their simulations are told apart by their marks.
MARKS = {"linear": "o", "tanh": "s", "relu": "^", "sign": "D"}


def draw(tables: dict[str, Any]) -> Figure:
    """t_c against alpha_D; the prefactor against alpha_D, simulated; and against alpha."""
    times, fixed = tables["times"], tables["fixed_size"]
    default = select(times, along="default")
    alpha, alpha_D = float(default["alpha"].iloc[0]), float(default["alpha_D"].iloc[0])
    figure = new_figure(7.0, 2.7)
    against_aspect, prefactor, against_alpha = figure.subplots(
        1, 3, gridspec_kw={"width_ratios": [1, 1.35, 1]}
    )
    aspects = fixed["alpha_D"]
    for name in times["activation"].unique():
        colour = ACTIVATION_COLOURS[name]
        of = select(times, activation=name)
        aspect = select(of, along="alpha_D", alpha=alpha)
        limit = select(aspect, quantity="collapse_time")
        smooth_line(against_aspect, limit, "alpha_D", color=colour, label=name)
        at_size = fixed[fixed["activation"] == name]
        _sizes(against_aspect, at_size, "collapse_time", name)
        if name == "linear":
            continue
        limit = relative(aspect).sort_values("alpha_D")
        smooth_line(prefactor, limit, "alpha_D", color=colour)
        near = limit.iloc[int((limit["alpha_D"] - 0.7).abs().argmin())]
        prefactor.text(near["alpha_D"], near["value"] + 0.012, name, color=colour)
        _sizes(prefactor, at_size, "prefactor", name)
        loading = select(of, along="alpha")
        curve = relative(loading).sort_values("alpha")
        smooth_line(against_alpha, curve, "alpha", color=colour)
        end = curve.iloc[-1]
        against_alpha.text(end["alpha"], end["value"] + 0.02, name, ha="right", color=colour)
    against_aspect.set(xscale="log", yscale="log", xlim=(aspects.min() * 0.85, 2))
    against_aspect.set(ylim=(aspects.min() ** 2, 6))
    against_aspect.set(xlabel=rf"$\alpha_D$   ($\alpha$ = {alpha:g})", ylabel="$t_c$")
    plain_ticks(against_aspect.xaxis)
    against_aspect.plot([], [], color="0.3", ls="--", label=f"$N$ = {int(fixed['N'].iloc[0])}")
    against_aspect.legend(loc="lower right")
    prefactor.axhline(1, color="0.6", lw=0.6, ls=":")
    prefactor.plot([], [], color="0.3", label=r"theory, $N\to\infty$")
    N, P = int(fixed["N"].iloc[0]), int(fixed["P"].iloc[0])
    prefactor.plot([], [], color="0.3", ls="--", label=f"theory, $N$ = {N}")
    prefactor.errorbar([], [], yerr=[], fmt="o", ms=3, color="0.3", label=f"simulation, $P$ = {P}")
    prefactor.set(xlim=(0, 1.03), ylim=(0.6, 1.13), xlabel=r"$\alpha_D$")
    prefactor.set_ylabel(r"$t_c\,/\,(E[\sigma'^2]\; t_c^{\rm linear})$")
    prefactor.legend(loc="upper right")
    against_alpha.axhline(1, color="0.6", lw=0.6, ls=":")
    against_alpha.set(ylim=(0.6, 1.13), xlabel=rf"$\alpha$   ($\alpha_D$ = {alpha_D:g})")
    against_alpha.set_ylabel(r"$t_c\,/\,(E[\sigma'^2]\; t_c^{\rm linear})$")
    letter_panels([against_aspect, prefactor, against_alpha])
    return figure


def relative(rows: pd.DataFrame) -> pd.DataFrame:
    """Return t_c in units of E[sigma'^2] times the linear manifold's, along one curve."""
    on = ["alpha", "alpha_D"]
    unit = select(rows, quantity="collapse_time_rescaled")[[*on, "value"]]
    both = select(rows, quantity="collapse_time").merge(unit, on=on, suffixes=("", "_unit"))
    return both.assign(value=both["value"] / both["value_unit"])


def _sizes(panel: Any, rows: pd.DataFrame, quantity: str, name: str) -> None:
    """Finite-size theory and simulation of one activation."""
    if rows.empty:
        return
    colour = ACTIVATION_COLOURS[name]
    finite = select(rows, quantity=f"{quantity}_finite_size")
    smooth_line(panel, finite, "alpha_D", color=colour, ls="--", lw=1)
    # sampled: its own error, too small to be seen in (a)
    smooth_band(panel, finite, "alpha_D", color=colour)
    measured = select(rows, quantity=quantity, kind="simulation")
    simulation_points(panel, measured, "alpha_D", color=colour, fmt=MARKS[name], ms=3)
