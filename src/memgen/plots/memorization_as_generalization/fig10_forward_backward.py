"""A digit destroyed and regenerated, a control beside it; what the trajectories see and reach."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, mark_time, simulation_points, theory_line
from memgen.tables.read import select, value_of

WHITEST = 16.0  # the digits' pixels run from 0 to 16
EXACT, GAUSSIAN, CLASSES = "#D55E00", "#0072B2", "#009E73"
THRESHOLD = 1 / 3


def draw(tables: dict[str, Any]) -> Figure:
    """Three strips of images above; weights, distances and ends below."""
    rows, arrays = tables["forward_backward"], tables["forward_backward_images"]
    figure = new_figure(7.0, 5.4)
    above, below = figure.subfigures(2, 1, height_ratios=(1.15, 1.0), squeeze=False)[:, 0]
    strips = _strips(above, arrays)
    panels = below.subplots(1, 3)
    _weights(panels[0], rows)
    _excess(panels[1], rows)
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
    forward = select(rows, quantity="own_weight", of="digits")
    theory_line(panel, forward, "t", color="k", lw=1.0, label="forward")
    still = select(rows, quantity="own_weight_at_digit", of="digits")
    theory_line(panel, still, "t", color="0.5", lw=1.0, ls="--", label="at the digit")
    found = select(rows, quantity="final_weight").sort_values("t").iloc[::2]
    simulation_points(panel, found, "t", ms=3, color=EXACT, label="backward")
    _measured_times(panel, rows)
    panel.set(xscale="log", xlabel="$t$", ylabel="weight", xlim=(0.004, 100), ylim=(0, 1.05))
    panel.legend(loc="center left")


def _excess(panel: Axes, rows: pd.DataFrame) -> None:
    forward = select(rows, quantity="forward_excess", of="digits")
    theory_line(panel, forward, "t", color="k", lw=1.0, label="forward")
    found = select(rows, quantity="excess").sort_values("t").iloc[::2]
    simulation_points(panel, found, "t", ms=3, color=EXACT, label="backward")
    _measured_times(panel, rows)
    label = r"$(|x_t-\xi|^2-\min_\mu|x_t-\xi^\mu|^2)/N$"
    panel.set(xscale="log", yscale="log", xlabel="$t$", ylabel=label)
    panel.set(xlim=(0.2, 100), ylim=(1e-5, 20))
    panel.legend(loc="lower right", frameon=True, facecolor="w", edgecolor="none", framealpha=1)


def _ends(panel: Axes, arrays: dict[str, np.ndarray]) -> None:
    """Distributions of d1 / d2 over the trajectories' ends, and of digits that were left out."""
    looks = (
        ("empirical", EXACT, "exact score", "-"),
        ("classes", CLASSES, "Gaussian a class", "-"),
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
    panel.set(xlabel=r"$d_1/d_2$ at the end", ylabel="share of trajectories below")
    panel.set(xlim=(0, 1), ylim=(0, 1.04))
    panel.legend(loc="center left", bbox_to_anchor=(0.34, 0.6), handlelength=1.2, fontsize=6)
