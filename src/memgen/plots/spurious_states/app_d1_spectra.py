"""Spectra by type below, at and above the crossover; how many values are nearly zero against K."""

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.plots.spurious_states.fig5a_curvature import (
    LABEL,
    log_spectrum,
    spectrum_line,
    stated_noise,
)
from memgen.plots.spurious_states.sample_types import (
    COLOURS,
    TRAINING,
    TYPES,
    image_sets,
    log_ladder,
)
from memgen.plots.spurious_states.type_panels import (
    ENOUGH,
    SIDE_BY_SIDE,
    mark_crossover,
    points_by_type,
    set_title,
    type_legend,
)
from memgen.tables.read import select

SCATTER = 2.0  # between networks, which the claim about training points leaves open
BLOBS = {"training": ("k", "training blobs"), "held_out": ("#CC79A7", "fresh blobs")}


def draw(tables: dict[str, Any]) -> Figure:
    """Spectra of the first set at three K; below, counts of every set, and of blobs."""
    table = tables["image_curvature"]
    table = table[(table["noise"].isna()) | (table["noise"] == stated_noise(table))]
    sets = image_sets(table)
    first = select(table, images=sets[0])
    sizes = three_sizes(first)
    figure = new_figure(7.2, 4.6)
    rows = len(sizes), len(sets) + 1
    # each row of panels fills the width, however many the other has
    wide = math.lcm(*rows)
    grid = figure.add_gridspec(2, wide)
    above, below = (
        [figure.add_subplot(grid[line, k * wide // of : (k + 1) * wide // of]) for k in range(of)]
        for line, of in enumerate(rows)
    )
    for panel, K in zip(above, sizes, strict=True):
        draw_spectra(panel, first[first["K"] == K])
        panel.set_title(set_title(sets[0], sets, K))
    above[0].set_ylabel(LABEL)
    for panel, name in zip(below, sets, strict=False):
        draw_counts(panel, select(table, images=name))
        panel.set_title(set_title(name, sets))
    draw_blobs(below[len(sets)], tables["blob_curvature"])
    type_legend(
        figure,
        (*TYPES, TRAINING),
        Line2D([], [], color="k", ls="--", lw=0.9, label="exact score of the training set"),
        columns=4,
    )
    letter_panels((*above, *below))
    return figure


def three_sizes(rows: pd.DataFrame) -> list[int]:
    """The K at which there are spectra of types."""
    own = rows[(rows["quantity"] == "singular_value") & rows["type"].isin(TYPES)]
    return sorted(int(K) for K in own["K"].unique())


def draw_spectra(panel: Axes, rows: pd.DataFrame) -> None:
    """Spectra of typical samples and of training points at one K; dashed: the exact score."""
    for kind in (*TYPES, TRAINING):
        selection = "random" if kind == TRAINING else "typical"
        own = rows[(rows["type"] == kind) & (rows["selection"] == selection)]
        network = own[own["score"] == "network"]
        if len(network) and int(network["samples"].iloc[0]) >= ENOUGH:
            spectrum_line(panel, network, color=COLOURS[kind])
    exact = select(rows, type=TRAINING, score="empirical", quantity="singular_value")
    theory_line(panel, exact, "rank", color="k", ls="--", lw=0.9)
    log_spectrum(panel)


def draw_counts(panel: Axes, rows: pd.DataFrame) -> None:
    """How many values lie below 1/2, against K; dashed: the exact score at training points."""
    near = select(rows, quantity="near_zero")
    points_by_type(panel, select(near, score="network"), "K", (*TYPES, TRAINING), joined=False)
    exact = select(near, score="empirical", type=TRAINING)
    theory_line(panel, exact, "K", color="k", ls="--", lw=0.9)
    one_network(panel, select(near, score="network"))
    log_ladder(panel, near["K"])
    mark_crossover(panel, rows)
    panel.set_ylabel("values below 1/2")


def one_network(panel: Axes, near: pd.DataFrame) -> None:
    """Thin bars at training points of one network, whose ends are the factor `SCATTER` apart."""
    # n counts networks where there are several, and samples where there is one
    alone = near[(near["type"] == TRAINING) & (near["n"] == near["samples"])]
    value = alone["value"].to_numpy()
    ends = [value * (1 - SCATTER**-0.5), value * (SCATTER**0.5 - 1)]
    panel.errorbar(
        SIDE_BY_SIDE[TRAINING] * alone["K"].astype(float),
        value,
        ends,
        fmt="none",
        color=COLOURS[TRAINING],
        elinewidth=0.5,
        capsize=0,
        zorder=1,
    )


def draw_blobs(panel: Axes, rows: pd.DataFrame) -> None:
    """The same for blobs, beside the exact score of all blobs and their five dimensions."""
    near = select(rows, quantity="near_zero")
    for kind, (colour, label) in BLOBS.items():
        own = near[near["type"] == kind]
        simulation_points(
            panel, select(own, score="network"), "K", color=colour, fmt="o-", label=label
        )
        theory_line(panel, select(own, score="population"), "K", color=colour, ls=":", lw=1.2)
    theory_line(
        panel, select(near, score="empirical", type=TRAINING), "K", color="k", ls="--", lw=0.9
    )
    level = float(select(near, score="manifold")["value"].iloc[0])
    panel.axhline(level, color="0.6", lw=0.7, zorder=0)
    panel.set(xscale="log", xlabel="training images $K$", title="blobs of 5 dimensions")
    log_ladder(panel, near["K"])
    panel.set_ylim(-0.3, level + 1.7)
    panel.legend(loc="upper left", ncols=2)
