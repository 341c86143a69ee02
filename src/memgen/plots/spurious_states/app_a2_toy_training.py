"""Training losses beside the least losses, and what the networks are near to."""

from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import K_COLOURS
from memgen.tables import select

PAIRS = {
    "network_from_empirical": ("o", "#D55E00", "network, its points' score"),
    "network_from_circle": ("s", "#0072B2", "network, the circle's score"),
    "empirical_from_circle": ("x", "k", "points' and circle's score"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Losses against steps at the left, squared differences of scores at the right."""
    rows = tables["toy_training"]
    figure = new_figure(7.0, 2.8)
    panels = figure.subplots(1, 2)
    _losses(panels[0], rows)
    _differences(panels[1], rows)
    letter_panels(panels)
    return figure


def _losses(panel: Axes, rows: Any) -> None:
    ring = float(select(rows, quantity="circle_optimum")["value"].iloc[0])
    losses = select(rows, quantity="loss")
    sizes = sorted(losses["K"].astype(int).unique())
    for K, colour in zip(sizes, K_COLOURS, strict=True):
        curve = losses[losses["K"] == K].sort_values("step")
        panel.plot(curve["step"], curve["value"], color=colour, lw=0.9, label=f"$K={K}$")
        best = rows[(rows["quantity"] == "empirical_optimum") & (rows["K"] == K)]
        panel.axhline(float(best["value"].iloc[0]), color=colour, lw=0.8, ls="--")
    panel.axhline(ring, color="k", lw=0.8, ls=":", label=r"optimum of the circle")
    panel.plot([], [], color="0.4", lw=0.8, ls="--", label="optimum of the points")
    panel.set(xlabel="step", ylabel="training loss", xscale="log", ylim=(0.3, 1.45))
    panel.legend(ncols=2, loc="upper right")


def _differences(panel: Axes, rows: Any) -> None:
    for quantity, (marker, colour, label) in PAIRS.items():
        found = select(rows, quantity=quantity).sort_values("K")
        panel.errorbar(
            found["K"], found["value"], found["stderr"], fmt=marker, color=colour, label=label
        )
    panel.set(xscale="log", yscale="log", xlabel="training points $K$")
    panel.set_ylabel(r"$\langle\,t\,|s-s'|^2\rangle$")
    panel.legend()
