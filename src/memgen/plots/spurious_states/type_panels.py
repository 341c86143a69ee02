"""Types of sample compared: typical ones filled, random ones hollow; effect sizes."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from memgen.plots.pieces import literal
from memgen.plots.spurious_states.sample_types import (
    COLOURS,
    LABELS,
    TRAINING,
    TYPES,
    matching,
)
from memgen.tables.read import select

ENOUGH = 4  # samples of a type behind a mean
SIDE_BY_SIDE = {kind: 0.97 + 0.02 * k for k, kind in enumerate((*TYPES, TRAINING))}
PAIRS = {
    ("memorised", "spurious"): "memorised\n− spurious",
    ("spurious", "generalised"): "spurious\n− generalised",
    ("memorised", "generalised"): "memorised\n− generalised",
}
FILLED = {"typical": True, "random": False}


def crossover_size(rows: pd.DataFrame) -> int:
    """The K with most samples of the rarest type."""
    return int(select(rows, quantity="crossover")["K"].iloc[0])


def mark_crossover(axes: Axes, rows: pd.DataFrame) -> None:
    """A dotted line at the crossover's K."""
    axes.axvline(crossover_size(rows), color="0.6", lw=0.7, ls=":", zorder=0)


def points_by_type(
    axes: Axes,
    rows: pd.DataFrame,
    x: str,
    kinds: tuple[str, ...] = TYPES,
    spread: pd.DataFrame | None = None,
    apart: bool = True,
    joined: bool = True,
) -> None:
    """Means with errors by type and selection; thin caps: standard deviation of the samples.

    Types are drawn a little beside each other on a logarithmic axis, if `apart`. Lines join the
    typical ones, if `joined`, and training points always.
    """
    rows = rows[rows["samples"] >= ENOUGH]
    for kind in kinds:
        shift = SIDE_BY_SIDE[kind] if apart else 1.0
        own = rows[rows["type"] == kind].sort_values(x)
        for selection, of in own.groupby("selection", sort=False):
            typical = FILLED[str(selection)] or kind == TRAINING
            place = shift * of[x].astype(float) * (1.0 if typical or not apart else 1.045)
            axes.errorbar(
                place,
                of["value"],
                yerr=of["stderr"],
                fmt=("o-" if joined or kind == TRAINING else "o") if typical else "D",
                ms=3.2 if typical else 3.6,
                lw=0.9,
                mfc=COLOURS[kind] if typical else "white",
                color=COLOURS[kind],
                zorder=3 if typical else 4,
            )
            if spread is not None and typical and kind != TRAINING:
                both = of.merge(
                    spread, on=[x, "type", "selection", "score"], suffixes=("", "_spread")
                )
                axes.errorbar(
                    shift * both[x].astype(float),
                    both["value"],
                    yerr=both["value_spread"],
                    fmt="none",
                    elinewidth=0.4,
                    capsize=2.5,
                    capthick=0.4,
                    color=COLOURS[kind],
                    alpha=0.7,
                )


def of_pairs(rows: pd.DataFrame, quantity: str) -> pd.DataFrame:
    """Rows that compare two types: none where no two types have samples enough, which is said."""
    found = matching(rows, quantity=quantity)
    return found.reindex(columns=list(dict.fromkeys([*rows.columns, "upper", "lower"])))


def say_too_few(axes: Axes) -> None:
    """Write into a panel without pairs why it has none."""
    words = "too few samples\nof two types"
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color="0.4")


def effect_panel(
    axes: Axes,
    rows: pd.DataFrame,
    quantity: str,
    named: str,
    asked: dict[tuple[str, str], float] | None = None,
) -> None:
    """Effect sizes of the pairs of types: differences in standard deviations of the samples.

    Dashes at one for all pairs, or for each pair at what is `asked` of it.
    """
    rows = of_pairs(rows, f"{quantity}_effect")
    for place, pair in enumerate(PAIRS):
        for selection, filled in FILLED.items():
            own = rows[
                (rows["upper"] == pair[0])
                & (rows["lower"] == pair[1])
                & (rows["selection"] == selection)
            ]
            if own.empty:
                continue
            axes.errorbar(
                own["value"],
                [place + (-0.12 if filled else 0.12)],
                xerr=own["stderr"],
                fmt="o" if filled else "D",
                ms=4,
                mfc="0.2" if filled else "white",
                color="0.2",
            )
    if rows.empty:
        say_too_few(axes)
    axes.axvline(0, color="0.7", lw=0.6, zorder=0)
    if asked is None:
        axes.axvline(1, color="0.6", lw=0.7, ls="--", zorder=0)
    for pair, least in (asked or {}).items():
        place = list(PAIRS).index(pair)
        axes.vlines(least, place - 0.42, place + 0.42, color="0.5", lw=1, ls="--", zorder=0)
    axes.set_yticks(range(len(PAIRS)), list(PAIRS.values()))
    axes.set_ylim(len(PAIRS) - 0.5, -0.5)
    axes.set_xlabel(f"difference of {named}\n/ sd of samples")


def type_legend(figure: Figure, kinds: tuple[str, ...], *more: Line2D, columns: int = 6) -> None:
    """A legend above all panels: colours of types, filled and hollow symbols, further lines."""
    look: dict[str, Any] = {"marker": "o", "ms": 3.5, "lw": 0.9}
    handles = [
        Line2D([], [], color=COLOURS[kind], label=LABELS.get(kind, kind), **look) for kind in kinds
    ]
    handles += [
        Line2D([], [], color="0.3", marker="o", ms=3.5, lw=0, label="most typical samples"),
        Line2D([], [], color="0.3", marker="D", mfc="white", ms=3.5, lw=0, label="at random"),
        *more,
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=columns)


def set_title(name: str, sets: list[str], K: int | None = None) -> str:
    """The title of a panel: the set where there are several, the K where it is given."""
    parts = [literal(name)] if len(sets) > 1 else []
    parts += [] if K is None else [f"$K={K}$"]
    return ", ".join(parts)
