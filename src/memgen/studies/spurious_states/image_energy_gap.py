"""Relative energy of samples of each type along the path to fresh reference images.

Delta u / beta of u / beta = -log p - |x|^2 / 4 at one step, in variance-preserving coordinates: a
difference of log-densities, in nats (`memgen.measures.energy.relative`; arXiv:2505.21777, App. E).
The released code takes sqrt(1 - prod beta) for the noise level sqrt(1 - prod (1 - beta)): what the
score contributes to the gap is smaller there by their ratio.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.energy.relative import Score, relative_energy
from memgen.measures.samples.typical import TRAINING
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageEnergyGap
from memgen.statistics.clustered import clustered_mean
from memgen.statistics.effect_size import compare
from memgen.studies.spurious_states.comparisons import ENOUGH, comparison_rows
from memgen.studies.spurious_states.probes import (
    Probes,
    crossover,
    random_probes,
    training_probes,
    typical_probes,
)
from memgen.studies.spurious_states.stacks import (
    SampledStack,
    of_set,
    read_images,
    sampled_stacks,
)
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, step_variances

SCHEDULE = VariancePreserving()
BETAS = np.linspace(1e-4, 2e-2, STEPS)
FINER = 4  # times the points of the path, to see how far its rule is from the integral


@dataclass(frozen=True)
class Level:
    """The noise level of one step.

    Attributes
    ----------
    t : float
        Its variance-exploding variance, (1 - abar) / abar.
    slip : float
        The noise level over the one that the released code divides by.
    """

    t: float
    slip: float


def level_of(step: int) -> Level:
    """Return the noise level of a step, of a thousand."""
    t = float(step_variances(SCHEDULE, np.array([float(step)]))[0])
    slip = float(np.sqrt(t / (1 + t)) / np.sqrt(1 - np.prod(BETAS[:step])))
    return Level(t, slip)


def table(
    s: ImageEnergyGap,
    seeds: Seeds,
    architecture: Architecture,
    pools: Mapping[str, Arrays],
    networks: Mapping[tuple[str, int, int], Path],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
    kinds: Arrays,
    atypical: Arrays,
) -> Iterator[Row]:
    """Yield the gaps by set, K and type, differences of types, and the error of the path.

    Typical samples and training points at every K, samples at random at the crossover. `networks`
    and `splits` are what `image_stack` made at the base width, by (images, width, K).
    """
    level = level_of(s.step)
    for name, pool in pools.items():
        loaded = read_images(pool, name)
        paths = of_set(name, networks)
        most = crossover({stack: kinds[stack.label] for stack in paths})
        stacks = sampled_stacks(
            loaded, paths, of_set(name, splits), samples[name], kinds, architecture
        )
        for sampled in tqdm(stacks, disable=None, desc=name, total=len(paths)):
            rng = seeds.generator(sampled.stack.coordinates)
            groups = [
                training_probes(sampled, s.samples, rng),
                *typical_probes(sampled, atypical[sampled.stack.label], s.samples),
            ]
            if sampled.stack == most:
                groups += random_probes(sampled, s.samples, rng)
                yield row("crossover", "simulation", most.K, None, 1, **most.coordinates)
            yield from stack_rows(sampled, groups, level, s)


def stack_rows(
    sampled: SampledStack, groups: Sequence[Probes], level: Level, s: ImageEnergyGap
) -> Iterator[Row]:
    """Yield the gaps of the samples of a stack, and the types compared at equal references."""
    scores = [preserving_score(network, level.t) for network in sampled.members]
    fresh = sampled.split.fresh(s.references)
    references = [images / np.sqrt(1 + level.t) for images in fresh]
    by_selection: dict[str, dict[str, list[np.ndarray]]] = {}
    for group in groups:
        about: Point = {
            **sampled.stack.coordinates,
            "type": group.kind,
            "selection": group.selection,
            "t": level.t,
        }
        places = [x / np.sqrt(1 + level.t) for x in group.points]
        gaps = [
            mean_gap(score, x, ends, s.path_points)
            for score, x, ends in zip(scores, places, references, strict=True)
        ]
        gap = clustered_mean(gaps)
        n = gap.clusters if gap.clusters > 1 else gap.samples
        more: Point = {"unit": "nats", "samples": gap.samples}
        yield row("gap", "simulation", gap.value, gap.stderr, n, **about, **more)
        bare = clustered_mean(
            [
                mean_gap(np.zeros_like, x, ends, s.path_points)
                for x, ends in zip(places, references, strict=True)
            ]
        )
        # What the score contributes is proportional to it.
        released = level.slip * (gap.value - bare.value) + bare.value
        yield row("released_gap", "simulation", released, gap.stderr * level.slip, n, **about)
        by_selection.setdefault(group.selection, {})[group.kind] = gaps
        # How far the rule is from the integral: one network, one reference.
        first = next(k for k, x in enumerate(places) if len(x))
        some, end = places[first][: s.rule_samples], references[first][:1]
        coarse, fine = (
            mean_gap(scores[first], some, end, count).mean()
            for count in (s.path_points, FINER * s.path_points)
        )
        yield row("rule_error", "simulation", coarse - fine, None, 1, **about)
    training = by_selection["random"][TRAINING]
    for selection, by_type in by_selection.items():
        of: Point = {**sampled.stack.coordinates, "selection": selection}
        yield from comparison_rows("gap", by_type, of)
        for kind, gaps in by_type.items():
            found = None if kind == TRAINING else compare(gaps, training, ENOUGH)
            if found is not None:
                error = {"stderr": found.difference_error, "n": found.n}
                own: Point = {**of, "type": kind, "samples": sum(map(len, gaps))}
                yield row(
                    "gap_over_training",
                    "simulation",
                    found.difference,
                    unit="nats",
                    **error,
                    **own,
                )
    yield row("slip", "theory", level.slip, **sampled.stack.coordinates)


def preserving_score(network: torch.nn.Module, t: float) -> Score:
    """Return the variance-preserving score at the level of t, of arrays."""
    score, scale = NetworkScore(network, SCHEDULE), np.sqrt(1 + t)

    def preserving(x: np.ndarray) -> np.ndarray:
        with torch.no_grad():
            return scale * score(scale * x, t).astype(float)

    return preserving


def mean_gap(
    score: Score,
    x: Float[np.ndarray, "batch N"],
    references: Sequence[Float[np.ndarray, " N"]] | Float[np.ndarray, "ends N"],
    points: int,
) -> Float[np.ndarray, " batch"]:
    """Return the relative energy over beta of each sample, its mean over references."""
    return np.mean([relative_energy(score, x, end, 1.0, points) for end in references], axis=0)
