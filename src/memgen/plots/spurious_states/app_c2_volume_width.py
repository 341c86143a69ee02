"""Critical steps by type for networks of every width, each at its own crossover."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.sample_types import COLOURS, TYPES, image_sets
from memgen.plots.spurious_states.type_panels import (
    ENOUGH,
    FILLED,
    crossover_size,
    effect_panel,
    type_legend,
)
from memgen.tables.read import select

# Effect sizes that the claims ask for, in standard deviations of samples.
ASKED = {("memorised", "spurious"): 0.5, ("spurious", "generalised"): 1.0}


def draw(tables: dict[str, Any]) -> Figure:
    """Rows for each image set: steps by type, and effect sizes below; a column for each width."""
    table = tables["image_basins"]
    sets = image_sets(table)
    widths = sorted(int(width) for width in table["width"].unique())
    figure = new_figure(7.0, 4.0 * len(sets) + 0.4)
    panels = figure.subplots(2 * len(sets), len(widths), squeeze=False, sharex="row", sharey="row")
    for place, name in enumerate(sets):
        above, below = panels[2 * place], panels[2 * place + 1]
        for steps, effects, width in zip(above, below, widths, strict=True):
            rows = select(table, images=name, width=width)
            K = crossover_size(rows)
            rows = rows[rows["K"] == K]
            draw_steps(steps, rows)
            steps.set_title(f"{name}, width {width}, $K={K}$")
            effect_panel(effects, rows, "critical_step", "critical steps", ASKED)
        above[0].set_ylabel("critical step")
        above[0].set_ylim(bottom=0)
        below[0].set_ylabel("pair of types")
    type_legend(figure, TYPES, columns=5)
    letter_panels(panels.ravel())
    return figure


def draw_steps(panel: Axes, rows: pd.DataFrame) -> None:
    """Mean critical steps of the types side by side; thin caps: standard deviation of samples."""
    rows = rows[rows["score"] == "network"]
    for place, kind in enumerate(TYPES):
        for selection, filled in FILLED.items():
            own = rows[(rows["type"] == kind) & (rows["selection"] == selection)]
            mean = own[own["quantity"] == "critical_step"]
            if mean.empty or int(mean["samples"].iloc[0]) < ENOUGH:
                continue
            spread = select(own, quantity="critical_step_spread")
            x = [place + (-0.14 if filled else 0.14)]
            for error, width in ((spread["value"], 0.4), (mean["stderr"], 1.2)):
                panel.errorbar(
                    x,
                    mean["value"],
                    yerr=error,
                    fmt="o" if filled else "D",
                    ms=4,
                    color=COLOURS[kind],
                    mfc=COLOURS[kind] if filled else "white",
                    elinewidth=width,
                    capthick=width,
                )
    panel.set_xticks(range(len(TYPES)), [f"{kind}\n{counted(rows, kind)}" for kind in TYPES])
    panel.set_xlim(-0.5, len(TYPES) - 0.5)


def counted(rows: pd.DataFrame, kind: str) -> str:
    """How many typical samples of a type there are, and at random."""
    own = rows[(rows["type"] == kind) & (rows["quantity"] == "critical_step")]
    counts = own.set_index("selection")["samples"]
    return " + ".join(f"{int(counts[name])}" for name in FILLED if name in counts) or "none"
