"""Squared difference of networks' and other scores to the message-passing score."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks, simulation_points, theory_band
from memgen.tables.read import select, value_of

MODELS = {"empirical": "#009E73", "linear": "#0072B2", "network": "#D55E00"}


def draw(tables: dict[str, Any]) -> Figure:
    """Against t, against the number of points, against width."""
    rows = _relative(tables["message_passing_networks"])
    network = rows[rows["model"] == "network"]
    widest, most = network["width"].max(), int(network["P"].max())
    wide = rows[(rows["model"] != "network") | (rows["width"] == widest)]
    times = sorted(network["t"].dropna().unique())
    middle = float(times[len(times) // 2])
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    _against_time(panels[0], wide, most)
    _against(panels[1], wide, "P", middle)
    panels[1].set_xlabel("$P$")
    narrow = rows[(rows["P"] == most) & (rows["model"] == "network")]
    _against(panels[2], narrow, "width", middle)
    flat = value_of(rows, "score_error", model="linear", P=most, t=middle)
    panels[2].axhline(flat, color=MODELS["linear"], lw=1)
    low, high = panels[2].get_ylim()
    panels[2].set(xlabel="width", ylim=(low / 1.5, high * 1.5))
    plain_ticks(panels[2].yaxis)
    for panel, text in ((panels[1], f"$t={middle:g}$"), (panels[2], f"$t={middle:g}$, $P={most}$")):
        panel.text(0.96, 0.97, text, transform=panel.transAxes, va="top", ha="right")
    panels[0].set_ylabel(r"$\langle |s-s_{\rm mp}|^2\rangle\,/\,\langle |s|^2\rangle$")
    panels[0].text(0.96, 0.97, f"$P={most}$", transform=panels[0].transAxes, va="top", ha="right")
    letter_panels(panels)
    return figure


def _relative(rows: pd.DataFrame) -> pd.DataFrame:
    """Squared differences over the score's mean square, which state evolution tells."""
    square = select(rows, model="state_evolution").set_index("t")["value"]
    scale = rows["t"].map(square)
    return rows.assign(value=rows["value"] / scale, stderr=rows["stderr"] / scale)


def _pair(panel: Axes, rows: pd.DataFrame, x: str, model: str) -> None:
    """Direct values as points, from the excess risk as a dashed line with its error."""
    colour = MODELS[model]
    direct = select(rows, quantity="score_error")
    simulation_points(panel, direct, x, color=colour, ms=3)
    theory_band(panel, select(rows, quantity="excess_risk"), x, color=colour, lw=0.9, ls="--")


def _against_time(panel: Axes, wide: pd.DataFrame, most: int) -> None:
    at = wide[wide["P"] == most]
    for model in MODELS:
        _pair(panel, at[at["model"] == model], "t", model)
    handles = [
        Line2D([], [], color=colour, marker="o", ms=3, ls="--", lw=0.9, label=model)
        for model, colour in MODELS.items()
    ]
    panel.set(xscale="log", yscale="log", xlabel="$t$")
    panel.legend(handles=handles, loc="lower left", fontsize=6)


def _against(panel: Axes, rows: pd.DataFrame, x: str, t: float) -> None:
    at = select(rows, t=t)
    for model in MODELS:
        of = at[at["model"] == model]
        if len(of):
            _pair(panel, of, x, model)
    panel.set(xscale="log", yscale="log")
    values = sorted(at[x].dropna().unique())
    panel.set_xticks(values, [f"{value:g}" for value in values])
    panel.xaxis.minorticks_off()
