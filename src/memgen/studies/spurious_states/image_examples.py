"""Samples of each type with their nearest neighbours in S and in S', chosen at random."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Int

from memgen.data.image_sets import ImageSet
from memgen.measures.samples.image_distance import image_distance
from memgen.measures.samples.neighbours import nearest
from memgen.measures.samples.types import TYPES
from memgen.seeds import Seeds
from memgen.settings.spurious_images import ImageDistance, ImageExamples
from memgen.studies.made import Made
from memgen.studies.spurious_states.stacks import Stack, read_images, splits_of
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row


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
) -> Made:
    """Return counts and distances of neighbours as rows, and the pictures.

    Arrays `pictures`, for each set and type as <set>-<type>-...: `sample` (shown, height, width,
    channels), `S` and `S2` (shown, neighbours, ...) of the training and the synthetic set, and
    their `S-distance`, `S2-distance`.
    """
    rows: list[Row] = []
    pictures: dict[str, np.ndarray] = {}
    for name, pool in pools.items():
        images = read_images(pool, name)
        metric = image_distance(distance.name, images, distance.backbone, distance.heads)
        all_splits = splits_of(images, name, splits)
        ladder = {stack: kinds[stack.label] for stack in all_splits if stack.width == base_width}
        for kind, (stack, network, candidates) in candidates_by_type(ladder).items():
            points = samples[name][stack.label][network].astype(float)
            rng = seeds.stream("examples").generator({"images": name, "type": kind})
            chosen = rng.permutation(candidates)[: s.shown]
            about: Point = stack.coordinates | {"type": kind}
            about = {key: about[key] for key in ("images", "type", "width", "K")}
            rows.append(mean_row("count", np.array([float(candidates.size)]), **about))
            pictures[f"{name}-{kind}-sample"] = images.as_pixels(points[chosen])
            training = all_splits[stack].training_sets[network]
            for which, others in (("S", training), ("S2", points)):
                features = [metric.features(x) for x in (points, others)]
                near = neighbourhood(
                    images, others, features, chosen, s.neighbours, metric.power, which == "S2"
                )
                pictures[f"{name}-{kind}-{which}"] = near.pictures
                pictures[f"{name}-{kind}-{which}-distance"] = near.distance
                rows += distance_rows(near.distance, about | {"which": which})
    return Made(rows, arrays={"pictures": pictures})


def candidates_by_type(
    ladder: Mapping[Stack, Int[np.ndarray, "networks M"]],
) -> dict[str, tuple[Stack, int, Int[np.ndarray, " candidates"]]]:
    """Return for each type that there is a stack, a network and its samples of the type.

    The stack with most of the rarest type, or, for a type that it lacks, the one with most of it;
    of its networks the one with most.
    """
    shares = {
        stack: [(numbers == k).mean() for k in range(len(TYPES))]
        for stack, numbers in ladder.items()
    }
    common = max(shares, key=lambda stack: min(shares[stack]))
    chosen = {}
    for number, kind in enumerate(TYPES):
        most = max(shares, key=lambda stack, number=number: shares[stack][number])
        stack = common if shares[common][number] else most
        if shares[stack][number]:
            of_type = ladder[stack] == number
            network = int(of_type.sum(axis=1).argmax())
            chosen[kind] = (stack, network, np.flatnonzero(of_type[network]))
    return chosen


def neighbourhood(
    images: ImageSet,
    others: np.ndarray,
    features: list[np.ndarray],
    chosen: Int[np.ndarray, " shown"],
    count: int,
    power: int,
    exclude_self: bool,
) -> Neighbourhood:
    """Return the nearest of `others` to the chosen samples, by the features of both."""
    near = nearest(features[0][chosen], features[1], count, exclude_self)
    there = min(count, int((near.index[0] >= 0).sum()))
    index = near.index[:, :there]
    flat = images.as_pixels(others[index.ravel()])
    return Neighbourhood(
        flat.reshape(*index.shape, *flat.shape[1:]), near.distance[:, :there] ** power
    )


def distance_rows(apart: np.ndarray, about: Point) -> Iterator[Row]:
    """Yield the mean distance to the first, second, ... neighbour."""
    for k, distances in enumerate(apart.T, start=1):
        yield mean_row("distance", distances, **about, neighbour=k)
