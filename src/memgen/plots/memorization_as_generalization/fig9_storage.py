"""The fraction of points that come back from a corrupted copy, against their number."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.interpolate import PchipInterpolator

from memgen.plots.falls import evened
from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select

FEWEST_POINTS = 20  # the Poisson theory of the score asks for many


def draw(tables: dict[str, Any]) -> Figure:
    """Recurrent networks against P / N, the empirical score against log P / N, its capacity."""
    rows = _with_many_points(tables["storage"])
    figure = new_figure(7.0, 2.6)
    panels = figure.subplots(1, 3)
    _networks(panels[0], rows)
    _score(panels[1], rows)
    _capacity(panels[2], rows)
    panels[0].set(ylabel="fraction that come back")
    letter_panels(panels)
    return figure


def _with_many_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop the times at which the score loses its points before there are FEWEST_POINTS."""
    half = select(rows, quantity="measured_half_load", kind="theory")
    known = half[half["value"] * half["N"] > np.log(FEWEST_POINTS)]["t"]
    few = rows["quantity"].isin(("stored", "measured_half_load")) & rows["t"].notna()
    rows = rows[~few | rows["t"].isin(known)]
    curve = rows["quantity"] == "half_load"
    return rows[~curve | (rows["value"] * rows["N"] > np.log(FEWEST_POINTS))]


def _networks(panel: Axes, rows: pd.DataFrame) -> None:
    stored = select(rows, quantity="stored")
    for name, marker in (("hebb", "o"), ("unlearning", "s"), ("pseudo_inverse", "^")):
        colour, label = RULES[name]
        at = select(stored, rule=name)
        if name == "pseudo_inverse":
            at = at[at["load"] < 1]  # at P >= N there is none
        simulation_points(
            panel, at, "load", color=colour, fmt=f"{marker}-", lw=0.8, ms=3.5, label=label
        )
    score = select(stored, rule="score", kind="simulation")
    first = score[(score["t"] == score["t"].min()) & (score["load"] <= 1.2)]
    panel.plot(
        [0, 1.05], [1, 1], color=_colours(rows)[score["t"].min()], lw=1.0, ls="--",
        zorder=1, label="score, theory",
    )  # fmt: skip
    simulation_points(
        panel, first, "load", color=_colours(rows)[score["t"].min()], fmt="D", ms=3, mfc="white",
        label=f"score, $t={score['t'].min():g}$",
    )  # fmt: skip
    panel.set(xlabel="$P/N$", ylim=(-0.03, 1.08), xlim=(0, 1.05), title="recurrent networks")
    panel.legend(loc="center right", bbox_to_anchor=(1.02, 0.70))


def _score(panel: Axes, rows: pd.DataFrame) -> None:
    score = select(rows, quantity="stored", rule="score")
    for t, colour in _colours(rows).items():
        at = score[score["t"] == t].assign(x=np.log(score["P"].astype(float)) / score["N"])
        theory = select(at, kind="theory").sort_values("x")
        x, y, _ = evened(*(theory[name].to_numpy(float) for name in ("x", "value", "stderr")))
        panel.plot(x, y, color=colour, lw=1.0)
        simulation_points(
            panel, select(at, kind="simulation"), "x", color=colour, fmt="D", ms=2.6, mfc="white"
        )
        half = select(rows, quantity="measured_half_load", kind="theory", t=float(t))["value"]
        last = t == score["t"].max()
        panel.text(
            half.item(), 1.03, f"$t$={t:g}" if last else f"{t:g}", color=colour,
            ha="right" if last else "center", va="bottom", size=7,
        )  # fmt: skip
    N = int(score["N"].iloc[0])
    panel.axvline(np.log(N) / N, color="0.5", lw=0.8, ls=":")
    panel.text(np.log(N) / N * 1.04, 0.5, "$P = N$", color="0.4", size=7, rotation=90, va="center")
    panel.set(xlabel=r"$\log P / N$", ylim=(-0.03, 1.12), xscale="log", xlim=(0.014, 0.48))
    plain_ticks(panel.xaxis)
    panel.set_title(rf"empirical score, $N$ = {N}", pad=4)


def _capacity(panel: Axes, rows: pd.DataFrame) -> None:
    theory = select(rows, quantity="half_load")
    sizes = sorted(theory["N"].unique())
    colours = dict(zip(sizes, sequence_colours(len(sizes)), strict=True))
    for N in sizes:
        at = theory[theory["N"] == N].sort_values("t")
        log_t = np.log(at["t"].to_numpy(float))
        curve = PchipInterpolator(log_t, np.log(at["value"].to_numpy(float)))
        fine = np.linspace(log_t[0], log_t[-1], 200)
        panel.plot(np.exp(fine), np.exp(curve(fine)), color=colours[N], label=f"$N$ = {N:g}")
    limit = select(rows, quantity="capacity")
    theory_line(panel, limit, "t", color="k", ls="--", lw=1.0, label=r"$N\to\infty$")
    measured = select(rows, quantity="measured_half_load", kind="simulation")
    N = int(measured["N"].iloc[0])
    simulation_points(panel, measured, "t", color=colours[N], fmt="D", ms=3.5, mfc="white")
    panel.axhline(np.log(N) / N, color="0.5", lw=0.8, ls=":")
    panel.text(1.05, np.log(N) / N * 0.93, f"$P = N = {N}$", color="0.4", size=7, va="top")
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel=r"$\log P / N$ at 1/2")
    plain_ticks(panel.xaxis)
    plain_ticks(panel.yaxis)
    panel.legend(loc="upper right")


def _colours(rows: pd.DataFrame) -> dict[float, Any]:
    times = sorted(select(rows, quantity="stored", rule="score")["t"].unique())
    return dict(zip(times, sequence_colours(len(times), "plasma"), strict=True))
