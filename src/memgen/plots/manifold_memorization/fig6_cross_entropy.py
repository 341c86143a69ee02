"""The cross-entropy of the empirical diffusion model, minimal inside the memorization phase."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import mark_time, simulation_points, theory_band, theory_line
from memgen.tables.read import select, value_of


def draw(tables: dict[str, Any]) -> Figure:
    """One panel for each alpha_D: theory, finite-size theory, simulation; t_g and t_c marked."""
    entropy = tables["cross_entropy"]
    aspects = sorted(entropy["alpha_D"].unique())
    figure = new_figure(7.0, 2.4)
    panels = figure.subplots(1, len(aspects), squeeze=False)[0]
    for panel, alpha_D in zip(panels, aspects, strict=True):
        rows = select(entropy, alpha_D=float(alpha_D))
        limit = select(rows, quantity="cross_entropy", kind="theory")
        finite = select(rows, quantity="cross_entropy_finite_size")
        simulated = select(rows, quantity="cross_entropy", kind="simulation")
        theory_line(panel, limit, "t", color="k", label=r"theory, $N\to\infty$")
        theory_band(panel, finite, "t", color="#0072B2", ls="--", label="theory, finite $N$")
        simulation_points(panel, simulated, "t", color="#D55E00", ms=2.5, label="simulation")
        for symbol, quantity in (("t_g", "generalization_time"), ("t_c", "collapse_time")):
            mark_time(panel, symbol, value_of(rows, quantity, kind="theory"))
        low = min(limit["value"].min(), simulated["value"].min())
        at_large_t = simulated.sort_values("t")["value"].iloc[-1]
        panel.set(xscale="log", xlabel="$t$", ylim=(low - 0.25, max(at_large_t, low + 1) + 0.5))
        panel.set_title(rf"$\alpha_D$ = {alpha_D:g}", pad=10)
    panels[0].set_ylabel(r"$\Phi_t$ (nats per coordinate)")
    panels[-1].legend(loc="upper center", fontsize=5.5)
    return figure
