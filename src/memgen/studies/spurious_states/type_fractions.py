"""Fractions of the types with their errors, and what real images would be taken for."""

from collections.abc import Iterator, Sequence

import numpy as np

from memgen.measures.memorization import memorised_fraction
from memgen.measures.samples.distances import RealDistances, SampleDistances
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
    """Yield the fractions of the types at scaled thresholds, and those with d1 / d2 < 1/3.

    At the thresholds themselves those of each network too, `network_fraction`.
    """
    for scale in scales:
        deltas = (scale * delta_m, scale * delta_s)
        types = classify_distances(apart.to_training, apart.to_synthetic, *deltas)
        fractions = type_fractions(types, rng)
        for kind, value, stderr in zip(TYPES, fractions.value, fractions.stderr, strict=True):
            about: Point = stack.coordinates | {"type": kind, "scale": scale}
            yield row("fraction", "simulation", value, stderr, fractions.networks, **about)
        if scale == 1:
            for number, own in enumerate(types):
                for kind in TYPES:
                    about = stack.coordinates | {"type": kind, "network": number}
                    yield row(
                        "network_fraction", "simulation", (own == kind).mean(), None, 1, **about
                    )
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


def floored(entry: Row, count: int) -> Row:
    """Return a mean of fractions of `count` images with the error that their number alone gives.

    One network has no error between networks; several may agree by chance.
    """
    total, share = count * entry["n"], entry["value"]
    alone = max(np.sqrt(share * (1 - share) / total), 1 / (total + 2))
    return entry | {"stderr": float(max(entry["stderr"] or 0.0, alone))}
