"""A digit destroyed and regenerated, a control beside it; what the trajectories see and reach."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import (
    letter_panels,
    mark_time,
    simulation_points,
    smooth_line,
    theory_line,
)
from memgen.tables.read import select, value_of

WHITEST = 16.0  # the digits' pixels run from 0 to 16
EXACT, GAUSSIAN, CLASSES = "#D55E00", "#0072B2", "#009E73"
THRESHOLD = 1 / 3
SHOWN = (0.08, 100.0)


def draw(tables: dict[str, Any]) -> Figure:
    """Three strips of images above; weights and ends below."""
    rows, arrays = tables["forward_backward"], tables["forward_backward_images"]
    figure = new_figure(7.0, 5.4)
    above, below = figure.subfigures(2, 1, height_ratios=(1.15, 1.0), squeeze=False)[:, 0]
    strips = _strips(above, arrays)
    panels = below.subplots(1, 3)
    _weights(panels[0], rows)
    _gaussian(panels[1], rows)
    _ends(panels[2], arrays)
    letter_panels([*strips, *panels])
    return figure


def _strips(figure: Any, arrays: dict[str, np.ndarray]) -> list[Axes]:
    """The digit destroyed from left to right; one regenerated, and its control, right to left."""
    t = arrays["shown_t"]
    order = np.argsort(t)
    images = {
        "forward →": [arrays["original"], *arrays["forward"][order]],
        "← exact score": [arrays["final"], *arrays["backward"][order]],
        "← Gaussians": [arrays["control_end"], *arrays["control"][order]],
    }
    titles = ["$t$ = 0", *(f"{float(f'{value:.2g}'):g}" for value in t[order])]
    panels = figure.subplots(len(images), len(titles))
    for line, (name, strip) in enumerate(images.items()):
        for column, image in enumerate(strip):
            panel = panels[line, column]
            side = int(np.sqrt(image.size))
            panel.imshow(image.reshape(side, side), cmap="gray_r", vmin=0, vmax=WHITEST)
            panel.set(xticks=[], yticks=[])
            for spine in panel.spines.values():
                spine.set(visible=True, color="0.6", lw=0.6)
        panels[line, 0].set_ylabel(name, fontsize=7)
    for panel, title in zip(panels[-1], titles, strict=True):
        panel.set_xlabel(title, fontsize=7)
    return [panels[line, 0] for line in range(len(images))]


def _measured_times(panel: Axes, rows: pd.DataFrame) -> None:
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        mark_time(panel, symbol, value_of(rows, quantity, of="digits"))


def _weights(panel: Axes, rows: pd.DataFrame) -> None:
    """Weight of the final digit backward, of the own one forward: at x_t and at the digit."""
    for quantity, colour, dash, label in (
        ("own_weight", "k", "-", "at $x_t$"),
        ("own_weight_at_digit", "0.5", "--", "at the digit"),
    ):
        curve = select(rows, quantity=quantity, of="digits")
        theory_line(panel, curve, "t", color=colour, lw=1.0, ls=dash, label=label)
    found = select(rows, quantity="final_weight").sort_values("t").iloc[1::2]
    found = found[found["t"] > 1.2 * SHOWN[0]]
    simulation_points(panel, found, "t", ms=3, color=EXACT, label="backward")
    _measured_times(panel, rows)
    panel.set(xscale="log", xlabel="$t$", ylabel="weight of a digit", xlim=SHOWN, ylim=(0, 1.05))
    panel.legend(loc="lower left", fontsize=6.5, handlelength=1.2)


def _gaussian(panel: Axes, rows: pd.DataFrame) -> None:
    """The same of Gaussian points, and theory of the weight at the point."""
    of = select(rows, of="gaussian")
    for quantity, fmt, label in (
        ("own_weight", "o", "at $x_t$"),
        ("own_weight_at_digit", "s", "at the point"),
    ):
        points = select(of, quantity=quantity, kind="simulation").sort_values("t")
        points = points[(points["t"] > 1.2 * SHOWN[0]) & (points["t"] < SHOWN[1] / 1.2)].iloc[::2]
        simulation_points(panel, points, "t", ms=3, color=GAUSSIAN, fmt=fmt, mfc="w", label=label)
    for quantity, dash in (("own_weight", "-"), ("own_weight_at_digit", "--")):
        law = select(of, quantity=quantity, kind="theory")
        label = "theory" if dash == "-" else None
        smooth_line(panel, law, "t", color=GAUSSIAN, lw=1.0, ls=dash, scale="linear", label=label)
    for quantity, dash in (("own_weight", "-"), ("own_weight_at_digit", "--")):
        curve = select(rows, quantity=quantity, of="digits")
        label = "digits (as in d)" if dash == "-" else None
        theory_line(panel, curve, "t", color="0.6", lw=0.8, ls=dash, zorder=0, label=label)
    panel.set(xscale="log", xlabel="$t$", ylabel="weight of a Gaussian point")
    panel.set(xlim=SHOWN, ylim=(0, 1.05))
    panel.legend(loc="lower left", fontsize=6.5, handlelength=1.2)


def _ends(panel: Axes, arrays: dict[str, np.ndarray]) -> None:
    """Distributions of d1 / d2 over the trajectories' ends, and of digits that were left out."""
    looks = (
        ("empirical", EXACT, "exact score", "-"),
        ("classes", CLASSES, "a Gaussian per class", "-"),
        ("gaussian", GAUSSIAN, "one Gaussian", "-"),
        ("digits", "0.4", "digits left out", "--"),
    )
    for name, colour, label, dash in looks:
        values = np.sort(arrays[f"ratio_{name}"])
        share = np.arange(1, values.size + 1) / values.size
        x = np.concatenate([[0], values, [1]])
        y = np.concatenate([[0], share, [1]])
        panel.step(x, y, where="post", color=colour, lw=1.1, ls=dash, label=label)
    panel.axvline(THRESHOLD, color="k", lw=0.7, ls=":")
    panel.text(THRESHOLD, 1.04, "1/3", ha="center", va="bottom", fontsize=7)
    panel.set(xlabel=r"$d_1/d_2$ of the ends", ylabel="fraction below")
    panel.set(xlim=(0, 1), ylim=(0, 1.04))
    panel.legend(loc="center left", bbox_to_anchor=(0.32, 0.6), handlelength=0.8, fontsize=6)
