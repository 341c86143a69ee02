"""Energy, score, samples and clusters of networks trained on K points of the circle; K infinite."""

from typing import Any

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import (
    DATA,
    FEW,
    data_points,
    energy_map,
    score_arrows,
    unit_circle,
)
from memgen.tables.read import select

SHOWN, FEWEST = 12, 2  # centroids, at most; samples of their clusters, at least
OUTSIDE, APART = 1.28, 0.25  # radius of the labels, and their least distance, radians
REACH = 0.32  # of the enlarged arc
FAR = 0.05  # of a spurious minimum from the points
SAMPLE, CENTROID, SPURIOUS = "#7FE0FF", "w", "#00E5A0"
RUNS = {"network": ("#0072B2", "networks"), "exact": ("0.55", "exact score")}
FOOT = 1e-5  # of the drawn densities, per degree


def draw(tables: dict[str, Any]) -> Figure:
    """Three networks and the exact energy of infinitely many points; samples by their angle."""
    rows, maps = tables["toy_landscape"], tables["toy_maps"]
    centroids = select(rows, quantity="centroid_energy")
    figure = new_figure(7.0, 4.1)
    grid = figure.add_gridspec(2, 4, height_ratios=[1.6, 1])
    panels = [figure.add_subplot(grid[0, k]) for k in range(4)]
    sizes = sorted(centroids["K"].astype(int).unique())
    for panel, K in zip(panels, sizes, strict=False):
        found = centroids[centroids["K"] == K]
        t = float(found["t"].iloc[0])
        k = int(np.flatnonzero(np.isclose(maps["times"], t))[0])
        image = energy_map(panel, maps[f"energy_{K}"][k], maps["axis"])
        score_arrows(panel, maps[f"score_{K}"][k], maps["arrows"], alpha=0.5)
        unit_circle(panel)
        panel.plot(*maps[f"final_{K}"].T, ".", color=SAMPLE, ms=1.2, mew=0, alpha=0.8)
        data_points(panel, maps[f"points_{K}"], ms=7 if K <= FEW else 1)
        _centroids(panel, found)
        minima = select(rows, quantity="minimum_nearest")
        _spurious(panel, minima[(minima["K"] == K) & (minima["value"] > FAR)])
        if K <= FEW and len(minima[(minima["K"] == K) & (minima["value"] > FAR)]):
            _enlarged(panel, maps, int(K), minima[(minima["K"] == K) & (minima["value"] > FAR)])
        panel.set_title(f"$K={K}$, $t={t:g}$")
        _bar(panel, image)
    exact = select(rows, quantity="exact_range")
    image = energy_map(panels[3], maps["energy_exact"], maps["axis"])
    score_arrows(panels[3], maps["score_exact"], maps["arrows"])
    unit_circle(panels[3])
    panels[3].set_title(rf"$K\to\infty$, $t={exact['t'].iloc[0]:g}$")
    _bar(panels[3], image)
    below = figure.add_subplot(grid[1, :])
    _angles(below, tables["toy_gathering"], maps)
    letter_panels([*panels, below])
    _legend(figure)
    return figure


def _legend(figure: Figure) -> None:
    """Say above all panels what the marks are."""
    marks = figure.axes[0]
    handles = [
        marks.plot([], [], mark, label=text, **style)[0]
        for mark, text, style in (
            ("*", "training points", {"color": DATA, "ms": 7, "mew": 0}),
            (".", "generated samples", {"color": "#3FB8E0", "ms": 5}),
            ("x", "centroids of clusters, with energies", {"color": "k", "ms": 4}),
            ("o", "spurious minima", {"mec": SPURIOUS, "mfc": "none", "ms": 8, "mew": 1.5}),
        )
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=4)


def _spurious(panel: Axes, minima: Any) -> None:
    """Circle the minima away from the points."""
    panel.plot(minima["x1"], minima["x2"], "o", mfc="none", mec=SPURIOUS, ms=10, mew=1.3, zorder=6)


def _enlarged(panel: Axes, maps: dict[str, np.ndarray], K: int, minima: Any) -> None:
    """The arc about the first spurious minimum, enlarged within the ring."""
    x1, x2 = (float(minima[name].iloc[0]) for name in ("x1", "x2"))
    inside = panel.inset_axes((-0.42, -0.46, 0.98, 0.98), transform=panel.transData)
    inside.set_facecolor("k")
    unit_circle(inside, "0.6")
    samples, points = maps[f"final_{K}"], maps[f"points_{K}"]
    inside.plot(*samples.T, ".", color=SAMPLE, ms=2.2, mew=0, alpha=0.8)
    data_points(inside, points, ms=7)
    _spurious(inside, minima)
    inside.set(xlim=(x1 - REACH, x1 + REACH), ylim=(x2 - REACH, x2 + REACH), xticks=[], yticks=[])
    inside.spines[:].set(visible=True, color="w", linewidth=0.8)
    panel.indicate_inset_zoom(inside, edgecolor="w", alpha=0.9, lw=0.6)


def _angles(panel: Axes, rows: Any, maps: dict[str, np.ndarray]) -> None:
    """The share of samples by degree, of networks and of the exact score; points and minima."""
    density = select(rows, quantity="angle_density")
    K = int(density["K"].iloc[0])
    for curve, (colour, _) in RUNS.items():
        found = select(density, curve=curve).sort_values("angle")
        value, error = found["value"].to_numpy(float), found["stderr"].to_numpy(float)
        low = np.maximum(value - error, FOOT / 2)
        panel.fill_between(found["angle"], low, value + error, color=colour, alpha=0.25, lw=0)
        panel.plot(found["angle"], value, color=colour, lw=1, drawstyle="steps-mid")
    for angle in np.degrees(np.arctan2(*maps[f"points_{K}"].T[::-1])):
        panel.plot(angle, 2 * FOOT, "*", color=DATA, ms=7, mew=0)
    for _, at in select(rows, quantity="minimum_nearest").iterrows():
        panel.axvline(at["angle"], color=SPURIOUS, lw=1, ls="--", zorder=0)
        panel.text(
            at["angle"],
            1.04,
            "spurious",
            color="#00A070",
            fontsize=6.5,
            ha="center",
            transform=panel.get_xaxis_transform(),
        )
    style = {"fontsize": 7, "ha": "center", "transform": panel.transAxes}
    panel.text(0.66, 0.82, f"samples at $K={K}$", **style)
    for curve, y in (("network", 0.66), ("exact", 0.5)):
        colour, text = RUNS[curve]
        panel.text(0.66, y, text, color=colour, **style)
    panel.set(yscale="log", xlim=(-180, 180), xticks=np.arange(-180, 181, 60), ylim=(FOOT, 0.5))
    panel.set(xlabel="angle of a generated sample (degrees)", ylabel="share per degree")


def _bar(panel: Axes, image: AxesImage) -> None:
    bar = panel.figure.colorbar(image, ax=panel, location="bottom", shrink=0.9, pad=0.03)
    bar.set_label(r"$E-E_{\mathrm{min}}$")


def _centroids(panel: Axes, found: Any) -> None:
    """Crosses at centroids; energies above the lowest of all, as many as do not overlap."""
    lowest = found["value"].min()
    found = found[found["size"] >= FEWEST]
    angle = np.arctan2(found["x2"].astype(float), found["x1"].astype(float))
    ordered = found.assign(angle=angle).sort_values("angle")
    chosen = np.unique(np.linspace(0, len(ordered) - 1, min(SHOWN, len(ordered))).astype(int))
    shown = ordered.iloc[chosen]
    panel.plot(shown["x1"], shown["x2"], "x", color=CENTROID, ms=3.5, mew=1, zorder=4)
    for k in _apart(shown["angle"].to_numpy()):
        angle, value = shown["angle"].iloc[k], shown["value"].iloc[k]
        text = panel.text(
            OUTSIDE * np.cos(angle),
            OUTSIDE * np.sin(angle),
            f"{value - lowest:.2f}",
            color="w",
            fontsize=5.5,
            ha="center",
            va="center",
            zorder=5,
        )
        text.set_path_effects([patheffects.withStroke(linewidth=1.2, foreground="k")])


def _apart(angles: np.ndarray) -> list[int]:
    """Which of the angles to keep so that none is nearer than `APART` to one before it."""
    kept: list[int] = []
    for k, angle in enumerate(angles):
        across = np.abs(np.angle(np.exp(1j * (angles[kept] - angle))))
        if not (across < APART).any():
            kept.append(k)
    return kept
