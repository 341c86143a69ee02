"""The published labels against energies; energy, score and samples at three t for each K."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels
from memgen.plots.spurious_states.circle_panels import (
    data_points,
    energy_map,
    score_arrows,
    unit_circle,
)
from memgen.tables.read import select, value_of

SAMPLES = 400
LABEL, ENERGY, RELEASED = "#D55E00", "k", "#0072B2"
CURVES = {
    "exact": (ENERGY, "-"),
    "exact_released": (RELEASED, "-"),
    "network": (ENERGY, ":"),
    "network_released": (RELEASED, ":"),
}
WELLS = ((-153, -133), (-47, 8), (118, 170))  # degrees
LIMITS = (-0.03, 0.4)  # of energies
ROUNDING = 0.005  # of a published label
CLIPPED = 15.0  # energies of the maps, in t


def draw(tables: dict[str, Any]) -> Figure:
    """Labels along the ring, enlarged at the wells; against predictions; maps."""
    labels, rows, maps = tables["toy_labels"], tables["toy_landscape"], tables["toy_maps"]
    sizes = sorted(select(rows, quantity="threshold")["K"].astype(int).unique().tolist())
    times = maps["times"]
    figure = new_figure(7.0, 6.2)
    above, below = np.ravel(np.array(figure.subfigures(2, 1, height_ratios=[1, 1.6]), dtype=object))
    spans = [high - low for low, high in WELLS]
    wells = above.subplots(1, 3, width_ratios=[0.25 * sum(spans) + s for s in spans])
    for panel, well in zip(wells, WELLS, strict=True):
        _well(panel, labels, well)
    wells[0].set_ylabel("energy, shifted to the labels' mean")
    for panel in wells[1:]:
        panel.set_yticklabels([])
    _name_curves(wells[2])
    left, right = np.ravel(np.array(below.subfigures(1, 2, width_ratios=[1, 2.1]), dtype=object))
    scatter = left.subplots()
    _scatter(scatter, labels)
    small = right.subplots(len(times), len(sizes))
    for (j, column), panel in np.ndenumerate(small):
        image = _map(panel, rows, maps, sizes[column], j)
    for panel, K in zip(small[0], sizes, strict=True):
        panel.set_title(f"$K={K}$", loc="right", fontsize=7)
    style = {"aspect": 30, "pad": 0.02, "extend": "max", "ticks": [0, 5, 10, 15]}
    bar = right.colorbar(image, ax=small, **style)
    bar.set_label(r"$(E-E_{\mathrm{min}})/t$", fontsize=7)
    letter_panels([*wells, scatter, *small.T.ravel()])
    return figure


def _scatter(panel: Axes, rows: Any) -> None:
    """Labels against the energy, not doubled, with N(0, 1) for p_1; fit, and slopes 1 and 2."""
    labels = _at_labels(rows, "label")
    energy = _at_labels(rows, "energy", curve="exact_prior_bias")
    panel.errorbar(energy, labels, ROUNDING, fmt="D", ms=4, color=LABEL)
    fit, covariance = np.polyfit(energy, labels, 1, cov=True)
    slope, error = fit[0], np.sqrt(covariance[0, 0])
    ends = np.array([-0.005, 1.1 * energy.max()])
    for factor, style in (
        (slope, {"color": LABEL, "lw": 1.2}),
        (1, {"color": ENERGY, "lw": 0.8, "ls": "--"}),
        (2, {"color": RELEASED, "lw": 0.8, "ls": "--"}),
    ):
        panel.plot(ends, labels.mean() + factor * (ends - energy.mean()), **style)
    style = {"fontsize": 6.5, "transform": panel.transAxes}
    panel.text(0.04, 0.93, rf"fit: slope ${slope:.1f}\pm{error:.1f}$", color=LABEL, **style)
    panel.text(0.04, 0.85, "doubled: slope 2", color=RELEASED, **style)
    panel.text(0.98, 0.33, "an energy:\nslope 1", color=ENERGY, ha="right", **style)
    panel.set(xlabel="energy, $N(0,1)$ for $p_1$", ylabel="published label", ylim=LIMITS)


def _well(panel: Axes, rows: Any, well: tuple[int, int]) -> None:
    """Energies along the ring within one well, and the labels of that well."""
    ring = select(rows, quantity="ring_energy")
    for curve, (colour, dash) in CURVES.items():
        line = ring[(ring["curve"] == curve) & ring["angle"].between(*well)].sort_values("angle")
        shifted = line["value"] + _shift(rows, curve)
        panel.plot(line["angle"], shifted, color=colour, ls=dash, lw=1)
    labels = select(rows, quantity="label")
    shown = labels[labels["angle"].between(*well)]
    panel.errorbar(shown["angle"], shown["value"], ROUNDING, fmt="D", ms=4, color=LABEL)
    for curve, mark in (("exact", "o"), ("exact_released", "s")):
        at = select(rows, quantity="energy", curve=curve)
        at = at[at["angle"].between(*well)]
        shifted = at["value"] + _shift(rows, curve)
        panel.plot(at["angle"], shifted, mark, ms=3.5, mfc="w", color=CURVES[curve][0])
    middle = 10 * round(sum(well) / 20)
    step = 10 if well[1] - well[0] < 30 else 20
    panel.set(xlim=well, ylim=LIMITS, xticks=[middle - step, middle, middle + step])
    panel.set_xlabel("angle (degrees)")


def _shift(rows: Any, curve: str) -> float:
    """By how much the labels' mean lies above a curve's at their places."""
    return float((_at_labels(rows, "label") - _at_labels(rows, "energy", curve=curve)).mean())


def _at_labels(rows: Any, quantity: str, **where: str) -> np.ndarray:
    found = select(rows, quantity=quantity, **where).sort_values("number")
    return found["value"].to_numpy(float)


def _name_curves(panel: Axes) -> None:
    for mark, colour, label in (
        ("D", LABEL, "published labels"),
        ("-", ENERGY, "energy, exact"),
        (":", ENERGY, "energy, networks"),
        ("-", RELEASED, "released, exact"),
        (":", RELEASED, "released, networks"),
    ):
        panel.plot([], [], mark, ms=4, color=colour, label=label)
    panel.legend(loc="upper center", fontsize=6)


def _map(panel: Axes, rows: Any, maps: dict[str, np.ndarray], K: int, j: int) -> AxesImage:
    """Energy in t, clipped, score, and samples on their way at the same t."""
    t = float(maps["times"][j])
    energy = maps[f"energy_{K}"][j]
    image = energy_map(panel, np.minimum((energy - energy.min()) / t, CLIPPED), maps["axis"])
    image.set_clim(0, CLIPPED)
    arrows = maps["arrows"]
    field = maps[f"score_{K}"][j].reshape(len(arrows), len(arrows), 2)[::3, ::3]
    score_arrows(panel, field.reshape(-1, 2), arrows[::3], alpha=0.6)
    unit_circle(panel)
    panel.plot(*maps[f"paths_{K}"][j, :SAMPLES].T, ".", color="#7FE0FF", ms=1.5, mew=0)
    data_points(panel, maps[f"points_{K}"], ms=5 if K <= 50 else 0.5)
    error = value_of(rows, "energy_error", K=K, t=t) / t
    panel.set_ylabel(f"$t={t:g}$\nerror {error:.2f}$t$", fontsize=6.5)
    return image
