"""Histograms of the distances to training and synthetic set, with their thresholds."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from memgen.plots.pieces import plain_ticks
from memgen.plots.spurious_states.sample_types import matching
from memgen.tables.read import select, value_of

OLIVE, GREY, NEW, REAL = "#8a8a1c", "0.6", "0.15", "#0072B2"
NAMES = {"S": "$d_S$", "S'": "$d_{S'}$"}
DELTAS = {"S": ("delta_m", r"$\delta_m$"), "S'": ("delta_s", r"$\delta_s$")}
BAR = 0.75  # height of the bar of real images: below the words, above the histogram
UNDECIDED = (0.8, 1.25)  # about a threshold without a valley, in units of it


def histogram(axes: Axes, rows: pd.DataFrame, which: str) -> None:
    """d_S in olive or d_S' in grey (of new samples as a black line); above, where real images lie.

    The bar of fresh real images goes from their 1 % to their 99 % quantile, with the median.
    """
    for of, style in (
        ("samples", {"fill": True, "color": OLIVE if which == "S" else GREY, "alpha": 0.6}),
        ("new", {"color": NEW, "lw": 1.0}),  # with d_S > delta_m
    ):
        own = matching(rows, which=which, of=of).sort_values("low")
        if len(own):
            edges = np.append(own["low"].to_numpy(), own["high"].iloc[-1])
            axes.stairs(own["value"], edges, **style)
    axes.set(xscale="log", xlim=(rows["low"].min(), rows["high"].max()))
    plain_ticks(axes.xaxis)
    axes.set_ylim(0, 1.6 * matching(rows, which=which, of="samples")["value"].max())
    real = matching(rows, which=which, of="real").sort_values("low")
    if len(real):
        low, middle, high = quantiles(real)
        place = axes.get_xaxis_transform()
        axes.plot([low, high], [BAR, BAR], color=REAL, lw=1.2, transform=place)
        axes.plot([middle], [BAR], "|", color=REAL, ms=5, mew=1.2, transform=place)


def quantiles(rows: pd.DataFrame, at: tuple[float, ...] = (0.01, 0.5, 0.99)) -> np.ndarray:
    """Quantiles of a histogram, linear within its bins."""
    edges = np.append(rows["low"].to_numpy(float), rows["high"].iloc[-1])
    share = np.concatenate(([0.0], np.cumsum(rows["value"].to_numpy(float))))
    return np.interp(at, share / share[-1], edges)


def rule_of(types: pd.DataFrame, which: str) -> str:
    """How the threshold of a distance was set, in words."""
    delta, symbol = DELTAS[which]
    row = select(types, quantity="contrast", which=delta).iloc[0]
    contrast = f"{row['value']:.2f}"
    if np.isfinite(row["stderr"]):
        contrast += rf"$\pm${np.hypot(row['stderr'], _scatter(types, delta)):.2f}"
    value = value_of(types, "threshold", which=delta)
    if by_valley(types, which):
        return f"{symbol} = {value:.2f}: the valley\n(contrast {contrast})"
    return f"{symbol} = {value:.2f}: 1 % of real images\n(valley's contrast {contrast})"


def thresholds_of(types: pd.DataFrame) -> str:
    """Both thresholds, in words of mathematics."""
    values = {
        symbol: value_of(types, "threshold", which=delta) for delta, symbol in DELTAS.values()
    }
    return ", ".join(f"{symbol} = {value:.2f}" for symbol, value in values.items())


def _scatter(types: pd.DataFrame, delta: str) -> float:
    """The error of the mean contrast of single networks at the boundary; 0 of fewer than two."""
    single = matching(types, quantity="network_contrast", which=delta)
    values = single[single["K"] == value_of(types, "boundary")]["value"].to_numpy(float)
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0


def by_valley(types: pd.DataFrame, which: str) -> bool:
    """Whether a threshold stands in a valley, and not at the limit of real images."""
    delta = DELTAS[which][0]
    found = matching(types, quantity="valley", which=delta)["value"]
    return len(found) == 1 and bool(
        np.isclose(found.iloc[0], value_of(types, "threshold", which=delta))
    )


def mark_threshold(axes: Axes, types: pd.DataFrame, which: str) -> None:
    """A line at the threshold; where no valley set it, a band of what is undecided."""
    value = value_of(types, "threshold", which=DELTAS[which][0])
    axes.axvline(value, color="k", lw=0.9, ls="-" if by_valley(types, which) else "--", zorder=3)
    if not by_valley(types, which):
        low, high = (factor * value for factor in UNDECIDED)
        axes.axvspan(low, high, color="0.85", lw=0, zorder=0)
