"""Samples of each type with their nearest neighbours in S and in S'.

Three selections: the most typical of their type, as the released code of arXiv:2505.21777 selects
them (`memgen.measures.samples.typical`), so many at random, and those at the peaks of the two
histograms. All of the first network at the boundary of memorisation.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from jaxtyping import Float, Int

from memgen.data.image_sets import ImageSet
from memgen.measures.samples.image_distance import ImageDistance as Distance
from memgen.measures.samples.neighbours import nearest
from memgen.measures.samples.types import TYPES
from memgen.measures.samples.typical import at_random, most_typical
from memgen.seeds import Seeds
from memgen.settings.spurious_images import ImageDistance, ImageExamples
from memgen.studies.made import Made
from memgen.studies.spurious_states.pixel_distance import pixel_distance
from memgen.studies.spurious_states.stack import Stack
from memgen.studies.spurious_states.stacks import read_images, splits_of
from memgen.tables.files import Arrays
from memgen.tables.read import select
from memgen.tables.rows import Point, Row, mean_row, row

NETWORK = 0
PEAKS = (
    ("memorised", "S", "delta_m", "left_peak"),
    ("spurious", "S", "delta_m", "right_peak"),
    ("spurious", "S2", "delta_s", "left_peak"),
    ("generalised", "S2", "delta_s", "right_peak"),
)


@dataclass(frozen=True)
class Neighbourhood:
    """Samples with their neighbours in one set of points.

    Attributes
    ----------
    pictures : (samples, neighbours, height, width, channels)
        The neighbours, in [0, 1].
    distance : (samples, neighbours)
        Rising along a row.
    """

    pictures: np.ndarray
    distance: np.ndarray


def table(
    s: ImageExamples,
    seeds: Seeds,
    distance: ImageDistance,
    base_width: int,
    pools: Mapping[str, Arrays],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
    kinds: Arrays,
    distances: Arrays,
    types: pd.DataFrame,
) -> Made:
    """Return counts and distances of neighbours as rows, and the pictures.

    `distances` and `types` are what `image_types` made. Arrays `pictures`, for each set, type and
    selection ("typical", "random"; "peak_S", "peak_S2" at a peak) as <set>-<type>-<selection>-...:
    `sample` (shown, height, width, channels), `S` and `S2` (shown, neighbours, ...) of the training
    and the synthetic set, and their `S-distance`, `S2-distance`.
    """
    rows: list[Row] = []
    pictures: dict[str, np.ndarray] = {}
    for name, pool in pools.items():
        images = read_images(pool, name)
        found = select(types, images=name, quantity="boundary")
        stack = Stack(name, base_width, int(found["value"].iloc[0]))
        points = samples[name][stack.label][NETWORK].astype(float)
        training = splits_of(images, name, splits)[stack].training_sets[NETWORK]
        of_network = kinds[stack.label][NETWORK]
        near = {which: distances[f"{name}-{which}"][NETWORK] for which in ("S", "S2")}
        metric = pixel_distance(distance, images)
        features = {"S": metric.features(training), "S2": metric.features(points)}
        for label, chosen in selections(of_network, near, features["S2"], s, name, types, seeds):
            if not len(chosen):
                continue
            kind, selection = label
            about: Point = {"images": name, "type": kind, "selection": selection, "K": stack.K}
            rows.append(row("count", "simulation", len(chosen), None, 1, **about))
            key = f"{name}-{kind}-{selection}"
            pictures[f"{key}-sample"] = images.as_pixels(points[chosen])
            for which, others in (("S", training), ("S2", points)):
                around = neighbourhood(
                    images,
                    others,
                    (features["S2"][chosen], features[which]),
                    s.neighbours,
                    metric,
                    which == "S2",
                )
                pictures[f"{key}-{which}"] = around.pictures
                pictures[f"{key}-{which}-distance"] = around.distance
                rows += distance_rows(around.distance, about | {"which": which})
    return Made(rows, arrays={"pictures": pictures})


def selections(
    kinds: Int[np.ndarray, " M"],
    near: Mapping[str, Float[np.ndarray, " M"]],
    features: Float[np.ndarray, "M F"],
    s: ImageExamples,
    name: str,
    types: pd.DataFrame,
    seeds: Seeds,
) -> Iterator[tuple[tuple[str, str], Int[np.ndarray, " shown"]]]:
    """Yield (type, selection) and the indices of its samples.

    Of the most typical ones those that lie within delta_s of a more typical one are passed over,
    so that one repeated image is shown once.
    """
    rows = select(types, images=name)
    delta_s = float(select(rows, quantity="threshold", which="delta_s")["value"].iloc[0])
    for kind, ordered in most_typical(kinds, near["S"], near["S2"], len(kinds)).items():
        yield (kind, "typical"), spaced(ordered, features, delta_s, s.shown)
    rng = seeds.stream("examples").generator({"images": name})
    for kind, chosen in at_random(kinds, s.shown, rng).items():
        yield (kind, "random"), chosen
    for kind, which, delta, peak in PEAKS:
        # none where the histogram is one hump
        place = rows[(rows["quantity"] == peak) & (rows["which"] == delta)]["value"]
        own = np.flatnonzero(kinds == TYPES.index(kind))
        if len(place) and len(own):
            nearest_one = own[np.abs(near[which][own] - float(place.iloc[0])).argmin()]
            yield (kind, f"peak_{which}"), np.array([nearest_one])


def spaced(
    ordered: Int[np.ndarray, " n"], features: Float[np.ndarray, "M F"], delta: float, count: int
) -> Int[np.ndarray, " shown"]:
    """Return the first `count` of an order, without those within delta of one before."""
    chosen: list[int] = []
    for index in ordered:
        gaps = np.linalg.norm(features[chosen] - features[index], axis=1)
        if len(chosen) < count and not (gaps <= delta).any():
            chosen.append(int(index))
    return np.array(chosen, dtype=int)


def neighbourhood(
    images: ImageSet,
    others: np.ndarray,
    features: tuple[np.ndarray, np.ndarray],
    count: int,
    metric: Distance,
    exclude_self: bool,
) -> Neighbourhood:
    """Return the nearest of `others` to samples, by the features of both."""
    near = nearest(*features, count, exclude_self)
    there = min(count, int((near.index[0] >= 0).sum()))
    index = near.index[:, :there]
    flat = images.as_pixels(others[index.ravel()])
    return Neighbourhood(
        flat.reshape(*index.shape, *flat.shape[1:]), near.distance[:, :there] ** metric.power
    )


def distance_rows(apart: np.ndarray, about: Point) -> Iterator[Row]:
    """Yield the mean distance to the first, second, ... neighbour."""
    for k, distances in enumerate(apart.T, start=1):
        yield mean_row("distance", distances, **about, neighbour=k)
