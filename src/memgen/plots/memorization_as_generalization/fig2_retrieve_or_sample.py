"""Heat-bath samples: overlap with the nearest stored example against t, and as images."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, simulation_points, theory_line
from memgen.tables.read import select, value_of

STARTS = {
    "from_examples": ("#D55E00", "o", "chains from examples"),
    "cooled": ("#0072B2", "s", "cooled chains"),
}


def draw(tables: dict[str, Any]) -> Figure:
    """Curves of both networks above, stored digits and samples at falling t below."""
    rows, images = tables["sampling"], tables["sampling_images"]
    figure = new_figure(7.0, 5.0)
    above, below = figure.subfigures(2, 1, height_ratios=(1.15, 1), squeeze=False)[:, 0]
    panels = above.subplots(1, 2)
    for panel, network in zip(panels, ("random", "digits"), strict=True):
        _curves(panel, select(rows, network=network), network)
    panels[0].legend(loc="upper right")
    first = _images(below, images)
    letter_panels(panels)
    first.text(-0.5, 1.15, "(c)", weight="bold", ha="right", va="bottom", transform=first.transAxes)
    return figure


def _curves(panel: Axes, rows: Any, network: str) -> None:
    found = select(rows, quantity="nearest_overlap")
    if network == "random":
        theory_line(panel, select(found, start="exact"), "t", color="k", lw=1, label="exact")
    for start, (colour, marker, label) in STARTS.items():
        at = select(found, start=start, kind="simulation")
        simulation_points(panel, at, "t", color=colour, fmt=marker, ms=3, mfc="none", label=label)
    chance = value_of(rows, "chance")
    panel.axhline(chance, color="0.5", lw=0.8, ls="--", label="random states")
    N, P = int(rows["N"].iloc[0]), int(rows["P"].iloc[0])
    word = {"random": "random patterns", "digits": "digits"}[network]
    panel.set(
        xscale="log",
        xlabel="temperature $t$",
        ylabel=r"$\max_\mu |x\cdot\xi^\mu|/N$",
        ylim=(0, 1.05),
        title=f"{word}, $N={N}$, $P={P}$",
    )


def _images(figure: Any, images: dict[str, np.ndarray]) -> Axes:
    """Four stored digits, then four samples of the same chains at each t, hot to cold."""
    order = np.argsort(images["t"])[::-1]
    columns = [images["examples"][:4], *images["samples"][order]]
    titles = ["stored", *(f"$t={t:.2g}$" for t in images["t"][order])]
    panels = figure.subplots(4, len(columns))
    side = int(np.sqrt(images["examples"].shape[1]))
    for column, (states, title) in enumerate(zip(columns, titles, strict=True)):
        for line in range(4):
            panel = panels[line, column]
            panel.imshow(states[line].reshape(side, side), cmap="gray_r", vmin=-1, vmax=1)
            panel.set(xticks=[], yticks=[])
            for spine in panel.spines.values():
                spine.set(visible=True, color="#D55E00" if column == 0 else "0.6")
        panels[0, column].text(
            0.5,
            1.15,
            title,
            ha="center",
            va="bottom",
            transform=panels[0, column].transAxes,
            fontsize=7.5,
        )
    return panels[0, 0]
