"""Relative energy of samples of each type along the path to fresh reference images.

Delta u of u = -beta log p - beta |x|^2 / 4 at one step, in variance-preserving coordinates
(`memgen.measures.energy.relative`; arXiv:2505.21777, App. E). The released code takes
sqrt(1 - prod beta) for the noise level sqrt(1 - prod (1 - beta)): what the score contributes to the
gap is smaller there by their ratio.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.energy.relative import Score, relative_energy
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageEnergyGap
from memgen.statistics.clustered import clustered_mean
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
    beta : float
        Its noise rate.
    slip : float
        The noise level over the one that the released code divides by.
    """

    t: float
    beta: float
    slip: float


def level_of(step: int) -> Level:
    """Return the noise level of a step, of a thousand."""
    t = float(step_variances(SCHEDULE, np.array([float(step)]))[0])
    slip = float(np.sqrt(t / (1 + t)) / np.sqrt(1 - np.prod(BETAS[:step])))
    return Level(t, float(BETAS[step - 1]), slip)


def table(
    s: ImageEnergyGap,
    seeds: Seeds,
    architecture: Architecture,
    pools: Mapping[str, Arrays],
    networks: Mapping[tuple[str, int, int], Path],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
    kinds: Arrays,
) -> Iterator[Row]:
    """Yield the gaps by set, K and type, corrected and as released, and the error of the path.

    `networks` and `splits` are what `image_stack` made at the base width, by (images, width, K).
    """
    level = level_of(s.step)
    for name, pool in pools.items():
        stacks = sampled_stacks(
            read_images(pool, name),
            of_set(name, networks),
            of_set(name, splits),
            samples[name],
            kinds,
            architecture,
        )
        for sampled in tqdm(stacks, disable=None, desc=name):
            rng = seeds.generator({"images": name, "K": sampled.stack.K})
            yield from stack_rows(sampled, level, s, rng)


def stack_rows(
    sampled: SampledStack, level: Level, s: ImageEnergyGap, rng: np.random.Generator
) -> Iterator[Row]:
    """Yield the gaps of the samples of a stack."""
    scores = [preserving_score(network, level.t) for network in sampled.members]
    fresh = sampled.split.fresh(s.references)
    references = [images / np.sqrt(1 + level.t) for images in fresh]
    for kind, points in sampled.chosen(s.samples, rng).items():
        about: Point = sampled.stack.coordinates | {"type": kind}
        places = [x / np.sqrt(1 + level.t) for x in points]
        gaps = [
            mean_gap(score, x, ends, level.beta, s.path_points)
            for score, x, ends in zip(scores, places, references, strict=True)
        ]
        without = [
            mean_gap(np.zeros_like, x, ends, level.beta, s.path_points)
            for x, ends in zip(places, references, strict=True)
        ]
        # What the score contributes is proportional to it.
        released = [
            level.slip * (gap - bare) + bare for gap, bare in zip(gaps, without, strict=True)
        ]
        for of, values in (("corrected", gaps), ("released", released)):
            gap = clustered_mean(values)
            more: Point = {"of": of, "samples": gap.samples, "t": level.t}
            yield row("gap", "simulation", gap.value, gap.stderr, gap.clusters, **about, **more)
        # How far the rule is from the integral: one network, one reference.
        first = next(k for k, x in enumerate(places) if len(x))
        end = references[first][:1]
        coarse, fine = (
            mean_gap(scores[first], places[first], end, level.beta, count).mean()
            for count in (s.path_points, FINER * s.path_points)
        )
        yield row("rule_error", "simulation", coarse - fine, None, 1, **about)


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
    beta: float,
    points: int,
) -> Float[np.ndarray, " batch"]:
    """Return the relative energy of each sample, its mean over references."""
    return np.mean([relative_energy(score, x, end, beta, points) for end in references], axis=0)
