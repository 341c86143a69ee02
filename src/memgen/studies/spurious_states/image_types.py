"""Types of the generated samples: thresholds, fractions, onsets, baselines of real images.

Types by the distances d_S to the training set and d_S' to the other samples
(`memgen.measures.samples.types`), with thresholds delta_m and delta_s one for each image set
(`memgen.measures.samples.thresholds`). The histograms are in a table of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.samples.distances import (
    RealDistances,
    SampleDistances,
    real_distances,
    sample_distances,
)
from memgen.measures.samples.image_distance import ImageDistance as Distance
from memgen.measures.samples.image_distance import image_distance
from memgen.measures.samples.thresholds import Threshold, place_threshold
from memgen.measures.samples.types import TYPES, classify_distances
from memgen.seeds import Seeds
from memgen.settings.spurious_images import ImageDistance, ImageTypes
from memgen.statistics.crossing import count_crossings, crossing
from memgen.studies.made import Made
from memgen.studies.spurious_states.stacks import Stack, read_images, splits_of
from memgen.studies.spurious_states.type_fractions import (
    baseline_rows,
    fraction_rows,
    size_rows,
)
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row


@dataclass(frozen=True)
class Distances:
    """Distances of all samples of an image set, and of fresh real images at the base width.

    Attributes
    ----------
    distance : Distance
        Which distance.
    samples, real : mappings by stack
        Of the samples of all stacks; of real images for the stacks of the base width.
    """

    distance: Distance
    samples: Mapping[Stack, SampleDistances]
    real: Mapping[Stack, RealDistances]


def table(
    s: ImageTypes,
    seeds: Seeds,
    distance: ImageDistance,
    base_width: int,
    pools: Mapping[str, Arrays],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
) -> Made:
    """Return the rows of all sets, their histograms, and the type of every sample by stack.

    `pools` and `samples` hold images and `image_samples`, by set, `splits` what `image_stack` made.
    Further table: `image_histograms`. Arrays: `kinds`, by the stacks' labels, (networks, M) numbers
    of TYPES.
    """
    rows: list[Row] = []
    histograms: list[Row] = []
    kinds: dict[str, np.ndarray] = {}
    for name, pool in pools.items():
        measured = measure(name, pool, splits, samples[name], distance, base_width)
        thresholds = place_thresholds(measured, s)
        delta_m, delta_s = (threshold.delta for threshold in thresholds.values())
        types = {
            stack: classify_distances(apart.to_training, apart.to_synthetic, delta_m, delta_s)
            for stack, apart in measured.samples.items()
        }
        rows += threshold_rows(thresholds, list(measured.real))
        for stack, apart in measured.samples.items():
            rng = seeds.stream("bootstrap").generator(stack.coordinates)
            rows += fraction_rows(stack, apart, delta_m, delta_s, s.scales, rng)
        rows += onset_rows(types)
        edges = bin_edges(measured, s.bins)
        for stack, real in measured.real.items():
            apart = measured.samples[stack]
            rows += baseline_rows(stack, real, delta_m, delta_s)
            rows += size_rows(
                stack, apart, real, delta_m, delta_s, s.synthetic_sizes, measured.distance
            )
            histograms += histogram_rows(stack, apart, real, edges)
        kinds |= {stack.label: numbers(of_samples) for stack, of_samples in types.items()}
    return Made(rows, {"image_histograms": histograms}, {"kinds": kinds})


def measure(
    name: str,
    pool: Arrays,
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Arrays,
    distance: ImageDistance,
    base_width: int,
) -> Distances:
    """Return the distances of the samples of all stacks of a set, and of fresh real images."""
    images = read_images(pool, name)
    metric = image_distance(distance.name, images, distance.backbone, distance.heads)
    generated, real = {}, {}
    for stack, split in tqdm(splits_of(images, name, splits).items(), disable=None, desc=name):
        x = samples[stack.label].astype(float)
        generated[stack] = sample_distances(x, split, metric)
        if stack.width == base_width:
            real[stack] = real_distances(split, x.shape[1], metric)
    return Distances(metric, generated, real)


def place_thresholds(measured: Distances, s: ImageTypes) -> dict[str, Threshold]:
    """Return delta_m and delta_s, from the stacks of the base width."""
    base = [measured.samples[stack] for stack in measured.real]
    real, rule = measured.real.values(), (s.false_rate, s.least_contrast)
    return {
        "delta_m": place_threshold(
            [apart.to_training.ravel() for apart in base],
            [np.concatenate(images.to_training) for images in real],
            *rule,
        ),
        "delta_s": place_threshold(
            [apart.to_synthetic.ravel() for apart in base],
            [np.concatenate(images.to_real) for images in real],
            *rule,
        ),
    }


def threshold_rows(thresholds: Mapping[str, Threshold], base: list[Stack]) -> Iterator[Row]:
    """Yield where a threshold lies, and why: valley and contrast at the K of the clearest one."""
    for which, threshold in thresholds.items():
        stack = base[threshold.at]
        point: Point = {"images": stack.images, "which": which, "K": stack.K}
        yield row("threshold", "simulation", threshold.delta, None, 1, **point)
        yield row("real_limit", "simulation", threshold.limit, None, 1, **point)
        yield row("contrast", "simulation", threshold.valley.contrast, None, 1, **point)
        if threshold.valley.found:
            yield row("valley", "simulation", threshold.valley.place, None, 1, **point)


def onset_rows(types: Mapping[Stack, np.ndarray]) -> Iterator[Row]:
    """Yield the K at which half are no longer memorised, and at which half are generalised.

    For each width; none where its ladder of K does not cross it, or does so twice.
    """
    for width in dict.fromkeys(stack.width for stack in types):
        ladder = {stack: kinds for stack, kinds in types.items() if stack.width == width}
        sizes = np.array([stack.K for stack in ladder], dtype=float)
        images = next(iter(ladder)).images
        for quantity, kind in (("memorisation_limit", "memorised"), ("onset", "generalised")):
            shares = [(kinds == kind).mean(axis=1) for kinds in ladder.values()]
            curves = np.stack(shares, axis=1)
            if count_crossings(curves.mean(axis=0), 0.5) != 1:
                continue
            half = crossing(sizes, curves, 0.5, resolution="log")
            error = {"stderr": half.stderr, "n": half.n}
            yield row(quantity, "simulation", half.place, **error, images=images, width=width)


def bin_edges(measured: Distances, bins: int) -> Float[np.ndarray, " edges"]:
    """Return the edges of the histograms, even in the logarithm, over all distances of samples."""
    base = [measured.samples[stack] for stack in measured.real]
    every = [part for apart in base for part in (apart.to_training, apart.to_synthetic)]
    low, high = np.quantile(np.concatenate(every), [0.0005, 1.0])
    return np.geomspace(0.98 * low, 1.02 * high, bins + 1)


def histogram_rows(
    stack: Stack,
    apart: SampleDistances,
    real: RealDistances,
    edges: Float[np.ndarray, " edges"],
) -> Iterator[Row]:
    """Yield shares of both distances in bins, of samples and of real images."""
    for which, of, parts in (
        ("S", "samples", list(apart.to_training)),
        ("S'", "samples", list(apart.to_synthetic)),
        ("S", "real", real.to_training),
        ("S'", "real", real.to_real),
    ):
        values = np.concatenate(parts)
        share = np.histogram(values, edges)[0] / len(values)
        error = np.sqrt(np.maximum(share * (1 - share), 1 / len(values)) / len(values))
        about: Point = stack.coordinates | {"which": which, "of": of}
        for k, (value, stderr) in enumerate(zip(share, error, strict=True)):
            place: Point = {"low": edges[k], "high": edges[k + 1]}
            yield row("share", "simulation", value, stderr, len(parts), **about, **place)


def numbers(types: np.ndarray) -> np.ndarray:
    """Return types as their numbers in TYPES."""
    return (types[..., None] == np.array(TYPES)).argmax(axis=-1).astype(np.int8)
