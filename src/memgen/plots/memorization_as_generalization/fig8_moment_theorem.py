"""When matched moments at t = 0 mean that the minima are the data."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, sequence_colours, theory_line
from memgen.tables.read import select

QUANTITIES = {
    "span_is_data": r"alone in their span (fraction)",
    "moments_are_unique": "alone in their moments (fraction)",
}
SHARED, OWN = "#0072B2", "#D55E00"


def draw(tables: dict[str, Any]) -> Figure:
    """Two fractions against P/N; the states of two counterexamples."""
    rows, states = tables["moment_theorem"], tables["moment_theorem_states"]
    figure = new_figure(7.0, 2.7)
    panels = figure.subplots(1, 4, width_ratios=(1.15, 1.15, 1, 0.85))
    for panel, (quantity, title) in zip(panels, QUANTITIES.items(), strict=False):
        _fraction(panel, rows, quantity, title)
    panels[0].legend(loc="upper right")
    _states(panels[2], states["random_data"], states["random_minima"])
    _states(panels[3], states["bonds_data"], states["bonds_minima"])
    letter_panels(panels)
    return figure


def _fraction(panel: Axes, rows: Any, quantity: str, title: str) -> None:
    drawn = select(rows, quantity=quantity, kind="simulation")
    drawn = drawn.assign(load=drawn["P"] / drawn["N"])
    sizes = sorted(drawn["N"].unique())
    for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        law = select(rows, quantity=f"{quantity}_curve", N=int(N))
        theory_line(panel, law, "load", color=colour, lw=0.9)
        at = select(drawn, N=int(N))
        _with_bounded_errors(panel, at, colour, f"$N={N}$")
    panel.set(xlabel="$P/N$", xlim=(0, 1), ylim=(-0.03, 1.06), ylabel=title)


def _with_bounded_errors(panel: Axes, at: Any, colour: Any, label: str) -> None:
    """Points with errors that stay in [0, 1], and are not 0 where no draw differs."""
    value = at["value"].to_numpy(float)
    error = np.maximum(at["stderr"].to_numpy(float), 1 / (at["n"].to_numpy(float) + 2))
    bounded = np.minimum(error, [value, 1 - value])
    panel.errorbar(at["load"], value, yerr=bounded, fmt="o", color=colour, ms=3, label=label)


def _states(panel: Axes, data: np.ndarray, minima: np.ndarray) -> None:
    """Bit patterns, one of each pair +-x: above the data, below the minima; shared ones blue."""
    common = {tuple(x) for x in data} & {tuple(x) for x in minima}
    tall = len(data) + len(minima) + 2
    for word, block, top in (("data", data, 0), ("minima", minima, len(data) + 2)):
        for line, state in enumerate(block):
            colour = SHARED if tuple(state) in common else OWN
            cells = (state > 0).astype(float)[None]
            panel.pcolormesh(
                np.arange(state.size + 1),
                [top + line, top + line + 1],
                cells,
                cmap=ListedColormap(["0.9", colour]),
                vmin=0,
                vmax=1,
                edgecolors="w",
                lw=0.8,
            )
        panel.text(-0.4, top + len(block) / 2, word, rotation=90, ha="right", va="center")
    N = data.shape[1]
    panel.set(xlim=(0, N), ylim=(tall, 0), xticks=[], yticks=[], aspect="auto")
    panel.set_title(f"   $N={N}$", fontsize=7)
    for spine in panel.spines.values():
        spine.set_visible(False)
