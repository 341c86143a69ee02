"""Spectra of the score's Jacobian at samples of each type and at training points.

Singular values of t grad of the score: 1 across a manifold of data, 0 along it (arXiv:2505.21777,
Fig. 5A). Controls: the exact score of the training points at the same places, and the types
compared at several noise levels.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.jacobian import (
    network_jacobian,
    network_singular_values,
    singular_values,
)
from memgen.networks.recall import RecallNetwork
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageCurvature
from memgen.statistics.clustered import clustered_mean
from memgen.studies.spurious_states.comparisons import comparison_rows
from memgen.studies.spurious_states.probes import (
    Probes,
    crossover,
    random_probes,
    shown,
    training_probes,
    typical_probes,
)
from memgen.studies.spurious_states.stacks import (
    SampledStack,
    Stack,
    of_set,
    read_images,
    sampled_stacks,
)
from memgen.studies.spurious_states.sublattices import share_in_span, uniform_images
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore

SCHEDULE = VariancePreserving()
NEAR_ZERO = 0.5  # a singular value below is nearer to that along a manifold than to that across
Spectra = Sequence[Float[np.ndarray, "_ N"]]


def table(
    s: ImageCurvature,
    seeds: Seeds,
    architecture: Architecture,
    pools: Mapping[str, Arrays],
    networks: Mapping[tuple[str, int, int], Path],
    splits: Mapping[tuple[str, int, int], Arrays],
    samples: Mapping[str, Arrays],
    kinds: Arrays,
    atypical: Arrays,
) -> Iterator[Row]:
    """Yield the spectra by set, K and type, and those of the exact score at the same places.

    Training points at every K, typical samples at the first, the crossover's and the last, and at
    the crossover samples at random too, and counts at further noise levels. `networks` and `splits`
    are what `image_stack` made at the base width, by (images, width, K).
    """
    for name, pool in pools.items():
        loaded = read_images(pool, name)
        paths = of_set(name, networks)
        ladder = {stack: kinds[stack.label] for stack in paths}
        most = crossover(ladder)
        stacks = sampled_stacks(
            loaded, paths, of_set(name, splits), samples[name], kinds, architecture
        )
        for sampled in tqdm(stacks, disable=None, desc=name, total=len(paths)):
            stack = sampled.stack
            rng = seeds.generator(stack.coordinates)
            groups = [training_probes(sampled, s.samples, rng)]
            if stack in shown(ladder):
                groups += typical_probes(sampled, atypical[stack.label], s.samples)
            others: list[float] = []
            if stack == most:
                groups += random_probes(sampled, s.samples, rng)
                others = s.other_noise
                yield row("crossover", "simulation", stack.K, None, 1, **stack.coordinates)
            yield from stack_rows(sampled, groups, s.noise, s.ranks)
            yield from uniform_rows(stack, sampled.members, groups[0], s.noise)
            for noise in others:
                typical = [group for group in groups if group.selection == "typical"]
                yield from count_rows(sampled, typical, noise)


def stack_rows(
    sampled: SampledStack, groups: Sequence[Probes], noise: float, ranks: int
) -> Iterator[Row]:
    """Yield the spectra of the networks of a stack and of its exact scores, at groups of points."""
    counts: dict[str, dict[str, list[np.ndarray]]] = {}
    for group in groups:
        about: Point = place(sampled.stack, group, noise)
        values = network_spectra(sampled, group, noise)
        yield from spectrum_rows(values, ranks, "simulation", about | {"score": "network"})
        exact = [
            singular_values(noise**2 * EmpiricalScore(S).jacobian(x, noise**2))
            for S, x in zip(sampled.split.training_sets, group.points, strict=True)
        ]
        yield from spectrum_rows(exact, ranks, "theory", about | {"score": "empirical"})
        counts.setdefault(group.selection, {})[group.kind] = near_zero(values)
    for selection, by_type in counts.items():
        of: Point = {**sampled.stack.coordinates, "noise": noise, "selection": selection}
        yield from comparison_rows("near_zero", by_type, of)


def count_rows(sampled: SampledStack, groups: Sequence[Probes], noise: float) -> Iterator[Row]:
    """Yield how many singular values lie below 1/2 at one noise level, and the types compared."""
    counts = {}
    for group in groups:
        values = network_spectra(sampled, group, noise)
        about: Point = place(sampled.stack, group, noise) | {"score": "network"}
        yield count_row(values, "simulation", about)
        counts[group.kind] = near_zero(values)
    of: Point = {**sampled.stack.coordinates, "noise": noise, "selection": "typical"}
    yield from comparison_rows("near_zero", counts, of)


def place(stack: Stack, group: Probes, noise: float) -> Point:
    """Return the coordinates of a group of points at a noise level sqrt(t)."""
    return {
        **stack.coordinates,
        "noise": noise,
        "type": group.kind,
        "selection": group.selection,
    }


def network_spectra(sampled: SampledStack, group: Probes, noise: float) -> Spectra:
    """Return the singular values at the points of each network, one point at a time.

    In single precision, which tells values down to some 1e-6.
    """
    values = []
    for network, points in zip(sampled.members, group.points, strict=True):
        score = NetworkScore(network.float(), SCHEDULE)
        own = np.empty(points.shape)
        for spectrum, x in zip(own, points.astype(np.float32), strict=True):
            spectrum[:] = network_singular_values(score, x[None], noise**2)[0]
        values.append(own)
    return values


def uniform_rows(
    stack: Stack, networks: Sequence[torch.nn.Module], group: Probes, noise: float
) -> Iterator[Row]:
    """Yield how much of the directions below 1/2 is uniform on the network's own sublattices.

    Of networks that fold patches of pixels into channels, and of points with such directions.
    """
    shares = []
    for network, points in zip(networks, group.points, strict=True):
        if not isinstance(network, RecallNetwork):
            return
        span = uniform_images(network.shape, network.patch)
        score = NetworkScore(network.float(), SCHEDULE)
        found = [
            share_in_span(noise**2 * jacobian_at(score, x, noise), span, NEAR_ZERO) for x in points
        ]
        shares.append(np.array([share for share in found if np.isfinite(share)]))
    shares = [of_network for of_network in shares if len(of_network)]
    if shares:
        mean = clustered_mean(shares)
        n = mean.clusters if mean.clusters > 1 else mean.samples
        about: Point = place(stack, group, noise) | {"score": "network"}
        at: Point = {"N": group.points[0].shape[1], "samples": mean.samples}
        yield row("uniform_share", "simulation", mean.value, mean.stderr, n, **about, **at)


def jacobian_at(
    score: NetworkScore, x: Float[np.ndarray, " N"], noise: float
) -> Float[np.ndarray, "N N"]:
    """Return the Jacobian of a network's score at one point and noise level sqrt(t)."""
    points = torch.as_tensor(x.astype(np.float32)[None])
    return network_jacobian(score, points, noise**2).detach().numpy()[0].astype(float)


def near_zero(values: Spectra) -> list[np.ndarray]:
    """Return for each point how many of its singular values lie below 1/2."""
    return [(of_network < NEAR_ZERO).sum(axis=1).astype(float) for of_network in values]


def spectrum_rows(values: Spectra, ranks: int, kind: str, about: Point) -> Iterator[Row]:
    """Yield mean and spread of each ordered value, the least first, and how many are below 1/2.

    Of the ordered values as many as `ranks`, evenly in the logarithm of the rank.
    """
    N = values[0].shape[1]
    chosen = np.unique(np.geomspace(1, N, min(N, ranks)).round().astype(int))
    for rank in chosen:
        value = clustered_mean([of_network[:, N - rank] for of_network in values])
        at: Point = {"rank": int(rank), "N": N, "samples": value.samples}
        n = value.clusters if value.clusters > 1 else value.samples
        yield row("singular_value", kind, value.value, value.stderr, n, **about, **at)
        yield row("spread", kind, value.spread, None, 1, **about, **at)
    yield count_row(values, kind, about)


def count_row(values: Spectra, kind: str, about: Point) -> Row:
    """Return the mean number of singular values below 1/2."""
    count = clustered_mean(near_zero(values))
    n = count.clusters if count.clusters > 1 else count.samples
    at: Point = {"N": values[0].shape[1], "samples": count.samples}
    return row("near_zero", kind, count.value, count.stderr, n, **about, **at)
