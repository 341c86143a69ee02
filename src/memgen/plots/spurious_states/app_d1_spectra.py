"""Spectra by type for every K and image set; how many singular values are nearly zero."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.fig5a_curvature import LABEL
from memgen.plots.spurious_states.sample_types import (
    TRAINING,
    TYPES,
    against_size,
    base_width,
    image_sets,
    log_ladder,
    spectrum,
)
from memgen.tables.read import select


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set: a panel for each K, and at the end the number below one half."""
    table = tables["image_curvature"]
    sets = image_sets(table)
    sizes = sorted(int(size) for size in table["K"].unique())
    figure = new_figure(1.15 * len(sizes) + 2.4, 2.3 * len(sets) + 0.3)
    ratios = [1.0] * len(sizes) + [1.6]
    panels = figure.subplots(len(sets), len(sizes) + 1, squeeze=False, width_ratios=ratios)
    for line, name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        network = select(rows, score="network")
        network = network[network["width"] == base_width(network)]
        for panel, K in zip(line, sizes, strict=False):
            for kind in (*TYPES, TRAINING):
                own = network[(network["K"] == K) & (network["type"] == kind)]
                if len(own):
                    spectrum(panel, own, kind, band=False, lw=0.9)
            panel.set(title=f"$K={K}$", ylim=(0, 1.3), xlabel="rank / $N$")
            if panel is not line[0]:
                panel.set_yticklabels([])
        line[0].set_ylabel(f"{name}\n{LABEL}")
        near = select(network, quantity="near_zero")
        against_size(line[-1], near, (*TYPES, TRAINING))
        manifold = rows[rows["score"] == "manifold"]
        if len(manifold):
            level = float(manifold["value"].iloc[0])
            line[-1].axhline(level, color="0.5", lw=0.8, ls=":")
            line[-1].text(
                0.02,
                level,
                "manifold",
                transform=line[-1].get_yaxis_transform(),
                fontsize=6,
                ha="left",
                va="bottom",
                color="0.4",
            )
        log_ladder(line[-1], near["K"])
        line[-1].tick_params(axis="x", rotation=60)
        line[-1].set_ylabel("values below 1/2")
        line[-1].set_ylim(bottom=0)
    panels[0, -1].legend(fontsize=5.5)
    letter_panels(panels.ravel())
    return figure
