"""Spectra of the score's Jacobian at samples of each type and at training points.

Singular values of (1 - abar) grad of the variance-preserving score, or t grad of the variance-
exploding one: 1 across a manifold of data, 0 along it (arXiv:2505.21777, Fig. 5A).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.blobs import LATENT_DIMENSION
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.jacobian import network_singular_values, singular_values
from memgen.measures.samples.chosen import TRAINING
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageCurvature
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
from memgen.training.steps import step_variances

SCHEDULE = VariancePreserving()
NEAR_ZERO = 0.5  # a singular value below is nearer to that along a manifold than to that across

SUMMARIES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "near_zero": lambda values: (values < NEAR_ZERO).sum(axis=1).astype(float),
    "mean_value": lambda values: values.mean(axis=1),
}


def table(
    s: ImageCurvature,
    seeds: Seeds,
    architecture: Architecture,
    pools: Mapping[str, Arrays],
    networks: Mapping[tuple[str, int, int], Path],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
    kinds: Arrays,
) -> Iterator[Row]:
    """Yield the spectra by set, K and type, and those of the exact score at training points.

    `networks` and `splits` are what `image_stack` made at the base width, by (images, width, K).
    """
    t = float(step_variances(SCHEDULE, np.array([float(s.step)]))[0])
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
            yield from stack_rows(sampled, t, s, rng)
            if name == "blobs":
                # Tangents of the manifold of all blobs, at noise far below its curvature.
                about: Point = sampled.stack.coordinates | {"score": "manifold"}
                yield row("near_zero", "theory", LATENT_DIMENSION, **about)


def stack_rows(
    sampled: SampledStack, t: float, s: ImageCurvature, rng: np.random.Generator
) -> Iterator[Row]:
    """Yield the spectra of the networks of a stack, and of its exact scores at training points."""
    scores = [NetworkScore(network.double(), SCHEDULE) for network in sampled.members]
    for kind, points in sampled.chosen(s.samples, rng).items():
        about = sampled.stack.coordinates | {"t": t, "type": kind}
        values = [
            network_singular_values(score, x, t) for score, x in zip(scores, points, strict=True)
        ]
        yield from spectrum_rows(values, s.ranks, "simulation", about | {"score": "network"})
        if kind == TRAINING:
            exact = [
                singular_values(t * EmpiricalScore(training).jacobian(x, t))
                for training, x in zip(sampled.split.training_sets, points, strict=True)
            ]
            yield from spectrum_rows(exact, s.ranks, "theory", about | {"score": "empirical"})


def spectrum_rows(
    values: Sequence[Float[np.ndarray, "_ N"]],
    ranks: int,
    kind: str,
    about: Point,
) -> Iterator[Row]:
    """Yield mean and spread of each ordered value, how many are below 1/2, and their mean."""
    N = values[0].shape[1]
    for rank in np.unique(np.linspace(0, N - 1, min(N, ranks)).round().astype(int)):
        value = clustered_mean([of_network[:, rank] for of_network in values])
        place: Point = {"rank": int(rank), "N": N, "samples": value.samples}
        error = {"stderr": value.stderr, "n": value.clusters}
        yield row("singular_value", kind, value.value, **error, **about, **place)
        # Of the standard deviation of normal samples.
        spread = {"stderr": value.spread / np.sqrt(max(2 * value.samples - 2, 1))}
        yield row("spread", kind, value.spread, **spread, n=value.clusters, **about, **place)
    for quantity, of_spectrum in SUMMARIES.items():
        value = clustered_mean([of_spectrum(of_network) for of_network in values])
        place = {"N": N, "samples": value.samples}
        error = {"stderr": value.stderr, "n": value.clusters}
        yield row(quantity, kind, value.value, **error, **about, **place)
