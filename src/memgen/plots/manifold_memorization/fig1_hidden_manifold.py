"""The hidden manifold in pictures, and the times that rule the reverse process on it."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from memgen.plots.files import new_figure
from memgen.plots.pieces import TIME_COLOURS, TIME_LABELS, letter_panels
from memgen.tables.read import select, value_of

# The phases from small t to large: what they are called, and what happens there.
PHASES = (
    ("memorization", "trajectories collapse onto data points"),
    ("traps", "at data points,\nignored by\ntrajectories"),
    ("no traps", "one well for all data"),
)
SHADES = ("#8fb4d6", "#cfe0ef", "#ffffff")
# Latent distance of the lightest colour: a sample in a hundred lies farther.
FARTHEST = 3.0


def draw(tables: dict[str, Any]) -> Figure:
    """Latents, their image surfaces and samples; below, t_g < t_c < t_o on the time axis."""
    recipe, times = tables["recipe"], tables["times"]
    names = [key.removeprefix("surface_") for key in recipe if key.startswith("surface_")]
    figure = new_figure(7.0, 3.5)
    # Room for the titles above the three-dimensional panels.
    figure.set_layout_engine("constrained", rect=(0, 0, 1, 1.04))
    grid = figure.add_gridspec(2, len(names) + 1, height_ratios=[2.5, 1])
    # A rare sample beyond the edge of the surface would float beside it.
    shown = np.abs(recipe["latents"]).max(axis=1) <= recipe["latent_axis"][-1]
    latents = recipe["latents"][shown]
    hue = np.minimum(np.hypot(*latents.T), FARTHEST)

    latent = figure.add_subplot(grid[0, 0])
    latent.scatter(*latents.T, c=hue, s=3, lw=0, cmap="viridis")
    latent.set(xlabel="$z_1$", ylabel="$z_2$", aspect="equal", xlim=(-3.6, 3.6), ylim=(-3.6, 3.6))
    latent.set_title(r"latent $z$, $D = 2$")
    panels = [latent]
    for column, name in enumerate(names, start=1):
        panel = figure.add_subplot(grid[0, column], projection="3d")
        _surface(panel, recipe[f"surface_{name}"], recipe[f"points_{name}"][shown], hue)
        panel.set_title(rf"$\xi = \sigma(Fz)$, {name}", pad=4)
        panels.append(panel)
    letter_panels(panels)
    latent.set_title("(a)", loc="left", weight="bold", pad=1.4)

    axis = figure.add_subplot(grid[1, :])
    default = select(times, along="default", activation="linear")
    _time_axis(axis, default)
    axis.set_title(f"({'abcdefgh'[len(panels)]})", loc="left", weight="bold", pad=4)
    return figure


def _surface(panel: Any, surface: np.ndarray, points: np.ndarray, hue: np.ndarray) -> None:
    # The wire frame stands for the surface: a filled one would hide the samples.
    panel.plot_wireframe(
        *np.moveaxis(surface, -1, 0), color="#999999", lw=0.25, rcount=20, ccount=20
    )
    panel.scatter(*points.T, c=hue, s=2, lw=0, cmap="viridis", depthshade=False)
    panel.set(xticks=[], yticks=[], zticks=[])
    panel.set_xlabel(r"$\xi_1$", labelpad=-13)
    panel.set_ylabel(r"$\xi_2$", labelpad=-13)
    panel.text2D(1.03, 0.58, r"$\xi_3$", transform=panel.transAxes)
    panel.set_box_aspect((1, 1, 0.95), zoom=1.18)
    panel.view_init(elev=22, azim=-52)


def _time_axis(axis: Any, default: Any) -> None:
    quantities = {"t_g": "generalization_time", "t_c": "collapse_time", "t_o": "onset_time"}
    marks = {name: value_of(default, quantity) for name, quantity in quantities.items()}
    alpha, alpha_D = default["alpha"].iloc[0], default["alpha_D"].iloc[0]
    low, high = min(marks.values()) / 6, max(marks.values()) * 6
    axis.set_xscale("log")
    axis.set(xlim=(low, high), ylim=(0, 1), yticks=[])
    axis.spines["left"].set_visible(False)
    edges = [low, marks["t_c"], marks["t_o"], high]
    for left, right, shade, (name, what) in zip(edges[:-1], edges[1:], SHADES, PHASES, strict=True):
        axis.axvspan(left, right, color=shade, lw=0)
        # The name of a phase spans all of it; t_g is a mark inside memorization.
        behind = {"fc": shade, "ec": "none", "pad": 1.5}
        under = {"ha": "center", "va": "center", "bbox": behind, "zorder": 3}
        axis.text(np.sqrt(left * right), 0.72, name, fontsize=9, **under)
        middle = np.sqrt(left * right)
        axis.text(middle, 0.32, what, fontsize=7, linespacing=1.1, **under)
    for name, t in marks.items():
        inside = name == "t_g"
        axis.axvline(t, color=TIME_COLOURS[name], lw=1.5, ls="--" if inside else "-")
        what = ": closest to the true density" if inside else ""
        axis.text(
            t,
            1.04,
            f"{TIME_LABELS[name]} = {t:.3g}{what}",
            color=TIME_COLOURS[name],
            ha="center",
            va="bottom",
            fontsize=8,
        )
    axis.set_xlabel(r"noise variance $t$   ($\longleftarrow$ reverse process)")
    axis.set_xticks([0.03, 0.1, 0.3, 1, 3, 10], ["0.03", "0.1", "0.3", "1", "3", "10"])
    parameters = rf"$\alpha$ = {alpha:g}, $\alpha_D$ = {alpha_D:g}, $N\to\infty$"
    axis.set_title(parameters, loc="right", fontsize=8)
