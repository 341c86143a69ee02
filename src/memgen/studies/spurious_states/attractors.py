"""Whether spurious samples sit on attractors: how they repeat as there are more of them."""

from collections.abc import Iterator, Sequence

import numpy as np

from memgen.measures.samples.distances import RealDistances, SampleDistances
from memgen.measures.samples.repetition import (
    cluster_number,
    distances_between,
    recurrence,
    repeated_share,
)
from memgen.studies.spurious_states.stack import Stack
from memgen.tables.rows import Point, Row, row


def attractor_rows(
    stack: Stack,
    apart: SampleDistances,
    real: RealDistances,
    deltas: tuple[float, float],
    sizes: Sequence[int],
    power: int,
) -> Iterator[Row]:
    """Yield of each network the repetitions among |S'| samples, and among fresh real images.

    Counted are samples with d_S > delta_m that lie within delta_s of another one of |S'|:
    `spurious_by_size`, their share, and `clusters`, the number of clusters that they form, means
    over disjoint parts of that size. `recurrence`: the share of samples with d_S > delta_m that
    lie within delta_s of one among fresh samples of half the number, of the spurious
    ("repeated") and of the others ("single") of the first half, halves exchanged and averaged.
    `power`: distances are this power of those between features.
    """
    delta_m, delta_s = deltas
    scales = (delta_m, delta_s ** (1 / power))
    for of, clouds, to_training in (
        ("samples", apart.features, apart.to_training),
        ("real", real.features, real.to_training),
    ):
        for number, (cloud, far) in enumerate(zip(clouds, to_training, strict=True)):
            yield from cloud_rows(cloud, far, scales, sizes, stack, of, number)


def cloud_rows(
    cloud: np.ndarray,
    to_training: np.ndarray,
    deltas: tuple[float, float],
    sizes: Sequence[int],
    stack: Stack,
    of: str,
    number: int,
) -> Iterator[Row]:
    """Yield the repetitions of one network's samples, or of as many real images."""
    delta_m, delta_s = deltas
    between, counted = distances_between(cloud, cloud), to_training > delta_m
    about: Point = stack.coordinates | {"of": of, "network": number}
    for size in (size for size in sizes if size <= len(cloud)):
        given = (between, counted, delta_s, size)
        place: Point = about | {"synthetic": size}
        share = repeated_share(*given)
        # of samples in pairs, as if all parts were independent
        used = size * (len(cloud) // size)
        error = float(np.sqrt(max(2 * share * (1 - share), 1 / used) / used))
        yield row("spurious_by_size", "simulation", share, error, 1, **place)
        clusters = cluster_number(*given)
        error = float(np.sqrt(max(clusters, 1) / (len(cloud) // size)))
        yield row("clusters", "simulation", clusters, error, 1, **place)
    repeated, single = recurrence(between, counted, delta_s)
    for sample, again in (("repeated", repeated), ("single", single)):
        if len(again) > 1:
            share = float(again.mean())
            error = float(np.sqrt(max(share * (1 - share), 1 / len(again)) / len(again)))
            place = about | {"sample": sample, "samples": len(again)}
            yield row("recurrence", "simulation", share, error, 1, **place)
