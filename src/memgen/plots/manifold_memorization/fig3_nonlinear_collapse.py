"""The collapse time of curved manifolds: that of the linear one times a prefactor."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from memgen.claims.manifold_memorization.local_metric import LARGEST_D, local_prefactor
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
# Finite-size theory where it is a number for each D with an error of its own.
FINITE = {"fmt": "D", "mfc": "white", "mew": 0.7, "ls": ":", "lw": 0.8}
ASIDE = 1.035  # so that it does not hide the simulation


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
        near = limit.iloc[int((limit["alpha_D"] - 0.65).abs().argmin())]
        prefactor.text(near["alpha_D"], near["value"] + 0.012, name, color=colour, ha="center")
        _prefactors(prefactor, at_size, name)
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
    N, P = int(fixed["N"].iloc[0]), int(fixed["P"].iloc[0])
    key = {"color": "0.3", "ms": 3}
    prefactor.plot([], [], color="0.3", label=r"theory, $N\to\infty$")
    prefactor.errorbar([], [], yerr=[], label=f"theory, $N$ = {N}", **key, **FINITE)
    prefactor.errorbar([], [], yerr=[], fmt="o", label=f"simulation, $P$ = {P}", **key)
    prefactor.plot([], [], "x", color="0.3", ms=6, mew=1.3, label=f"local metric, $N$ = {N}")
    prefactor.set(xscale="log", xlim=(0.06, 1.15), ylim=(0.6, 1.24), xlabel=r"$\alpha_D$")
    prefactor.set_yticks([0.6, 0.7, 0.8, 0.9, 1.0])
    plain_ticks(prefactor.xaxis)
    prefactor.set_ylabel(r"$t_c\,/\,(E[\sigma'^2]\; t_c^{\rm linear})$")
    prefactor.legend(loc="upper right", fontsize=6.5)
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


def _prefactors(panel: Any, rows: pd.DataFrame, name: str) -> None:
    """Prefactors of one activation: finite-size theory, local metric and simulation."""
    if rows.empty:
        return
    colour = ACTIVATION_COLOURS[name]
    finite = select(rows, quantity="prefactor_finite_size").sort_values("alpha_D")
    places = finite["alpha_D"] * ASIDE
    style = {"color": colour, "ms": 3, "zorder": 2, **FINITE}
    panel.errorbar(places, finite["value"], yerr=finite["stderr"], **style)
    measured = select(rows, quantity="prefactor", kind="simulation")
    simulation_points(panel, measured, "alpha_D", color=colour, fmt=MARKS[name], ms=3)
    near = measured[measured["D"] <= LARGEST_D]
    local = [local_prefactor(name, int(one["N"]), int(one["D"])) for _, one in near.iterrows()]
    heights = [one.value for one in local]
    panel.plot(near["alpha_D"] / ASIDE, heights, "x", color=colour, ms=6, mew=1.3, zorder=4)


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
