"""The cross-entropy of the empirical diffusion model, minimal inside the memorization phase."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    TIME_COLOURS,
    letter_panels,
    mark_time,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select, single, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """One panel for each alpha_D: theory, finite-size theory, simulation; t_g and t_c marked."""
    entropy = tables["cross_entropy"]
    aspects = sorted(entropy["alpha_D"].unique())
    N = int(entropy["N"].iloc[0])
    figure = new_figure(7.2, 2.7)
    panels = figure.subplots(1, len(aspects), squeeze=False)[0]
    for panel, alpha_D in zip(panels, aspects, strict=True):
        rows = select(entropy, alpha_D=float(alpha_D))
        limit = select(rows, quantity="cross_entropy", kind="theory")
        finite = select(rows, quantity="cross_entropy_finite_size")
        simulated = select(rows, quantity="cross_entropy", kind="simulation")
        theory_line(panel, limit, "t", color="k", label=r"theory, $N\to\infty$")
        smooth_line(
            panel, finite, "t", color="0.3", ls="--", scale="linear", label=f"theory, $N$ = {N}"
        )
        simulation_points(
            panel, simulated, "t", color="#CC79A7", ms=2.5, label="simulation, standard errors"
        )
        for symbol, quantity in (("t_g", "generalization_time"), ("t_c", "collapse_time")):
            mark_time(panel, symbol, value_of(rows, quantity, kind="theory"))
        low = min(limit["value"].min(), simulated["value"].min())
        at_large_t = simulated.sort_values("t")["value"].iloc[-1]
        top = max(at_large_t, low + 1) + 0.3
        panel.set(xscale="log", xlabel="$t$", ylim=(low - 0.25, top))
        # where the minimum is measured, above the axis
        best = single(rows, quantity="generalization_time", kind="simulation")
        style = {"fmt": "^", "color": TIME_COLOURS["t_g"], "ms": 4}
        panel.errorbar(best["value"], low - 0.17, xerr=best["stderr"], zorder=5, **style)
        panel.text(0.97, 0.05, rf"$\alpha_D$ = {alpha_D:g}", ha="right", transform=panel.transAxes)
    panels[0].set_ylabel(r"cross-entropy $\Phi_t$ (nats per coordinate)")
    panels[0].plot(
        [], [], "^", color=TIME_COLOURS["t_g"], ms=4, label=f"measured $t_g$ at $N$ = {N}"
    )
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncol=len(handles))
    letter_panels(panels)
    return figure
