"""Distance of learnt denoisers from the message-passing denoiser, and what the network learns."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select

# From the most that memorizes to the one that knows the form of the manifold.
MODELS = {
    "empirical": ("#009E73", "s", "empirical"),
    "affine": ("#0072B2", "v", "affine"),
    "bent": ("#56B4E9", "D", "affine, bent"),
    "network": ("#D55E00", "o", "network"),
    "messages": ("#CC79A7", "^", "mess. passing,\nlearnt $F$"),
}
DISTANCE = r"$\langle |\hat\xi-\hat\xi_{\rm mp}|^2\rangle\,/\,$error of mess. passing"


def draw(tables: dict[str, Any]) -> Figure:
    """Distance against t, against P; outputs; errors on training and on new points."""
    rows = tables["message_passing_networks"]
    figure = new_figure(7.0, 5.0)
    panels = figure.subplots(2, 2)
    most = int(rows["P"].max())
    _against_time(panels[0, 0], rows, most)
    _against_points(panels[0, 1], rows)
    _outputs(panels[1, 0], tables["message_passing_outputs"])
    _training(panels[1, 1], rows)
    letter_panels(panels.ravel())
    return figure


def _points(panel: Axes, rows: pd.DataFrame, x: str, model: str, filled: bool = True) -> None:
    colour, marker, _ = MODELS[model]
    style = {"fmt": marker, "color": colour, "ms": 3.5} | ({} if filled else {"mfc": "white"})
    simulation_points(panel, rows, x, **style)


def _against_time(panel: Axes, rows: pd.DataFrame, most: int) -> None:
    excess = select(rows, quantity="excess")
    at = excess[excess["t"].notna()]
    curve = select(at, model="best affine", kind="theory")
    smooth_line(panel, curve, "t", color=MODELS["affine"][0], lw=1)
    for model, (colour, _, label) in MODELS.items():
        chosen = select(at, model=model, P=most)
        if model != "affine":
            theory_line(panel, chosen, "t", color=colour, lw=0.5, alpha=0.6)
        told = model != "messages" or _above_floor(excess, most)
        _points(panel, chosen, "t", model, filled=told)
        end = chosen.sort_values("t").iloc[-1]
        # the two in the middle end close to each other
        nudge = {"bent": 1.12, "network": 0.85}.get(model, 1.0)
        style = {"color": colour, "fontsize": 6.5, "va": "center"}
        panel.text(1.25 * end["t"], nudge * end["value"], label, **style)
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel=DISTANCE)
    panel.set_xlim(right=16)  # for the names of the curves
    _ticks(panel, sorted(at["t"][at["kind"] == "simulation"].unique()))
    panel.text(0.96, 0.97, f"$P={most}$", transform=panel.transAxes, va="top", ha="right")


def _above_floor(excess: pd.DataFrame, P: int) -> bool:
    """Whether message passing with a learnt F differs by more than rotated latents make it."""
    means = excess[excess["t"].isna()]
    floor = select(means, model="rotated")["value"].item()
    return bool(select(means, model="messages", P=P)["value"].item() > floor)


def _ticks(panel: Axes, values: list[float]) -> None:
    """Label a logarithmic x axis at just these values."""
    panel.set_xticks(values, [f"{value:g}" for value in values])
    panel.minorticks_off()
    panel.tick_params(axis="y", which="minor", left=True)


def _against_points(panel: Axes, rows: pd.DataFrame) -> None:
    excess = select(rows, quantity="excess", kind="simulation")
    at = excess[excess["t"].isna()]
    for model, (colour, _, _) in MODELS.items():
        chosen = select(at, model=model)
        if model != "messages":
            theory_line(panel, chosen, "P", color=colour, lw=0.5, alpha=0.6)
        if model != "messages":
            _points(panel, chosen, "P", model)
    floor = select(at, model="rotated")["value"].item()
    messages = select(at, model="messages").sort_values("P")
    judged = messages[messages["value"] > floor]
    P = messages["P"].to_numpy(float)
    _points(panel, judged, "P", "messages")
    _points(panel, messages[messages["value"] <= floor], "P", "messages", filled=False)
    _inverse_law(panel, judged, floor)
    best = select(at, model="best affine")["value"].item()
    panel.axhline(best, color=MODELS["affine"][0], lw=1)
    panel.text(
        P[len(P) // 2],
        0.85 * best,
        "best affine",
        color=MODELS["affine"][0],
        va="top",
        fontsize=6.5,
    )
    panel.axhline(floor, color="0.4", lw=1, ls=":")
    panel.text(
        P[0], 0.85 * floor, "mess. passing, latents rotated", color="0.3", va="top", fontsize=6.5
    )
    panel.set(xscale="log", yscale="log", xlabel="$P$", ylabel=DISTANCE)
    panel.text(0.97, 0.97, "mean over $t$", transform=panel.transAxes, va="top", ha="right")
    _ticks(panel, sorted(P))


def _inverse_law(panel: Axes, judged: pd.DataFrame, floor: float) -> None:
    """The law 1/P through the points above message passing's own accuracy, and down to that."""
    if judged.empty:
        return
    P, value = judged["P"].to_numpy(float), judged["value"].to_numpy()
    weight = (value / judged["stderr"].to_numpy(float)) ** 2
    amplitude = float(np.exp(np.average(np.log(value * P), weights=weight)))
    ends = np.array([P[0], amplitude / floor])
    colour = MODELS["messages"][0]
    panel.plot(ends, amplitude / ends, color=colour, lw=1, ls="-.")
    middle = np.sqrt(ends.prod())
    panel.text(1.3 * middle, 1.3 * amplitude / middle, "$1/P$", color=colour, fontsize=7)


def _outputs(panel: Axes, outputs: dict[str, Any]) -> None:
    exact = np.ravel(outputs["exact"])
    for name, model, label in (("affine", "affine", "best affine"), ("network", "network", None)):
        colour, _, own = MODELS[model]
        style = {"ms": 2.2, "mew": 0, "alpha": 0.6}
        panel.plot(exact, np.ravel(outputs[name]), "o", color=colour, label=label or own, **style)
    low, high = panel.get_xlim()
    panel.plot([low, high], [low, high], color="k", lw=0.7, label="equal")
    text = f"$t={float(outputs['t']):g}$, $P={int(outputs['P'])}$"
    panel.text(0.96, 0.05, text, transform=panel.transAxes, ha="right")
    panel.set(xlabel=r"$E[\xi_i|x]$, message passing", ylabel=r"$\hat\xi_i(x)$, learnt")
    legend = panel.legend(fontsize=7, loc="upper left", handletextpad=0.1)
    for handle in legend.get_lines():
        handle.set_alpha(1)
        handle.set_markersize(4)
    panel.set_xlim(low, high)


def _training(panel: Axes, rows: pd.DataFrame) -> None:
    network = select(rows, model="network")
    colour = MODELS["network"][0]
    for quantity, fill, label, shift in (
        ("error_on_fresh", colour, "network, new points", 1.0),
        ("error_on_training", "w", "network, training points", 0.9),
    ):
        at = select(network, quantity=quantity).sort_values("P")
        theory_line(panel, at, "P", color=colour, lw=0.6)
        simulation_points(panel, at, "P", color=colour, ms=3.5, mfc=fill)
        first = at.iloc[0]
        where = (1.25 * first["P"], shift * first["value"])
        panel.text(*where, label, color=colour, va="center", fontsize=7)
    empirical = select(rows, quantity="error_on_training", model="empirical")
    colour, _, _ = MODELS["empirical"]
    theory_line(panel, empirical, "P", color=colour, lw=0.6)
    simulation_points(panel, empirical, "P", color=colour, ms=3.5, mfc="w", fmt="s")
    second = empirical.sort_values("P").iloc[1]
    where = (1.2 * second["P"], 0.9 * second["value"])
    panel.text(*where, "empirical, training points", color=colour, va="top", fontsize=7)
    panel.axhline(1, color="k", lw=0.8, ls="--", zorder=0)
    style = {"ha": "right", "va": "top", "transform": panel.get_yaxis_transform()}
    panel.text(0.98, 0.97, "message passing", **style)
    panel.set(xscale="log", yscale="log", xlabel="$P$", ylabel="error / error of mess. passing")
    plain_ticks(panel.yaxis)
    _ticks(panel, sorted(network["P"].dropna().unique()))
