"""Training losses beside the least losses, and what the networks are near to."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import K_COLOURS
from memgen.tables.read import select, value_of

PAIRS = {
    "network_from_empirical": ("o", "#D55E00", "network, its points' score"),
    "network_from_circle": ("s", "#0072B2", "network, the circle's score"),
    "empirical_from_circle": ("x", "k", "points' and circle's score"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Losses against steps, squared differences of scores, and the share that is memorised."""
    rows = tables["toy_training"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3, width_ratios=[1.2, 1, 1])
    _losses(panels[0], rows)
    _differences(panels[1], rows)
    _shares(panels[2], select(rows, quantity="followed"))
    letter_panels(panels)
    return figure


def _losses(panel: Axes, rows: Any) -> None:
    ring = value_of(rows, "circle_optimum")
    losses = select(rows, quantity="loss")
    sizes = sorted(losses["K"].astype(int).unique())
    for K, colour in zip(sizes, K_COLOURS, strict=True):
        curve = losses[losses["K"] == K].sort_values("step")
        panel.plot(curve["step"], curve["value"], color=colour, lw=0.9, label=f"$K={K}$")
        best = rows[(rows["quantity"] == "empirical_optimum") & (rows["K"] == K)]
        panel.axhline(float(best["value"].iloc[0]), color=colour, lw=0.8, ls="--")
    panel.axhline(ring, color="k", lw=0.8, ls=":", label=r"optimum of the circle")
    panel.plot([], [], color="0.4", lw=0.8, ls="--", label="optimum of the points")
    panel.set(xlabel="step", ylabel="training loss", xscale="log", ylim=(0.3, 1.75))
    panel.legend(ncols=2, loc="upper right", fontsize=6, columnspacing=1)


def _differences(panel: Axes, rows: Any) -> None:
    for quantity, (marker, colour, label) in PAIRS.items():
        found = select(rows, quantity=quantity).sort_values("K")
        panel.errorbar(
            found["K"], found["value"], found["stderr"], fmt=marker, color=colour, label=label
        )
    panel.set(xscale="log", yscale="log", xlabel="training points $K$")
    sizes = sorted(select(rows, quantity="loss")["K"].astype(int).unique())
    panel.set_xticks(sizes, [str(K) for K in sizes])
    panel.minorticks_off()
    panel.set_ylim(5e-4, 100)
    panel.set_ylabel(r"$\langle\,t\,|s-s'|^2\rangle$")
    panel.legend(loc="upper right")


def _shares(panel: Axes, rows: Any) -> None:
    sizes = sorted(rows["K"].astype(int).unique())
    for K, colour in zip(sizes, K_COLOURS, strict=True):
        found = select(rows, K=K).sort_values("t")
        panel.errorbar(found["t"], found["value"], found["stderr"], fmt="o-", lw=0.8, color=colour)
    for level in (0, 1):
        panel.axhline(level, color="k", lw=0.6, ls=":")
    panel.set(xscale="log", xlabel="$t$", ylabel="share of the points' fluctuation")
