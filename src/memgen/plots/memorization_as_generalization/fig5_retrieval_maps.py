"""Final against initial overlap, and the basins' midpoints against 1/N."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.limits import line_to_infinity
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import (
    against_inverse_size,
    letter_panels,
    sequence_colours,
    simulation_points,
    theory_line,
)
from memgen.tables.read import select

# Distinct marks, since some rules all but coincide.
MARKS = {
    "hebb": "s",
    "D_in": "^",
    "D_opt": "o",
    "D_fin": "v",
    "perceptron": "D",
    "pseudo_inverse": "P",
    "daydreaming": "X",
}


# Drawn against 1/N; Hebb's couplings have no basin, and D_in and D_fin are followed at one N.
WITH_MIDPOINT = ("D_opt", "perceptron", "pseudo_inverse", "daydreaming")


def draw(tables: dict[str, Any]) -> Figure:
    """Maps at the largest common N, less the perceptron's, and a first step; basins against 1/N."""
    others, dreams = tables["retrieval_maps"], tables["dreams"]
    load = float(others["load"].iloc[0])
    figure = new_figure(7.0, 4.8)
    grid = figure.subplots(2, 3)
    panels = [*grid[0], *grid[1, :2]]
    N = max(set(others["N"]) & set(dreams["N"]))
    maps = pd.concat([select(one, quantity="final_overlap", load=load) for one in (others, dreams)])
    maps = maps[maps["N"] == N]
    _maps(panels[0], maps, [name for name in MARKS if name in set(maps["rule"])])
    _beside_the_perceptron(panels[1], maps)
    _first_step(panels[2], maps, select(others, quantity="first_step", N=int(N)))
    for panel in panels[:3]:
        panel.set(xlabel="initial overlap $m_0$", title=f"$N={N}$, $P/N={load:g}$")
    middles = pd.concat([select(one, quantity="basin_midpoint") for one in (others, dreams)])
    # of the sizes that all rules have
    middles = middles[middles["N"].isin(set(others["N"]))]
    for name in WITH_MIDPOINT:
        colour, _ = RULES[name]
        at = select(middles, rule=name, load=load)
        _against_size(panels[3], at, color=colour, fmt=MARKS[name])
    panels[3].set_title(f"$P/N={load:g}$")
    panels[3].set_ylabel("basin midpoint, $m_0$ at $m_f=1/2$")
    _loads(panels[4], middles)
    for panel in panels[3:]:
        panel.set(xlabel="$1/N$")
        panel.set_xlim(-0.0004, None)
        panel.xaxis.set_major_locator(MaxNLocator(3))
        panel.axvline(0, color="0.8", lw=0.6, zorder=0)
    _key(grid[1, 2], maps)
    letter_panels(panels)
    return figure


def _key(panel: Axes, maps: pd.DataFrame) -> None:
    """The rules' names, in the place of a sixth panel."""
    handles = [
        Line2D([], [], color=RULES[name][0], marker=mark, ms=3, lw=0.8, label=RULES[name][1])
        for name, mark in MARKS.items()
        if name in set(maps["rule"])
    ]
    empty = Line2D([], [], color="0.3", marker="o", mfc="w", ms=4, lw=0, label=r"$N\to\infty$")
    panel.legend(handles=[*handles, empty], loc="center left", fontsize=7.5)
    panel.axis("off")


def _maps(panel: Axes, maps: pd.DataFrame, names: list[str]) -> None:
    for name in names:
        colour, _ = RULES[name]
        at = maps[maps["rule"] == name]
        simulation_points(panel, at, "m0", color=colour, fmt=f"{MARKS[name]}-", ms=2.4, lw=0.8)
    panel.plot([0, 1], [0, 1], color="k", lw=0.6, ls=":")
    panel.set(ylabel="final overlap $m_f$")


def _first_step(panel: Axes, maps: pd.DataFrame, steps: pd.DataFrame) -> None:
    """Overlap after the pseudo-inverse's first step with its theory, and in the end."""
    colour, _ = RULES["pseudo_inverse"]
    _maps(panel, maps, ["pseudo_inverse"])
    theory = steps[steps["kind"] == "theory"]
    theory_line(panel, theory, "m0", color="k", ls="--", lw=0.9)
    measured = steps[steps["kind"] == "simulation"]
    simulation_points(panel, measured, "m0", color=colour, fmt="x", ms=3.2)
    panel.set(ylabel="pseudo-inverse: $m_1$, $m_f$")
    panel.text(0.02, 0.56, "first step $m_1$", fontsize=7, va="center")
    panel.text(0.57, 0.93, "final $m_f$", fontsize=7, color=colour, ha="right", va="center")


def _beside_the_perceptron(panel: Axes, maps: pd.DataFrame) -> None:
    """Maps less that of the symmetric perceptron."""
    beside = maps[maps["rule"] == "perceptron"][["m0", "value", "stderr"]]
    for name in ("D_in", "D_opt", "D_fin", "pseudo_inverse", "daydreaming"):
        both = maps[maps["rule"] == name].merge(beside, on="m0", suffixes=("", "_beside"))
        both = both.assign(
            value=both["value"] - both["value_beside"],
            stderr=np.hypot(both["stderr"], both["stderr_beside"]),
        )
        colour, _ = RULES[name]
        simulation_points(panel, both, "m0", color=colour, fmt=f"{MARKS[name]}-", ms=2.8, lw=0.8)
    panel.axhline(0, color=RULES["perceptron"][0], lw=0.9, zorder=0)
    panel.set_ylabel("$m_f$ less the symmetric perceptron's")


def _loads(panel: Axes, middles: pd.DataFrame) -> None:
    """Midpoint of unlearning less the symmetric perceptron's at the loads that both have."""
    both = select(middles, rule="D_opt").merge(
        select(middles, rule="perceptron"), on=["N", "load"], suffixes=("", "_beside")
    )
    both = both.assign(
        value=both["value"] - both["value_beside"],
        stderr=np.hypot(both["stderr"], both["stderr_beside"]),
    )
    loads = sorted(both["load"].unique())
    for load, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        at = both[both["load"] == load]
        value = _against_size(panel, at, color=colour, fmt="o")
        panel.annotate(
            f"$P/N={load:g}$",
            (0, value),
            (6, 3),
            textcoords="offset points",
            va="bottom",
            fontsize=7,
            color=colour,
        )
    panel.axhline(0, color=RULES["perceptron"][0], lw=0.9, zorder=0)
    panel.set_ylabel("midpoint, $D_{opt}$ less perceptron's")


def _against_size(panel: Axes, rows: Any, **style: Any) -> float:
    """Draw values against 1/N with their line to N = infinity and its hollow end; return that."""
    at = against_inverse_size(rows)
    simulation_points(panel, at, "inverse", ms=3.2, **style)
    if len(at) < 2:
        return float(at["value"].iloc[0])
    value, error, slope = line_to_infinity(at, "N")
    end = float(at["inverse"].max())
    panel.plot([0, end], [value, value + slope * end], color=style["color"], lw=0.7)
    panel.errorbar(0, value, error, **style, ms=4, mfc="w", clip_on=False, zorder=3)
    return value
