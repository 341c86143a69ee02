"""Spectra of the energy's Hessian by type, and at training points against K."""

from typing import Any

from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours
from memgen.plots.spurious_states.sample_types import (
    TRAINING,
    TYPES,
    base_width,
    image_sets,
    spectrum,
)
from memgen.tables.read import select

LABEL = r"$(1-\bar\alpha)\times$ singular value"


def draw(tables: dict[str, Any]) -> Figure:
    """A column for each image set: types at the K where all are most frequent; training points."""
    table = select(tables["image_curvature"], score="network")
    sets = image_sets(table)
    figure = new_figure(7.0 if len(sets) > 1 else 3.6, 4.4)
    panels = figure.subplots(2, len(sets), squeeze=False, sharey=True)
    for (above, below), name in zip(panels.T, sets, strict=True):
        rows = select(table, images=name)
        rows = rows[rows["width"] == base_width(rows)]
        K = _common(rows)
        for kind in TYPES:
            own = rows[(rows["K"] == K) & (rows["type"] == kind)]
            if len(own):
                count = int(own["samples"].iloc[0])
                spectrum(above, own, kind, label=f"{kind} ({count})")
        above.set_title(f"{name}, $K={K}$")
        above.legend(loc="best")
        sizes = sorted(int(size) for size in rows["K"].unique())
        for size, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
            own = rows[(rows["K"] == size) & (rows["type"] == TRAINING)]
            spectrum(below, own, TRAINING, band=False, color=colour, label=str(size))
        below.set(xlabel="rank / $N$", title=f"{name}, training points")
    panels[0, 0].set_ylabel(LABEL)
    panels[1, 0].set_ylabel(LABEL)
    panels[0, 0].set_ylim(bottom=0)
    panels[1, 0].legend(title="$K$", title_fontsize=6.5, loc="best", ncols=2)
    letter_panels(panels.ravel())
    return figure


def _common(rows: Any) -> int:
    """The K with most samples of the type that has fewest there."""
    counts = select(rows, quantity="near_zero")
    counts = counts[counts["type"].isin(TYPES)]
    table = counts.pivot_table(index="K", columns="type", values="samples").reindex(columns=TYPES)
    return int(table.index[int(table.fillna(0).min(axis=1).argmax())])
