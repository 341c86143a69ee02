"""At which samples of a stack something is measured, and at which stacks of a ladder.

The types of sample are compared where all are frequent: at the boundary, the K with most of the
rarest type. A ladder of K is shown by its first, its boundary and its last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.measures.samples.distances import nearest_distance
from memgen.measures.samples.image_distance import ImageDistance
from memgen.measures.samples.types import TYPES
from memgen.measures.samples.typical import TRAINING, at_random, most_typical
from memgen.studies.spurious_states.stacks import SampledStack, Stack


@dataclass(frozen=True)
class Probes:
    """Points to measure something at.

    Attributes
    ----------
    kind : str
        Their type, or "training".
    selection : str
        "typical" of their type, or at "random".
    points : list of (_, N)
        By network; some may be empty.
    """

    kind: str
    selection: str
    points: list[Float[np.ndarray, "_ N"]]


def boundary(ladder: Mapping[Stack, Int[np.ndarray, "networks M"]]) -> Stack:
    """Return the stack with most samples of the rarest type, the first of several.

    `ladder` holds the types of all samples, as numbers of `TYPES`, by stack.
    """

    def rarest(stack: Stack) -> int:
        return min(int((ladder[stack] == number).sum()) for number in range(len(TYPES)))

    return max(ladder, key=rarest)


def shown(ladder: Mapping[Stack, Int[np.ndarray, "networks M"]]) -> list[Stack]:
    """Return the first stack, the one at the boundary, and the last, each once."""
    stacks = sorted(ladder, key=lambda stack: stack.K)
    return list(dict.fromkeys((stacks[0], boundary(ladder), stacks[-1])))


def training_probes(sampled: SampledStack, most: int, rng: np.random.Generator) -> Probes:
    """Return at most `most` training points of each network, at random."""
    sets = sampled.split.training_sets
    return Probes(TRAINING, "random", [own[rng.permutation(len(own))[:most]] for own in sets])


def typical_probes(sampled: SampledStack, metric: ImageDistance, most: int) -> Iterator[Probes]:
    """Yield the most typical samples of each type that there is, at most `most` of each network."""
    by_network = []
    for samples, kinds, training in zip(
        sampled.samples, sampled.kinds, sampled.split.training_sets, strict=True
    ):
        features = metric.features(samples)
        to_training = nearest_distance(features, metric.features(training), metric)
        to_synthetic = nearest_distance(features, features, metric, exclude_self=True)
        by_network.append(most_typical(kinds, to_training, to_synthetic, most))
    yield from _by_type(sampled, "typical", by_network)


def random_probes(sampled: SampledStack, most: int, rng: np.random.Generator) -> Iterator[Probes]:
    """Yield samples of each type that there is, at random, at most `most` of each network."""
    chosen = [at_random(kinds, most, rng) for kinds in sampled.kinds]
    yield from _by_type(sampled, "random", chosen)


def _by_type(
    sampled: SampledStack, selection: str, chosen: list[dict[str, Int[np.ndarray, " _"]]]
) -> Iterator[Probes]:
    for kind in TYPES:
        points = [x[own[kind]] for x, own in zip(sampled.samples, chosen, strict=True)]
        if any(len(x) for x in points):
            yield Probes(kind, selection, points)
