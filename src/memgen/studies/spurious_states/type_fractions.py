"""Fractions of the types with their errors, and what real images would be taken for."""

from collections.abc import Iterator, Sequence

import numpy as np

from memgen.measures.memorization import memorised_fraction
from memgen.measures.samples.distances import RealDistances, SampleDistances, nearest_distance
from memgen.measures.samples.image_distance import ImageDistance
from memgen.measures.samples.types import TYPES, classify_distances, type_fractions
from memgen.studies.spurious_states.stacks import Stack
from memgen.tables.rows import Point, Row, mean_row, row


def fraction_rows(
    stack: Stack,
    apart: SampleDistances,
    delta_m: float,
    delta_s: float,
    scales: Sequence[float],
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield the fractions of the types at scaled thresholds, and those with d1 / d2 < 1/3."""
    for scale in scales:
        deltas = (scale * delta_m, scale * delta_s)
        types = classify_distances(apart.to_training, apart.to_synthetic, *deltas)
        fractions = type_fractions(types, rng)
        for kind, value, stderr in zip(TYPES, fractions.value, fractions.stderr, strict=True):
            about: Point = stack.coordinates | {"type": kind, "scale": scale}
            yield row("fraction", "simulation", value, stderr, fractions.networks, **about)
    ratio = memorised_fraction(apart.ratios, rng)
    stderr = max(ratio.stderr, 1 / (apart.ratios.size + 2))
    yield row("ratio_memorised", "simulation", ratio.value, stderr, ratio.n, **stack.coordinates)


def baseline_rows(
    stack: Stack, real: RealDistances, delta_m: float, delta_s: float
) -> Iterator[Row]:
    """Yield how many real images would pass for memorised, or for repetitions of each other."""
    count = len(real.features[0])
    for quantity, delta, parts in (
        ("false_memorised", delta_m, real.to_training),
        ("false_spurious", delta_s, real.to_real),
    ):
        shares = np.array([(distances <= delta).mean() for distances in parts])
        about: Point = stack.coordinates | {"fresh": count}
        yield floored(mean_row(quantity, shares, **about), count)


def size_rows(
    stack: Stack,
    apart: SampleDistances,
    real: RealDistances,
    delta_m: float,
    delta_s: float,
    sizes: Sequence[int],
    distance: ImageDistance,
) -> Iterator[Row]:
    """Yield the spurious fraction against |S'|, of samples and of as many fresh real images."""
    for of, clouds, to_training in (
        ("samples", apart.features, apart.to_training),
        ("real", real.features, real.to_training),
    ):
        for size in (size for size in sizes if size <= len(clouds[0])):
            shares = []
            for cloud, to_own in zip(clouds, to_training, strict=True):
                near = nearest_distance(cloud[:size], cloud[:size], distance, exclude_self=True)
                types = classify_distances(to_own[:size], near, delta_m, delta_s)
                shares.append((types == "spurious").mean())
            about: Point = stack.coordinates | {"of": of, "synthetic": size}
            yield floored(mean_row("spurious_by_size", np.array(shares), **about), size)


def floored(entry: Row, count: int) -> Row:
    """Return a mean of fractions of `count` images with an error of their resolution at least."""
    return entry | {"stderr": max(entry["stderr"], 1 / (count * entry["n"] + 2))}
