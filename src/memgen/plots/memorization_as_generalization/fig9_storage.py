"""The fraction of points that come back from a corrupted copy, against their number and N."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.falls import evened
from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import (
    letter_panels,
    plain_ticks,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select

FEWEST_POINTS = 20  # the Poisson theory of the score asks for many
MOST_POINTS = 3e8  # that are shown against N


def draw(tables: dict[str, Any]) -> Figure:
    """Recurrent networks against P / N, the empirical score against log P / N, both against N."""
    rows = _with_many_points(tables["storage"])
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 3)
    _networks(panels[0], rows)
    _score(panels[1], rows)
    _growth(panels[2], rows)
    for panel in panels[:2]:
        panel.set(ylabel="fraction that come back")
    letter_panels(panels)
    return figure


def _with_many_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Drop the times at which the score loses its points before there are FEWEST_POINTS."""
    half = select(rows, quantity="measured_half_load", kind="theory")
    known = half[half["value"] * half["N"] > np.log(FEWEST_POINTS)]["t"]
    few = rows["quantity"].isin(("stored", "measured_half_load")) & rows["t"].notna()
    rows = rows[~few | rows["t"].isin(known)]
    curve = (rows["quantity"] == "log_half") & (rows["rule"] == "score")
    return rows[~curve | (rows["value"] > np.log(FEWEST_POINTS))]


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
    score = select(stored, rule="score")
    t = float(score["t"].min())
    colour = _colours(rows)[t]
    theory = select(score, t=t, kind="theory")
    load = theory["P"].to_numpy(float) / float(score["N"].iloc[0])
    theory_line(panel, theory.assign(load=load), "load", color=colour, lw=1.0, ls="--", zorder=1)
    first = select(score, t=t, kind="simulation")
    label = f"score, $t={t:g}$"
    simulation_points(panel, first, "load", color=colour, fmt="D", ms=3, mfc="white", label=label)
    N = int(score["N"].iloc[0])
    panel.set(xlabel="$P/N$", ylim=(-0.03, 1.12), xlim=(0, 1.05), title=f"$N = {N}$")
    panel.legend(loc="center right", bbox_to_anchor=(1.02, 0.66), fontsize=6.5)


def _score(panel: Axes, rows: pd.DataFrame) -> None:
    score = select(rows, quantity="stored", rule="score")
    colours = _colours(rows)
    for t in sorted(score["t"].unique()):
        colour = colours[t]
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
    panel.set(xlabel=r"$(\log P) / N$", ylim=(-0.03, 1.12), xscale="log", xlim=(0.014, 0.55))
    plain_ticks(panel.xaxis)
    panel.set_title(rf"empirical score, $N = {N}$", pad=4)


def _growth(panel: Axes, rows: pd.DataFrame) -> None:
    """The number of points of which half come back against N: straight lines are exponentials."""
    found = rows[rows["quantity"] == "log_half"]
    found = found.assign(
        value=np.exp(found["value"]), stderr=found["stderr"] * np.exp(found["value"])
    )
    N = np.linspace(found["N"].min(), found["N"].max(), 100)
    colour, label = RULES["pseudo_inverse"]
    networks = found[found["rule"] == "pseudo_inverse"]
    # at few loads the half may not be seen
    if len(networks):
        simulation_points(panel, networks, "N", color=colour, fmt="^", ms=3.5)
        linear = np.exp(np.mean(np.log(networks["value"] / networks["N"])))
        panel.plot(N, linear * N, color=colour, lw=0.8)
        low = 0.5 * linear * N[-1]
        panel.text(N[-1], low, label, color=colour, ha="right", va="top", size=7)
    score = select(found, rule="score")
    limits = select(rows, quantity="log_capacity")
    colours = _colours(rows)
    for t in sorted(score["t"].unique()):
        look = {"color": colours[t]}
        theory = select(score, t=float(t), kind="theory").sort_values("N")
        smooth_line(panel, theory, "N", lw=1.0, **look)
        limit = select(limits, t=float(t))
        panel.plot(N, np.exp(np.interp(N, limit["N"], limit["value"])), lw=0.7, ls="--", **look)
        at = score[(score["t"] == t) & (score["kind"] == "simulation")]
        simulation_points(panel, at, "N", fmt="D", ms=3, mfc="white", **look)
        height = min(float(theory["value"].max()), 0.3 * MOST_POINTS)
        place = np.interp(np.log(height), np.log(theory["value"]), theory["N"])
        panel.annotate(
            f"$t = {t:g}$", (place, height), (5, -3), textcoords="offset points", size=7, va="top",
            **look,
        )  # fmt: skip
    panel.set(
        xlabel="$N$", ylabel="$P$ of which half come back", yscale="log", ylim=(8, MOST_POINTS)
    )
    panel.set_xlim(float(N[0]) - 5, float(N[-1]) + 28)


def _colours(rows: pd.DataFrame) -> dict[float, Any]:
    """One colour for each t of the score, in both panels."""
    shown = rows[rows["quantity"].isin(("stored", "log_half")) & (rows["rule"] == "score")]
    times = sorted(shown["t"].unique())
    return dict(zip(times, sequence_colours(len(times), "plasma"), strict=True))
