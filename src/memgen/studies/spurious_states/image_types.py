"""Types of the generated samples: thresholds, fractions, onsets, attractors, real images.

Types by the distances d_S to the training set and d_S' to the other samples
(`memgen.measures.samples.types`), with thresholds delta_m and delta_s one for each image set, set
at the boundary of memorisation (`memgen.studies.spurious_states.boundary`). The histograms are in a
table of their own.
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
from memgen.measures.samples.types import TYPES, classify_distances
from memgen.seeds import Seeds
from memgen.settings.spurious_images import ImageDistance, ImageTypes
from memgen.studies.made import Made
from memgen.studies.spurious_states.attractors import attractor_rows
from memgen.studies.spurious_states.boundary import (
    Boundary,
    boundary_rows,
    find_boundary,
    network_rows,
)
from memgen.studies.spurious_states.onsets import onset_rows, peak_rows
from memgen.studies.spurious_states.pixel_distance import pixel_distance
from memgen.studies.spurious_states.stacks import Stack, read_images, splits_of
from memgen.studies.spurious_states.type_fractions import baseline_rows, fraction_rows
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row


@dataclass(frozen=True)
class Distances:
    """Distances of all samples of an image set, and of fresh real images at the base width.

    Attributes
    ----------
    power : int
        They are this power of those between features.
    samples, real : mappings by stack
        Of the samples of all stacks; of real images for the stacks of the base width.
    """

    power: int
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
    of TYPES; `distances`, of the stack at each set's boundary, `<set>-S` and `<set>-S2` (networks,
    M), d_S and d_S'.
    """
    rows: list[Row] = []
    histograms: list[Row] = []
    kinds: dict[str, np.ndarray] = {}
    distances: dict[str, np.ndarray] = {}
    for name, pool in pools.items():
        measured = measure(name, pool, splits, samples[name], distance, base_width)
        boundary = find_boundary(measured.samples, measured.real, s)
        delta_m, delta_s = boundary.deltas
        rng = seeds.stream("bootstrap").generator({"images": name})
        rows += boundary_rows(boundary, measured.samples, s.resamples, rng)
        types = {
            stack: classify_distances(apart.to_training, apart.to_synthetic, delta_m, delta_s)
            for stack, apart in measured.samples.items()
        }
        for stack, apart in measured.samples.items():
            rng = seeds.stream("bootstrap").generator(stack.coordinates)
            rows += fraction_rows(stack, apart, delta_m, delta_s, s.scales, rng)
        for place_rows in (onset_rows, peak_rows):
            rng = seeds.stream("onset").generator({"images": name})
            rows += place_rows(types, s.resamples, rng)
        edges = bin_edges(measured, s.bins)
        for stack, real in measured.real.items():
            apart = measured.samples[stack]
            rows += network_rows(stack, apart, boundary)
            rows += baseline_rows(stack, real, delta_m, delta_s)
            rows += attractor_rows(
                stack, apart, real, boundary.deltas, s.synthetic_sizes, measured.power
            )
            histograms += histogram_rows(stack, apart, real, edges, delta_m)
        kinds |= {stack.label: numbers(of_samples) for stack, of_samples in types.items()}
        distances |= boundary_distances(boundary, measured)
    return Made(rows, {"image_histograms": histograms}, {"kinds": kinds, "distances": distances})


def boundary_distances(boundary: Boundary, measured: Distances) -> dict[str, np.ndarray]:
    """Return d_S and d_S' of all samples of the stack at the boundary."""
    apart, name = measured.samples[boundary.stack], boundary.stack.images
    return {
        f"{name}-S": apart.to_training.astype(np.float32),
        f"{name}-S2": apart.to_synthetic.astype(np.float32),
    }


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
    metric = pixel_distance(distance, images)
    generated, real = {}, {}
    for stack, split in tqdm(splits_of(images, name, splits).items(), disable=None, desc=name):
        x = samples[stack.label].astype(float)
        generated[stack] = sample_distances(x, split, metric)
        if stack.width == base_width:
            real[stack] = real_distances(split, x.shape[1], metric)
    return Distances(metric.power, generated, real)


def bin_edges(measured: Distances, bins: int) -> Float[np.ndarray, " edges"]:
    """Return edges even in the logarithm, over all distances of samples and of real images."""
    every = [
        part.ravel()
        for stack, images in measured.real.items()
        for part in (
            measured.samples[stack].to_training,
            measured.samples[stack].to_synthetic,
            *images.to_training,
            *images.to_real,
        )
    ]
    low, high = np.quantile(np.concatenate(every), [0.0005, 1.0])
    return np.geomspace(0.98 * low, 1.02 * high, bins + 1)


def histogram_rows(
    stack: Stack,
    apart: SampleDistances,
    real: RealDistances,
    edges: Float[np.ndarray, " edges"],
    delta_m: float,
) -> Iterator[Row]:
    """Yield shares of both distances in bins, of samples and of real images.

    Of d_S' also for the samples with d_S > delta_m alone, "new", as shares of all samples.
    """
    new = [
        own[far > delta_m] for own, far in zip(apart.to_synthetic, apart.to_training, strict=True)
    ]
    total = apart.to_training.size
    for which, of, parts, count in (
        ("S", "samples", list(apart.to_training), total),
        ("S'", "samples", list(apart.to_synthetic), total),
        ("S'", "new", new, total),
        ("S", "real", real.to_training, sum(map(len, real.to_training))),
        ("S'", "real", real.to_real, sum(map(len, real.to_real))),
    ):
        share = np.histogram(np.concatenate(parts), edges)[0] / count
        error = np.sqrt(np.maximum(share * (1 - share), 1 / count) / count)
        about: Point = stack.coordinates | {"which": which, "of": of}
        for k, (value, stderr) in enumerate(zip(share, error, strict=True)):
            place: Point = {"low": edges[k], "high": edges[k + 1]}
            yield row("share", "simulation", value, stderr, len(parts), **about, **place)


def numbers(types: np.ndarray) -> np.ndarray:
    """Return types as their numbers in TYPES."""
    return (types[..., None] == np.array(TYPES)).argmax(axis=-1).astype(np.int8)
