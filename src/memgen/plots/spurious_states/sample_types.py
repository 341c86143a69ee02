"""What the figures of sample types share: colours, curves against K, spectra, pictures."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from memgen.plots.pieces import simulation_points

TYPES = ("memorised", "spurious", "generalised")
TRAINING = "training"
NAMES = {"folder": "own pictures"}
LABELS = {TRAINING: "training points"}
COLOURS = {
    "memorised": "#CC3311",
    "spurious": "#009E73",
    "generalised": "#0072B2",
    "training": "k",
}


def image_sets(frame: pd.DataFrame) -> list[str]:
    """The image sets of a table, in its order."""
    return list(dict.fromkeys(frame["images"].dropna()))


def set_name(images: str) -> str:
    """What a figure calls an image set."""
    return NAMES.get(images, images)


def matching(frame: pd.DataFrame, **where: Any) -> pd.DataFrame:
    """The rows with these values, of which there may be none."""
    chosen = np.ones(len(frame), dtype=bool)
    for column, value in where.items():
        chosen &= (frame[column] == value).to_numpy()
    return frame[chosen]


def base_width(frame: pd.DataFrame) -> int:
    """The width of most rows: the one whose ladder of K is whole."""
    return int(frame["width"].value_counts().index[0])


def against_size(
    axes: Axes, frame: pd.DataFrame, kinds: tuple[str, ...] = TYPES, **style: Any
) -> None:
    """Points with errors against K for each type that has any; a line through them."""
    for kind in kinds:
        rows = frame[frame["type"] == kind]
        if len(rows):
            label = LABELS.get(kind, kind)
            look = {"color": COLOURS[kind], "label": label, "fmt": "o-", "ms": 3, "lw": 0.9} | style
            simulation_points(axes, rows, "K", **look)


def network_scatter(rows: pd.DataFrame, kind: str) -> float:
    """Standard deviation between networks of the logit of a type's fraction.

    From the K with several networks; nan without any. On the scale of logits, log f / (1 - f), what
    one network leaves open is taken to be the same along the ladder of K.
    """
    single = matching(rows, quantity="network_fraction", type=kind)
    several = single.groupby(["width", "K"]).filter(lambda own: len(own) > 1)
    # a type that a network makes none of, or nothing else, has no logit
    if several.empty or not several["value"].between(0, 1, inclusive="neither").all():
        return float("nan")
    logits = several.assign(logit=np.log(several["value"] / (1 - several["value"])))
    return float(np.sqrt(logits.groupby(["width", "K"])["logit"].var().mean()))


def bars_of_one_network(
    axes: Axes, rows: pd.DataFrame, own: pd.DataFrame, kind: str, colour: Any
) -> None:
    """Thin bars at the fractions `own` of single networks: how far one may lie off, f (1 - f) sd.

    `rows` are those of the set that hold the scatter of several networks at one K.
    """
    scatter = network_scatter(rows, kind)
    alone = own[own["n"] == 1]
    if not np.isfinite(scatter) or alone.empty:
        return
    error = scatter * alone["value"] * (1 - alone["value"])
    look = {"fmt": "none", "color": colour, "elinewidth": 0.5, "capsize": 0, "alpha": 0.8}
    axes.errorbar(alone["K"], alone["value"], error, **look)


def log_ladder(axes: Axes, sizes: Any) -> None:
    """A logarithmic axis of K with a tick at each of them."""
    ticks = sorted({int(size) for size in sizes})
    axes.set_xscale("log")
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set_xlabel("training images $K$")


def picture(axes: Axes, image: np.ndarray, colour: str | None = None) -> None:
    """One image without an axis; a frame in a colour, if given."""
    shown = image[..., 0] if image.shape[-1] == 1 else image
    axes.imshow(shown, cmap="gray", vmin=0, vmax=1, interpolation="nearest")
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(colour is not None)
        spine.set_color(colour or "k")
        spine.set_linewidth(1.2)
