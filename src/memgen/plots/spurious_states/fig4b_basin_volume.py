"""Order parameter of memorization, basins by type, and how far types differ."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.plots.spurious_states.sample_types import (
    COLOURS,
    TRAINING,
    TYPES,
    image_sets,
    log_ladder,
)
from memgen.plots.spurious_states.type_panels import (
    crossover_size,
    effect_panel,
    mark_crossover,
    points_by_type,
    set_title,
    type_legend,
)
from memgen.tables.read import select

STEPS = (100, 200, 400, 600)  # where the axis of log-volumes has its ticks


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set, at the base width."""
    table = tables["image_basins"]
    sets = image_sets(table)
    figure = new_figure(7.4, 2.35 * len(sets) + 0.4)
    panels = figure.subplots(len(sets), 3, squeeze=False, width_ratios=[1, 1.3, 1])
    for (ratio, volume, effects), name in zip(panels, sets, strict=True):
        rows = base_rows(select(table, images=name))
        K = crossover_size(rows)
        draw_ratio(ratio, rows)
        draw_basins(volume, rows)
        effect_panel(effects, rows[rows["K"] == K], "critical_step", "critical steps")
        effects.set_title(f"$K={K}$")
        for panel in (ratio, volume):
            log_ladder(panel, rows["K"])
            mark_crossover(panel, rows)
            panel.set_title(set_title(name, sets))
    type_legend(
        figure,
        (*TYPES, TRAINING),
        Line2D([], [], color="k", ls="--", lw=0.9, label="exact score, same DDIM"),
        columns=4,
    )
    letter_panels(panels.ravel())
    return figure


def base_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the base width, the one whose training points were tried."""
    return rows[rows["width"] == select(rows, quantity="step_ratio")["width"].iloc[0]]


def draw_ratio(panel: Axes, rows: pd.DataFrame) -> None:
    """The ratio of critical steps at training points, network over exact score."""
    panel.axhline(1, color="k", ls="--", lw=0.9)
    simulation_points(
        panel, select(rows, quantity="step_ratio"), "K", color=COLOURS[TRAINING], fmt="o-"
    )
    panel.set_ylim(0, 1.2)
    panel.set_ylabel("critical step, network / exact\n(training points)")


def draw_basins(panel: Axes, rows: pd.DataFrame) -> None:
    """Critical steps against K, with an axis of the log-volumes that they stand for."""
    steps = select(rows, quantity="critical_step")
    spread = select(rows, quantity="critical_step_spread", score="network")
    points_by_type(panel, select(steps, score="network"), "K", (*TYPES, TRAINING), spread)
    theory_line(panel, select(steps, score="exact"), "K", ls="--", color=COLOURS[TRAINING], lw=0.9)
    panel.set_ylim(bottom=0)
    panel.set_ylabel("critical step")
    volumes = select(rows, quantity="log_volume_of_step").drop_duplicates("step")
    shown = volumes[volumes["step"].isin(STEPS)]
    right = panel.secondary_yaxis("right")
    right.set_yticks(shown["step"].astype(float), [f"{value:.0f}" for value in shown["value"]])
    right.set_ylabel("log-volume of the basin (nats)")
