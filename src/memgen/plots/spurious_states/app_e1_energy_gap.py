"""Relative energies by type against K, and how far the types differ within networks."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.sample_types import TYPES, image_sets, log_ladder
from memgen.plots.spurious_states.type_panels import (
    FILLED,
    mark_crossover,
    of_pairs,
    points_by_type,
    say_too_few,
    set_title,
    type_legend,
)
from memgen.tables.read import select

# upper, lower: colour and place beside the other
COMPARED = {
    ("memorised", "generalised"): ("#CC79A7", 0.985),
    ("spurious", "generalised"): ("#E69F00", 1.015),
}


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set."""
    table = tables["image_energy_gap"]
    sets = image_sets(table)
    figure = new_figure(7.0, 2.5 * len(sets) + 0.4)
    panels = figure.subplots(len(sets), 2, squeeze=False)
    for (gaps, effects), name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        points_by_type(
            gaps, thousands(select(rows, quantity="gap_over_training")), "K", joined=False
        )
        gaps.set_ylabel("gap, larger for deeper samples, less\nthat of training points (1000 nats)")
        draw_effects(effects, of_pairs(rows, "gap_effect"), of_pairs(rows, "gap_effect_of_network"))
        for panel in (gaps, effects):
            log_ladder(panel, rows["K"])
            mark_crossover(panel, rows)
            panel.axhline(0, color="0.7", lw=0.6, zorder=0)
            panel.set_title(set_title(name, sets))
    low, high = panels[0, 1].get_ylim()
    panels[0, 1].set_ylim(low, high + 0.25 * (high - low))
    if panels[0, 1].get_legend_handles_labels()[0]:
        panels[0, 1].legend(loc="upper right")
    type_legend(figure, TYPES, columns=6)
    letter_panels(panels.ravel())
    return figure


def thousands(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with values and errors in thousands."""
    return rows.assign(value=rows["value"] / 1000, stderr=rows["stderr"] / 1000)


def _mean(single: pd.DataFrame, upper: str, lower: str) -> str:
    """The mean effect over all networks, with its error, in words."""
    at = (single["upper"] == upper) & (single["lower"] == lower)
    values = single[at & (single["selection"] == "typical")]["value"].to_numpy(float)
    if len(values) < 2:
        return ""
    error = values.std(ddof=1) / np.sqrt(len(values))
    return rf", mean ${values.mean():.1f}\pm{error:.1f}$"


def draw_effects(panel: Axes, rows: pd.DataFrame, single: pd.DataFrame) -> None:
    """Differences within networks, in standard deviations of the samples, against K.

    `single` holds those of each network.
    """
    if rows.empty:
        say_too_few(panel)
    for (upper, lower), (colour, shift) in COMPARED.items():
        for selection, filled in FILLED.items():
            own = rows[
                (rows["upper"] == upper)
                & (rows["lower"] == lower)
                & (rows["selection"] == selection)
            ].sort_values("K")
            if own.empty:
                continue
            label = None
            if filled:
                label = f"{upper} − {lower}{_mean(single, upper, lower)}"
            panel.errorbar(
                shift * own["K"].astype(float),
                own["value"],
                yerr=own["stderr"],
                fmt="o" if filled else "D",
                color=colour,
                mfc=colour if filled else "white",
                ms=3.4,
                lw=0.9,
                label=label,
            )
    panel.set_ylabel("difference / sd of samples")
