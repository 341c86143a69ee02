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
from memgen.plots.pieces import against_inverse_size, letter_panels, simulation_points, theory_line
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


def draw(tables: dict[str, Any]) -> Figure:
    """Maps at the largest common N, and less the perceptron's; midpoints against 1/N."""
    others, dreams = tables["retrieval_maps"], tables["dreams"]
    load = float(others["load"].iloc[0])
    figure = new_figure(7.0, 5.2)
    panels = figure.subplots(2, 2).ravel()
    N = max(set(others["N"]) & set(dreams["N"]))
    maps = pd.concat([select(one, quantity="final_overlap", load=load) for one in (others, dreams)])
    maps = maps[maps["N"] == N]
    _maps(panels[0], maps, select(others, quantity="first_step", N=int(N)))
    _beside_the_perceptron(panels[1], maps)
    for panel in panels[:2]:
        panel.set(xlabel="initial overlap $m_0$", title=f"$N={N}$, $P/N={load:g}$")
    middles = pd.concat([select(one, quantity="basin_midpoint") for one in (others, dreams)])
    for name in ("D_opt", "perceptron", "pseudo_inverse", "daydreaming"):
        colour, _ = RULES[name]
        _against_size(panels[2], middles, name, load, color=colour, fmt=MARKS[name])
    panels[2].set_title(f"$P/N={load:g}$")
    _loads(panels[3], middles)
    low = 0.95 * float(middles[middles["load"] >= load]["value"].min())
    for panel in panels[2:]:
        panel.set(xlabel="$1/N$", ylabel="basin midpoint, $m_0$ at $m_f=1/2$")
        panel.set_xlim(-0.0004, None)
        panel.set_ylim(low, None)
        panel.xaxis.set_major_locator(MaxNLocator(4))
        panel.axvline(0, color="0.8", lw=0.6, zorder=0)
    handles = [
        Line2D([], [], color=RULES[name][0], marker=mark, ms=3, lw=0.8, label=RULES[name][1])
        for name, mark in MARKS.items()
        if name in set(maps["rule"])
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=4)
    letter_panels(panels)
    return figure


def _maps(panel: Axes, maps: pd.DataFrame, steps: pd.DataFrame) -> None:
    """Maps of the rules that differ, and the overlap after the pseudo-inverse's first step."""
    for name in ("hebb", "D_opt", "perceptron", "daydreaming"):
        colour, _ = RULES[name]
        at = maps[maps["rule"] == name]
        simulation_points(panel, at, "m0", color=colour, fmt=f"{MARKS[name]}-", ms=2.6, lw=0.8)
    colour, _ = RULES["pseudo_inverse"]
    theory = steps[steps["kind"] == "theory"]
    theory_line(panel, theory, "m0", color=colour, ls="--", lw=0.9, label="first step, theory")
    measured = steps[steps["kind"] == "simulation"]
    label = "first step, measured"
    simulation_points(panel, measured, "m0", color=colour, fmt="x", ms=3.2, label=label)
    panel.plot([0, 1], [0, 1], color="k", lw=0.6, ls=":")
    panel.set(ylabel="final overlap $m_f$, first step $m_1$")
    panel.legend(loc="lower right")


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
    """Midpoints of unlearning and of the symmetric perceptron at the loads that both have."""
    of_both = [set(middles[middles["rule"] == rule]["load"]) for rule in ("D_opt", "perceptron")]
    for shown in sorted(set.intersection(*of_both)):
        for name in ("D_opt", "perceptron"):
            colour, _ = RULES[name]
            _against_size(panel, middles, name, float(shown), color=colour, fmt=MARKS[name])
        at = middles[(middles["load"] == shown) & middles["rule"].isin(["D_opt", "perceptron"])]
        first = at[at["N"] == at["N"].min()]
        panel.annotate(
            f"$P/N={shown:g}$",
            (1 / float(first["N"].iloc[0]), float(first["value"].min())),
            (3, -6),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=7,
        )


def _against_size(panel: Axes, rows: Any, rule: str, load: float, **style: Any) -> None:
    """Midpoints of a rule against 1/N with their line to N = infinity and its end."""
    at = against_inverse_size(select(rows, rule=rule, load=load))
    simulation_points(panel, at, "inverse", ms=3.2, **style)
    if len(at) < 2:
        return
    value, error, slope = line_to_infinity(at, "N")
    end = float(at["inverse"].max())
    panel.plot([0, end], [value, value + slope * end], color=style["color"], lw=0.7)
    panel.errorbar(0, value, error, **style, ms=3.2, clip_on=False)
