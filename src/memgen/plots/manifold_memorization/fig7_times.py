"""Onset, collapse and generalization times against the latent dimension."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    TIME_COLOURS,
    TIME_LABELS,
    letter_panels,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select

QUANTITIES = {"t_o": "onset_time", "t_c": "collapse_time", "t_g": "generalization_time"}


def draw(tables: dict[str, Any]) -> Figure:
    """t_o, t_c and t_g for the linear and the tanh manifold; inset: t_g / t_c."""
    times = tables["times"]
    alpha = float(select(times, along="default")["alpha"].iloc[0])
    names = [name for name in ("linear", "tanh", "relu") if name in set(times["activation"])]
    figure = new_figure(7.0, 2.8)
    panels = figure.subplots(1, len(names), sharey=True, squeeze=False)[0]
    for panel, name in zip(panels, names, strict=True):
        rows = select(times, activation=name, along="alpha_D", alpha=alpha)
        for symbol, quantity in QUANTITIES.items():
            theory_line(
                panel,
                select(rows, quantity=quantity),
                "alpha_D",
                color=TIME_COLOURS[symbol],
                label=TIME_LABELS[symbol],
            )
        _inset(panel, rows)
        panel.set(xscale="log", yscale="log", xlabel=rf"$\alpha_D$   ($\alpha$ = {alpha:g})")
        panel.set_title(name)
    _simulations(panels, names, tables)
    panels[0].set(ylabel="time (variance of the noise)", ylim=(1e-9, 60))
    panels[0].legend(loc="upper left", ncol=2)
    letter_panels(panels)
    return figure


def _inset(panel: Any, rows: Any) -> None:
    """t_g / t_c against alpha_D, with the line t_g / t_c = alpha_D."""
    collapse = select(rows, quantity="collapse_time").sort_values("alpha_D")
    best = select(rows, quantity="generalization_time").sort_values("alpha_D")
    inset = panel.inset_axes([0.62, 0.12, 0.36, 0.36])
    aspect = collapse["alpha_D"].to_numpy()
    inset.plot(aspect, best["value"].to_numpy() / collapse["value"].to_numpy(), color="k", lw=1)
    inset.plot(aspect, aspect, color="0.5", ls="--", lw=0.8)
    inset.set(xscale="log", yscale="log", ylim=(None, 1.3))
    inset.set_title("$t_g/t_c$", fontsize=6, pad=2)
    inset.tick_params(labelsize=5)


def _simulations(panels: Any, names: list[str], tables: dict[str, Any]) -> None:
    """Measured t_c and t_g, where simulated."""
    fixed, entropy = tables["fixed_size"], tables["cross_entropy"]
    for panel, name in zip(panels, names, strict=True):
        collapse = fixed[
            (fixed["activation"] == name)
            & (fixed["kind"] == "simulation")
            & (fixed["quantity"] == "collapse_time")
        ]
        if len(collapse):
            simulation_points(panel, collapse, "alpha_D", color=TIME_COLOURS["t_c"])
    minima = select(entropy, quantity="generalization_time", kind="simulation")
    simulation_points(panels[0], minima, "alpha_D", color=TIME_COLOURS["t_g"])
    corrected = select(entropy, quantity="generalization_time_finite_size", kind="theory")
    panels[0].plot(
        corrected["alpha_D"],
        corrected["value"],
        "_",
        color=TIME_COLOURS["t_g"],
        ms=9,
        mew=1.2,
        label="$t_g$ at this $N$",
    )
