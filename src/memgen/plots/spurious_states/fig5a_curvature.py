"""Spectra of the energy's Hessian by type, and at training points against K."""

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullLocator

from memgen.plots.files import new_figure
from memgen.plots.pieces import letter_panels, plain_ticks
from memgen.plots.spurious_states.sample_types import COLOURS, TRAINING, TYPES, image_sets
from memgen.plots.spurious_states.type_panels import (
    crossover_size,
    points_by_type,
    set_title,
    type_legend,
)
from memgen.tables.read import select

LABEL = r"$t\;\times$ singular value"
RANK = "rank, the least first"
FLOOR = 1e-2  # below it a value is no different from 0


def draw(tables: dict[str, Any]) -> Figure:
    """A row for each image set: spectra at the crossover, counts against noise, training points."""
    table = tables["image_curvature"]
    sets = image_sets(table)
    figure = new_figure(7.2, 2.5 * len(sets) + 0.4)
    panels = figure.subplots(len(sets), 3, squeeze=False, width_ratios=[1.1, 1, 1.2])
    for (spectra, counts, training), name in zip(panels, sets, strict=True):
        rows = select(table, images=name)
        K, noise = crossover_size(rows), stated_noise(rows)
        at = rows[rows["K"] == K]
        draw_types(spectra, at)
        spectra.set_title(set_title(name, sets, K))
        near = select(at, quantity="near_zero", score="network")
        points_by_type(counts, near[near["type"].isin(TYPES)], "noise")
        counts.axvline(noise, color="0.6", lw=0.7, ls=":", zorder=0)
        counts.set(xscale="log", yscale="log", xlabel=r"noise $\sqrt{t}$ of the spectrum")
        counts.set_ylabel("values below 1/2")
        counts.set_title(f"$K={K}$")
        levels = sorted(float(level) for level in near["noise"].unique())
        counts.set_xticks(levels, [f"{level:g}" for level in levels])
        counts.xaxis.set_minor_locator(NullLocator())
        plain_ticks(counts.yaxis)
        draw_training(figure, training, rows)
        training.set_title("training points")
    type_legend(
        figure,
        TYPES,
        Line2D([], [], color="k", ls="--", lw=0.9, label="exact score of the training set"),
        columns=6,
    )
    letter_panels(panels.ravel())
    return figure


def stated_noise(rows: pd.DataFrame) -> float:
    """The noise of the spectra: the one at which there are any."""
    return float(select(rows, quantity="singular_value")["noise"].iloc[0])


def spectrum_line(panel: Axes, rows: pd.DataFrame, **style: Any) -> None:
    """Mean ordered singular values against their rank, with standard errors as a band."""
    ordered = rows[rows["quantity"] == "singular_value"].sort_values("rank")
    (line,) = panel.plot(ordered["rank"], ordered["value"], **style)
    low, high = (ordered["value"] + sign * ordered["stderr"] for sign in (-1, 1))
    panel.fill_between(
        ordered["rank"].astype(float),
        low.clip(lower=FLOOR / 10),
        high,
        color=line.get_color(),
        alpha=0.2,
        lw=0,
    )


def log_spectrum(panel: Axes) -> None:
    """Logarithmic axes of a spectrum, and the line that counts."""
    panel.axhline(0.5, color="0.75", lw=0.6, zorder=0)
    panel.set(xscale="log", yscale="log", xlabel=RANK, ylim=(FLOOR, 1.6))


def draw_types(panel: Axes, rows: pd.DataFrame) -> None:
    """Spectra of the types at one K: typical samples, at random (thin), exact score (dashed)."""
    for kind in TYPES:
        for selection, width in (("typical", 1.3), ("random", 0.6)):
            own = rows[
                (rows["type"] == kind)
                & (rows["selection"] == selection)
                & (rows["score"] == "network")
            ]
            if len(own):
                spectrum_line(panel, own, color=COLOURS[kind], lw=width)
    exact = select(rows, type=TRAINING, score="empirical", quantity="singular_value")
    exact = exact.sort_values("rank")
    panel.plot(exact["rank"], exact["value"], "--", color="k", lw=0.9)
    log_spectrum(panel)
    panel.set_ylabel(LABEL)


def draw_training(figure: Figure, panel: Axes, rows: pd.DataFrame) -> None:
    """Spectra of training points for every K, coloured by K."""
    own = select(rows, type=TRAINING, score="network")
    sizes = sorted(int(K) for K in own["K"].unique())
    norm = LogNorm(sizes[0], sizes[-1])
    colours = mpl.colormaps["viridis_r"]
    for K in sizes:
        spectrum_line(panel, own[own["K"] == K], color=colours(norm(K)), lw=0.9)
    log_spectrum(panel)
    bar = figure.colorbar(ScalarMappable(norm, colours), ax=panel, pad=0.02)
    bar.set_label("training images $K$")
    bar.set_ticks(sizes, labels=[str(K) for K in sizes])
    bar.minorticks_off()
