"""Largest stabilities of full and diluted networks beside their theories."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.memorization_as_generalization.limits import line_to_infinity
from memgen.plots.pieces import letter_panels, sequence_colours, simulation_points
from memgen.tables.read import select, value_of

LOOKS = {
    "plain": ("#0072B2", "s", "no symmetry (Gardner)"),
    "symmetric": ("#009E73", "D", "symmetric, full (ours)"),
    "diluted": ("#D55E00", "o", "symmetric, diluted\n(Gardner et al.)"),
}
APART = 0.075  # names of lines are this far apart, of the range of their ends
CLOSE = 0.004  # to 1: the name of a line would lie on that of theory
SIZES = {"plain": "N", "symmetric": "N", "diluted": "C"}


def draw(tables: dict[str, Any]) -> Figure:
    """Load against stability; diluted networks against 1/C; full ones against 1/N; fits."""
    rows = tables["perceptron_capacity"]
    figure = new_figure(7.0, 5.2)
    panels = figure.subplots(2, 2).ravel()
    _capacity(panels[0], rows)
    _sizes(
        panels[1], select(rows, couplings="diluted"), "C", "diluted: largest $\\kappa$ / formula"
    )
    _sizes(
        panels[2], select(rows, couplings="symmetric"), "N", "full: largest $\\kappa$ / our theory"
    )
    _fits(panels[3], rows)
    letter_panels(panels)
    return figure


def _capacity(panel: Axes, rows: Any) -> None:
    for couplings, (colour, marker, label) in LOOKS.items():
        of = select(rows, couplings=couplings)
        if couplings == "symmetric":
            line = select(of, quantity="theory_stability").sort_values("load")
            panel.plot(line["value"], line["load"], color=colour)
        else:
            line = select(of, quantity="storage_load").sort_values("kappa")
            panel.plot(line["kappa"], line["value"], color=colour)
        found = select(of, quantity="largest_stability")
        for load in sorted(found["load"].astype(float).unique()):
            value, error, _ = line_to_infinity(found[found["load"] == load], SIZES[couplings])
            panel.errorbar(value, load, xerr=error, fmt=marker, color=colour, mfc="white", ms=4)
        panel.plot([], [], f"{marker}-", color=colour, mfc="white", ms=4, label=label)
    panel.set(
        xlabel=r"stability $\kappa$", ylabel="load $P/N$, $P/C$", xlim=(0, 3.2), ylim=(0, 2.05)
    )
    panel.legend(loc="upper right")


def _end(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Loads and stabilities of the last two points of our theory."""
    line = select(rows, quantity="theory_stability", couplings="symmetric").sort_values("load")
    last = line.iloc[-2:]
    return last["load"].to_numpy(float), last["value"].to_numpy(float)


def _full_capacity(rows: pd.DataFrame) -> float:
    """Load at which the line through the last two points of our theory reaches stability 0."""
    load, kappa = _end(rows)
    return float(load[1] - kappa[1] * (load[1] - load[0]) / (kappa[1] - kappa[0]))


def _fits(panel: Axes, rows: pd.DataFrame) -> None:
    """Fraction of networks that are fitted at all, with the capacities of both theories."""
    found = select(rows, quantity="fits")
    formula = select(rows, quantity="storage_load", couplings="diluted", kappa=0.0)["value"].item()
    capacities = {"diluted": formula, "symmetric": _full_capacity(rows)}
    for couplings, capacity in capacities.items():
        colour, marker, _ = LOOKS[couplings]
        size, name = SIZES[couplings], "diluted" if couplings == "diluted" else "full"
        of = found[found["couplings"] == couplings]
        sizes = sorted(of[size].unique())
        for k, one in enumerate(sizes):
            at = of[of[size] == one].sort_values("load")
            # what did not differ between n draws is known to 1 / (n + 2)
            error = np.maximum(at["stderr"].fillna(0), 1 / (at["n"] + 2))
            strength = 0.35 + 0.65 * (k + 1) / len(sizes)
            panel.errorbar(
                at["load"] + 0.006 * (k - (len(sizes) - 1) / 2),
                at["value"],
                _inside(at["value"], error),
                fmt=f"{marker}-",
                ms=2 + k,
                lw=0.6 + 0.4 * k,
                color=colour,
                alpha=strength,
                label=f"{name}, ${size}={one:g}$",
            )
        panel.axvline(capacity, color=colour, lw=0.9, ls="--", zorder=0)
        label = f"{capacity:.2f}" + ("" if name == "diluted" else "\n(line)")
        panel.text(capacity + 0.015, 1.15, label, color=colour, fontsize=7, va="top")
    panel.set(xlabel="load $P/N$, $P/C$", ylabel="fraction of networks fitted", ylim=(-0.05, 1.2))
    panel.set_yticks([0, 0.5, 1])
    panel.set_xlim(float(found["load"].min()) - 0.04, capacities["symmetric"] + 0.12)
    panel.legend(
        loc="lower left", bbox_to_anchor=(0.08, 1.0), ncols=2, fontsize=6.5, handlelength=1.6
    )


def _inside(value: pd.Series, error: pd.Series) -> np.ndarray:
    """Error bars below and above that stay within 0 and 1."""
    return np.array([np.minimum(error, value), np.minimum(error, 1 - value)])


def _sizes(panel: Axes, rows: pd.DataFrame, size: str, label: str) -> None:
    """Largest stabilities over theory against 1 / size, with lines to infinite size."""
    found = select(rows, quantity="largest_stability")
    loads = sorted(found["load"].unique())
    names: list[tuple[float, str, Any]] = []
    for load, colour in zip(loads, sequence_colours(len(loads)), strict=True):
        theory = value_of(rows, "theory_stability", load=float(load))
        at = found[found["load"] == load]
        at = at.assign(
            inverse=1 / at[size].astype(float),
            value=at["value"] / theory,
            stderr=at["stderr"] / theory,
        )
        simulation_points(panel, at, "inverse", color=colour, ms=3)
        value, error, slope = line_to_infinity(at, size)
        end = float(at["inverse"].max())
        panel.plot([0, end], [value, value + slope * end], color=colour, lw=0.7)
        panel.errorbar(0, value, error, fmt="o", color=colour, ms=4.5, mfc="white", clip_on=False)
        words = f"$P/{size}={load:g}$" if load == loads[0] else f"{load:g}"
        names.append((value + slope * end, words, colour))
    apart = APART * (max(names)[0] - min(names)[0])
    height = np.inf
    for wanted, words, colour in sorted(names, reverse=True):
        if abs(wanted - 1) < CLOSE:
            wanted = 1 + 1.5 * CLOSE
        # names of lines that end close to each other are spread downwards
        height = min(wanted, height - apart)
        panel.text(1.03 * end, height, words, color=colour, va="center", fontsize=7)
    panel.axhline(1, color=LOOKS["diluted" if size == "C" else "symmetric"][0], lw=0.9, zorder=0)
    panel.set(xlabel=f"$1/{size}$", ylabel=label)
    panel.set_xlim(-0.05 * end, 1.33 * end)
    panel.margins(y=0.1)
