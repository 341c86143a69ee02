"""At which samples of a stack something is measured, and at which stacks of a ladder.

The types of sample are compared where all are frequent: at the crossover, the K with most of the
rarest type. A ladder of K is shown by its first, its crossover and its last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.measures.samples.types import TYPES
from memgen.measures.samples.typical import TRAINING, at_random
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


def crossover(ladder: Mapping[Stack, Int[np.ndarray, "networks M"]]) -> Stack:
    """Return the stack with most samples of the rarest type, the first of several.

    `ladder` holds the types of all samples, as numbers of `TYPES`, by stack.
    """

    def rarest(stack: Stack) -> int:
        return min(int((ladder[stack] == number).sum()) for number in range(len(TYPES)))

    return max(ladder, key=rarest)


def shown(ladder: Mapping[Stack, Int[np.ndarray, "networks M"]]) -> list[Stack]:
    """Return the first stack, the one at the crossover, and the last, each once."""
    stacks = sorted(ladder, key=lambda stack: stack.K)
    return list(dict.fromkeys((stacks[0], crossover(ladder), stacks[-1])))


def training_probes(sampled: SampledStack, most: int, rng: np.random.Generator) -> Probes:
    """Return at most `most` training points of each network, at random."""
    sets = sampled.split.training_sets
    return Probes(TRAINING, "random", [own[rng.permutation(len(own))[:most]] for own in sets])


def typical_probes(
    sampled: SampledStack, atypical: Float[np.ndarray, "networks M"], most: int
) -> Iterator[Probes]:
    """Yield the most typical samples of each type that there is, at most `most` of each network.

    `atypical`, of the stack, is what `image_typicality` made: smaller is more typical.
    """
    chosen = []
    for kinds, far in zip(sampled.kinds, atypical, strict=True):
        order = np.argsort(far, kind="stable")
        chosen.append({kind: order[kinds[order] == k][:most] for k, kind in enumerate(TYPES)})
    yield from _by_type(sampled, "typical", chosen)


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
