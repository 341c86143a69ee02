"""What the figures of the circle share: maps of the energy with points, arrows and samples."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

DATA = "#E8000B"
K_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7")
FEW = 50  # points that are drawn as stars


def energy_map(panel: Axes, energy: np.ndarray, axis: np.ndarray) -> AxesImage:
    """Draw the energy above its minimum; rows of `energy` are x2, columns x1."""
    half = (axis[1] - axis[0]) / 2
    reach = axis[-1]
    panel.set(xticks=[], yticks=[], aspect="equal")
    panel.spines[:].set_visible(False)
    image = panel.imshow(
        energy - energy.min(),
        origin="lower",
        extent=(axis[0] - half, axis[-1] + half, axis[0] - half, axis[-1] + half),
        interpolation="bicubic",
        cmap="inferno",
    )
    panel.set(xlim=(-reach, reach), ylim=(-reach, reach))
    return image


def score_arrows(panel: Axes, score: np.ndarray, arrows: np.ndarray, alpha: float = 0.8) -> None:
    """Draw a field (n^2, 2) on a square grid in white, length by its square root."""
    length = np.linalg.norm(score, axis=1, keepdims=True)
    shown = score / np.maximum(length, 1e-12) ** 0.5
    x, y = np.meshgrid(arrows, arrows)
    panel.quiver(x, y, *shown.T, color="w", width=0.004, alpha=alpha)


def unit_circle(panel: Axes, colour: str = "k") -> None:
    """Draw the unit circle."""
    angle = np.linspace(0, 2 * np.pi, 200)
    panel.plot(np.cos(angle), np.sin(angle), color=colour, lw=0.6)


def data_points(panel: Axes, points: np.ndarray, **style: Any) -> None:
    """Draw few points as stars, many as dots."""
    many = len(points) > FEW
    style = {"color": DATA, "ms": 1.0 if many else 6, "mew": 0, "zorder": 3} | style
    panel.plot(points[:, 0], points[:, 1], "." if many else "*", **style)
