"""Final against initial overlap, and the basins' midpoints against N."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.rules import RULES
from memgen.plots.pieces import against_inverse_size, letter_panels, simulation_points
from memgen.tables.read import select

MARKERS = ("o", "s", "^", "D", "v")


def draw(tables: dict[str, Any]) -> Figure:
    """Maps of all rules at the smallest N; midpoints by rule and by load against 1/N."""
    others, dreams = tables["retrieval_maps"], tables["dreams"]
    load = float(others["load"].iloc[0])
    maps = pd.concat(
        [select(table, quantity="final_overlap", load=load) for table in (others, dreams)]
    )
    N = int(select(others, quantity="final_overlap")["N"].min())
    figure = new_figure(7.0, 2.9)
    panels = figure.subplots(1, 3, width_ratios=(1.25, 1, 1))
    for name, (colour, label) in RULES.items():
        at = maps[(maps["rule"] == name) & (maps["N"] == N)]
        if len(at):
            simulation_points(
                panels[0], at, "m0", color=colour, fmt="o-", ms=2, lw=0.7, label=label
            )
    panels[0].plot([0, 1], [0, 1], color="k", lw=0.6, ls=":")
    panels[0].set(xlabel="initial overlap $m_0$", ylabel="final overlap $m_f$")
    panels[0].set_title(f"$N={N}$, $P/N={load:g}$")
    panels[0].legend(loc="upper left", fontsize=5.5)
    middles = pd.concat(
        [select(table, quantity="basin_midpoint", load=load) for table in (others, dreams)]
    )
    for name, (colour, label) in RULES.items():
        at = middles[middles["rule"] == name]
        if len(at):
            simulation_points(
                panels[1],
                against_inverse_size(at),
                "inverse",
                color=colour,
                fmt="o-",
                lw=0.6,
                ms=3,
                label=label,
            )
    panels[1].set_title(f"$P/N={load:g}$")
    loads = sorted(select(dreams, quantity="dream_point")["load"].unique())
    for shown, marker in zip(loads, MARKERS, strict=False):
        at = against_inverse_size(select(dreams, quantity="basin_midpoint", load=float(shown)))
        simulation_points(
            panels[2],
            at,
            "inverse",
            fmt=f"{marker}-",
            lw=0.6,
            ms=3,
            color="#0072B2",
            mfc="white" if shown != loads[0] else "#0072B2",
            label=f"$P/N={shown:g}$",
        )
    panels[2].set_title("unlearning, $D_{opt}$")
    for panel in panels[1:]:
        panel.set(xlabel="$1/N$", ylabel="$m_0$ at $m_f=1/2$", xlim=(0, None), ylim=(0.2, 0.75))
        panel.xaxis.set_major_locator(MaxNLocator(3))
    panels[2].legend(loc="lower left")
    letter_panels(panels)
    return figure
