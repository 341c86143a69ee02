"""Final against initial overlap, and the basins' midpoints against 1/N."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
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
    """Maps of all rules at the largest common N; midpoints by rule and by load against 1/N."""
    others, dreams = tables["retrieval_maps"], tables["dreams"]
    load = float(others["load"].iloc[0])
    figure = new_figure(7.0, 3.3)
    panels = figure.subplots(1, 3, width_ratios=(1.3, 1, 1))
    _maps(panels[0], others, dreams, load)
    middles = pd.concat([select(one, quantity="basin_midpoint") for one in (others, dreams)])
    for name in ("D_opt", "perceptron", "pseudo_inverse", "daydreaming"):
        colour, _ = RULES[name]
        _against_size(panels[1], middles, name, load, color=colour, fmt=MARKS[name])
    panels[1].set_title(f"$P/N={load:g}$")
    of_both = [set(middles[middles["rule"] == rule]["load"]) for rule in ("D_opt", "perceptron")]
    loads = sorted(set.intersection(*of_both))
    for shown in loads:
        for name, fill in (("D_opt", RULES["D_opt"][0]), ("perceptron", "white")):
            colour, _ = RULES[name]
            _against_size(
                panels[2], middles, name, float(shown), color=colour, fmt=MARKS[name], mfc=fill
            )
        at = middles[(middles["rule"] == "D_opt") & (middles["load"] == shown)]
        edge = 1 / float(at["N"].min())
        height = float(at.sort_values("N")["value"].iloc[0])
        panels[2].annotate(
            f"$P/N={shown:g}$",
            (edge, height),
            (2, -9),
            textcoords="offset points",
            ha="right",
            fontsize=6.5,
        )
    low = 0.95 * float(middles[middles["load"] >= load]["value"].min())
    for panel in panels[1:]:
        panel.set(xlabel="$1/N$", ylabel="basin midpoint, $m_0$ at $m_f=1/2$")
        panel.set_xlim(-0.0004, None)
        panel.set_ylim(low, None)
        panel.xaxis.set_major_locator(MaxNLocator(3))
        panel.axvline(0, color="0.8", lw=0.6, zorder=0)
    # lines come before points with errors: the rules first
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(
        [*handles[1:], handles[0]], [*labels[1:], labels[0]], loc="outside upper center", ncols=5
    )
    letter_panels(panels)
    return figure


def _maps(panel: Axes, others: Any, dreams: Any, load: float) -> None:
    maps = pd.concat([select(one, quantity="final_overlap", load=load) for one in (others, dreams)])
    N = max(set(others["N"]) & set(dreams["N"]))
    for name, (colour, label) in RULES.items():
        at = maps[(maps["rule"] == name) & (maps["N"] == N)]
        if len(at):
            simulation_points(
                panel, at, "m0", color=colour, fmt=f"{MARKS[name]}-", ms=2.6, lw=0.7, label=label
            )
    steps = select(others, quantity="first_step", N=int(N))
    colour, _ = RULES["pseudo_inverse"]
    theory_line(
        panel,
        steps[steps["kind"] == "theory"],
        "m0",
        color=colour,
        ls="--",
        lw=0.9,
        label="first step, theory",
    )
    simulation_points(
        panel,
        steps[steps["kind"] == "simulation"],
        "m0",
        color=colour,
        fmt="x",
        ms=3.2,
        label="first step, pseudo-inverse",
    )
    panel.plot([0, 1], [0, 1], color="k", lw=0.6, ls=":")
    panel.set(xlabel="initial overlap $m_0$", ylabel="final overlap $m_f$, first step $m_1$")
    panel.set_title(f"$N={N}$, $P/N={load:g}$")


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
