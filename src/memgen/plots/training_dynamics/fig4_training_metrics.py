"""Training loss, test loss and score error along training, for several numbers of data."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    sequence_colours,
    simulation_points,
    theory_band,
    theory_line,
)
from memgen.tables.read import select, value_of

LABELS = {
    "training_loss": r"$\mathcal{L}_{\rm train}$",
    "test_loss": r"$\mathcal{L}_{\rm test}$",
    "score_error": r"score error $\mathcal{E}$",
}


def draw(tables: dict[str, Any]) -> Figure:
    """Three metrics against tau, losses in units of tau_mem, half-drop time against psi_n."""
    metrics = tables["metrics"]
    figure = new_figure(7.0, 4.6)
    panels = figure.subplots(2, 3)
    loads = sorted(metrics["psi_n"].unique())
    colours = sequence_colours(len(loads))
    for panel, (quantity, label) in zip(panels[0], LABELS.items(), strict=True):
        for psi_n, colour in zip(loads, colours, strict=True):
            rows = select(metrics, psi_n=float(psi_n), quantity=quantity)
            curve = select(rows, kind="theory")
            if curve["stderr"].notna().any():
                theory_band(panel, curve, "tau", color=colour, lw=0.9, label=f"{psi_n:g}")
            else:
                theory_line(panel, curve, "tau", color=colour, lw=0.9, label=f"{psi_n:g}")
            finite = select(metrics, psi_n=float(psi_n), quantity=f"{quantity}_flow")
            theory_line(panel, finite, "tau", color=colour, lw=0.7, ls="--")
            simulated = select(rows, kind="simulation")
            simulation_points(panel, simulated, "tau", color=colour, ms=2.2)
        panel.set(xscale="log", xlabel=r"$\tau$", ylabel=label)
    _mark_bulks(panels[0, 0], metrics, loads, colours)
    panels[0, 0].legend(title=r"$\psi_n$", title_fontsize=6.5, loc="lower left")
    panels[0, 2].set(yscale="log")
    for psi_n, colour in zip(loads, colours, strict=True):
        rows = select(metrics, psi_n=float(psi_n))
        tau_mem = value_of(rows, "tau_mem")
        for panel, quantity in ((panels[1, 0], "training_loss"), (panels[1, 1], "test_loss")):
            curve = select(rows, quantity=quantity, kind="theory")
            theory_line(
                panel, curve.assign(ratio=curve["tau"] / tau_mem), "ratio", color=colour, lw=0.9
            )
            panel.set(xscale="log", xlabel=r"$\tau/\tau_{\rm mem}$", ylabel=LABELS[quantity])
    for panel in panels[1, :2]:
        panel.axvline(1, color="0.6", lw=0.6, ls="--")
    _times(panels[1, 2], metrics)
    letter_panels(panels.ravel())
    return figure


def _mark_bulks(panel: Axes, metrics: Any, loads: list, colours: list) -> None:
    """Triangles at the inverse mean eigenvalue of each bulk, one line of them for each psi_n."""
    times = select(metrics, quantity="bulk_time")
    for line, (psi_n, colour) in enumerate(zip(loads, colours, strict=True)):
        at = select(times, psi_n=float(psi_n))["value"]
        height = 0.98 - 0.035 * line
        panel.plot(
            at, [height] * len(at), "v", color=colour, ms=2.5, transform=panel.get_xaxis_transform()
        )


def _times(panel: Axes, metrics: Any) -> None:
    """When half of the late fall is done, beside the published tau_mem."""
    half = select(metrics, quantity="half_drop").sort_values("psi_n")
    panel.plot(
        half["psi_n"], half["value"], "o-", color="#D55E00", ms=3, lw=0.9, label="half drop, train"
    )
    rise = select(metrics, quantity="half_rise")
    simulation_points(panel, rise, "psi_n", color="#0072B2", label="half rise, test")
    mem = select(metrics, quantity="tau_mem").sort_values("psi_n")
    panel.plot(mem["psi_n"], mem["value"], "k--", lw=0.9, label=r"published $\tau_{\rm mem}$")
    guide = half["value"].iloc[0] * half["psi_n"] / half["psi_n"].iloc[0]
    panel.plot(half["psi_n"], guide, color="0.7", lw=0.7, ls=":", label=r"$\propto\psi_n$")
    panel.set(xscale="log", yscale="log", xlabel=r"$\psi_n$", ylabel=r"$\tau$")
    panel.set_xticks(np.array(half["psi_n"]), [f"{value:g}" for value in half["psi_n"]])
    panel.minorticks_off()
    panel.legend()
