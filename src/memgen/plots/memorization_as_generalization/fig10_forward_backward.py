"""A digit destroyed and regenerated; what the trajectory sees; the latent picture."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, mark_time, simulation_points, theory_line
from memgen.tables.read import select, value_of

LATENT_SHOWN = 4.0
WHITEST = 16.0  # the digits' pixels run from 0 to 16


def draw(tables: dict[str, Any]) -> Figure:
    """Two strips of images above; weights, distance and latent trajectories below."""
    rows, arrays = tables["forward_backward"], tables["forward_backward_images"]
    figure = new_figure(7.0, 4.6)
    above, below = figure.subfigures(2, 1, height_ratios=(1.0, 1.25), squeeze=False)[:, 0]
    strips = _strips(above, arrays)
    panels = below.subplots(1, 3)
    _weights(panels[0], rows)
    _distance(panels[1], rows)
    _latent(panels[2], arrays)
    letter_panels([*strips, *panels])
    return figure


def _strips(figure: Any, arrays: dict[str, np.ndarray]) -> list[Axes]:
    """The destroyed digit (falling left to right in time), and one regenerated below it."""
    t = arrays["shown_t"]
    order = np.argsort(t)
    images = {
        "forward": [arrays["original"], *arrays["forward"][order]],
        "backward": [arrays["final"], *arrays["backward"][order]],
    }
    titles = ["", *(f"{value:.3g}" for value in t[order])]
    panels = figure.subplots(2, len(titles))
    for line, (name, strip) in enumerate(images.items()):
        for column, (image, title) in enumerate(zip(strip, titles, strict=True)):
            panel = panels[line, column]
            side = int(np.sqrt(image.size))
            panel.imshow(image.reshape(side, side), cmap="gray_r", vmin=0, vmax=WHITEST)
            panel.set(xticks=[], yticks=[])
            for spine in panel.spines.values():
                spine.set_visible(True)
            if line == 0 and column:
                panel.set_title(f"$t$ = {title}" if column == 1 else title, fontsize=7)
        word = {"forward": "data,\nforward →", "backward": "data,\n← backward"}[name]
        panels[line, 0].set_ylabel(word, fontsize=7)
    return [panels[0, 0], panels[1, 0]]


def _measured_times(panel: Axes, rows: pd.DataFrame) -> None:
    for symbol, quantity in (("t_c", "collapse_time"), ("t_o", "onset_time")):
        mark_time(panel, symbol, value_of(rows, quantity))


def _weights(panel: Axes, rows: pd.DataFrame) -> None:
    looks = {
        "participation": ("#0072B2", "$Y_2$"),
        "final_weight": ("#D55E00", "final digit"),
    }
    for quantity, (colour, label) in looks.items():
        found = select(rows, quantity=quantity).sort_values("t").iloc[::2]
        simulation_points(panel, found, "t", ms=2.2, color=colour, label=label)
    forward = select(rows, quantity="own_weight")
    theory_line(panel, forward, "t", color="k", lw=0.9, label="forward")
    still = select(rows, quantity="own_weight_at_digit")
    theory_line(panel, still, "t", color="0.5", lw=0.9, ls="--", label="at a digit")
    _measured_times(panel, rows)
    panel.set(xscale="log", xlabel="$t$", ylabel="weight", xlim=(1e-2, None))
    panel.legend(loc="lower left")


def _distance(panel: Axes, rows: pd.DataFrame) -> None:
    looks = {
        "squared_distance_to_final": ("#D55E00", "to the final digit"),
        "squared_distance_to_nearest": ("#0072B2", "to the nearest digit"),
    }
    for quantity, (colour, label) in looks.items():
        found = select(rows, quantity=quantity).sort_values("t").iloc[::2]
        ratio = found.assign(value=found["value"] / found["t"], stderr=found["stderr"] / found["t"])
        simulation_points(panel, ratio, "t", ms=2.2, color=colour, label=label)
    panel.axhline(1, color="k", lw=0.9, label="forward process")
    _measured_times(panel, rows)
    panel.set(xscale="log", xlabel="$t$", ylabel=r"$|x_t - \xi|^2/Nt$", xlim=(1e-2, None))
    panel.legend(loc="lower left")


def _latent(panel: Axes, arrays: dict[str, np.ndarray]) -> None:
    """Trajectories in the latent plane: open circles are the points that they end on."""
    points, paths, t = (arrays[f"latent_{name}"] for name in ("points", "paths", "times"))
    late = t < LATENT_SHOWN
    for trajectory in np.moveaxis(paths[late], 1, 0):
        panel.plot(*trajectory.T, color="0.6", lw=0.5, zorder=1)
    panel.plot(*points.T, ".", color="#0072B2", ms=3, zorder=2, label="training points")
    panel.plot(
        *paths[-1].T, "o", mfc="none", color="#D55E00", ms=5, zorder=3, label="trajectories' ends"
    )
    panel.set(
        xlim=(-LATENT_SHOWN, LATENT_SHOWN),
        ylim=(-LATENT_SHOWN, LATENT_SHOWN),
        xlabel="latent $z_1$",
        ylabel="latent $z_2$",
        aspect="equal",
    )
    panel.legend(loc="upper right")
