"""When matched moments at t = 0 mean that the minima are the data."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    sequence_colours,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select

SHARED, OWN, UNSET = "#0072B2", "#D55E00", "0.9"
# Up to this load theory holds all combinations that count.
FEW = 0.5
BONDS = ((0, 1), (2, 3), (4, 5), (6, 7))


def draw(tables: dict[str, Any]) -> Figure:
    """The span's other vectors against P/N, exceptions against N; states of two counterexamples."""
    rows, states = tables["moment_theorem"], tables["moment_theorem_states"]
    figure = new_figure(7.0, 3.0)
    panels = figure.subplots(1, 4, width_ratios=(1.15, 1.15, 1, 0.85))
    _numbers(panels[0], rows)
    _exceptions(panels[1], rows)
    _states(panels[2], states["random_data"], states["random_minima"])
    _states(panels[3], states["bonds_data"], states["bonds_minima"], BONDS)
    key = [
        Patch(color=SHARED, label="+1, state in both sets"),
        Patch(color=OWN, label="+1, in one set only"),
        Patch(color=UNSET, label="\N{MINUS SIGN}1"),
    ]
    figure.legend(handles=key, loc="outside lower right", ncols=3, fontsize=7, handlelength=1)
    letter_panels(panels)
    return figure


def _numbers(panel: Axes, rows: Any) -> None:
    """Other vectors in the span; theory dotted where the combinations that it leaves out count."""
    drawn = select(rows, quantity="others_in_span", kind="simulation")
    drawn = drawn[drawn["value"] > 0].assign(load=drawn["P"] / drawn["N"])
    sizes = sorted(drawn["N"].unique())
    for N, colour in zip(sizes, sequence_colours(len(sizes)), strict=True):
        law = select(rows, quantity="others_in_span_curve", N=int(N))
        theory_line(panel, law[law["load"] <= FEW], "load", color=colour, lw=1.0)
        theory_line(panel, law[law["load"] >= FEW], "load", color=colour, lw=0.8, ls=":")
        at = select(drawn, N=int(N))
        simulation_points(panel, at, "load", color=colour, ms=3, label=f"$N={N}$")
    panel.set(xlabel="$P/N$", xlim=(0.12, 1), yscale="log", ylim=(0.005, 2000))
    panel.set_ylabel("other vectors in the span (mean)")
    panel.legend(loc="upper left")


def _exceptions(panel: Axes, rows: Any) -> None:
    """How often data share their moments with others, P = N - 1."""
    law = select(rows, quantity="moments_are_shared_law")
    smooth_line(panel, law, "N", color=OWN, lw=0.9)
    for quantity, fmt, colour, label in (
        ("moments_are_shared", "s", SHARED, "any others"),
        ("four_are_exchanged", "o", OWN, "four exchanged"),
    ):
        at = select(rows, quantity=quantity, kind="simulation").sort_values("N")
        # side by side
        at = at.assign(N=at["N"] + (0.25 if fmt == "s" else 0.0))
        _with_bounded_errors(panel, at, "N", label, color=colour, fmt=fmt)
    panel.set(xlabel="$N$", yscale="log", xlim=(7, 21), xticks=[8, 12, 16, 20])
    panel.set_ylabel("sharing their moments (fraction)")
    panel.text(0.97, 0.97, "$P=N-1$", ha="right", va="top", transform=panel.transAxes, fontsize=7)
    panel.legend(loc="lower left")


def _with_bounded_errors(panel: Axes, at: Any, x: str, label: str, **style: Any) -> None:
    """Points with errors that stay in [0, 1], and are not 0 where no draw differs."""
    value = at["value"].to_numpy(float)
    error = np.maximum(at["stderr"].to_numpy(float), 1 / (at["n"].to_numpy(float) + 2))
    bounded = np.minimum(error, [value, 1 - value])
    panel.errorbar(at[x], value, yerr=bounded, label=label, **{"fmt": "o", "ms": 3} | style)


def _states(
    panel: Axes, data: np.ndarray, minima: np.ndarray, bonds: Sequence[tuple[int, int]] = ()
) -> None:
    """Bit patterns, one of each pair +-x: above the data, below the minima; shared ones blue."""
    common = {tuple(x) for x in data} & {tuple(x) for x in minima}
    tall = len(data) + len(minima) + 2
    for word, block, top in (("data", data, 0), ("minima", minima, len(data) + 2)):
        # what one set alone holds comes last
        block = sorted(block, key=lambda state: tuple(state) not in common)
        for line, state in enumerate(block):
            colour = SHARED if tuple(state) in common else OWN
            cells = (state > 0).astype(float)[None]
            panel.pcolormesh(
                np.arange(state.size + 1),
                [top + line, top + line + 1],
                cells,
                cmap=ListedColormap([UNSET, colour]),
                vmin=0,
                vmax=1,
                edgecolors="w",
                lw=0.8,
            )
        panel.text(-0.4, top + len(block) / 2, word, rotation=90, ha="right", va="center")
    for first, second in bonds:
        at = [first + 0.5, first + 0.5, second + 0.5, second + 0.5]
        panel.plot(at, [len(data) + y for y in (0.2, 0.9, 0.9, 0.2)], color="k", lw=1)
    if bonds:
        middle = data.shape[1] / 2
        panel.text(middle, len(data) + 1.45, "bonds", ha="center", va="center", fontsize=6.5)
    N = data.shape[1]
    panel.set(xlim=(0, N), ylim=(tall, 0), xticks=[], yticks=[], aspect="auto")
    panel.set_title(f"   $N={N}$", fontsize=7)
    for spine in panel.spines.values():
        spine.set_visible(False)
