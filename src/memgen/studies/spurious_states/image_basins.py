"""Critical recovery steps and basin volumes of samples of each type and of training points.

The critical step is the last of a ladder from which a sample, noised and brought back by DDIM,
returns to within delta in a rate p of trials, found by bisection; the log-volume is that of the
ball of the radius by which the noise of that step moves it (arXiv:2505.21777, App. C;
`memgen.measures.collapse.bisected_recovery`, `memgen.measures.collapse.basin_volume`). Controls at
training points: the exact empirical score in place of the network, with the same noise and the
same DDIM, and its posterior weights, which need no way back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float, Int
from tqdm import tqdm

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.back_by_ddim import back_by_ddim
from memgen.measures.collapse.basin_volume import log_volume, squared_noise_radius
from memgen.measures.collapse.bisected_recovery import bisected_recovery, expected_bisected_step
from memgen.measures.collapse.recovery import Back, mean_recovery, within_radius
from memgen.measures.samples.image_distance import ImageDistance as Distance
from memgen.measures.samples.image_distance import image_distance
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageBasins, ImageDistance
from memgen.settings.training import DeviceName
from memgen.statistics.clustered import clustered_mean
from memgen.statistics.paired_ratio import paired_ratio
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
    read_images,
    sampled_stacks,
)
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row
from memgen.training.engine import choose_device
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import step_variances

SCHEDULE = VariancePreserving()
EVERY = 50  # steps whose volume is told
FLOOR = 0.2  # samples: the error of a rate at which none of them differs from another


@dataclass(frozen=True)
class Protocol:
    """How recovery is tried.

    Attributes
    ----------
    s : ImageBasins
        Trials, rate, steps of the way back.
    distance : Distance
        Between images.
    delta : float
        Within which a sample is recovered.
    device : torch.device
        Of the networks.
    seeds : Seeds
        Of the noise.
    """

    s: ImageBasins
    distance: Distance
    delta: float
    device: torch.device
    seeds: Seeds

    @property
    def steps(self) -> Int[np.ndarray, " steps"]:
        """The ladder."""
        return 1 + self.s.stride * np.arange(self.s.rungs)

    @property
    def variances(self) -> Float[np.ndarray, " steps"]:
        """Its noise variances."""
        return step_variances(SCHEDULE, self.steps.astype(float))

    def back(self, score: Callable, of_network: bool = True) -> Back:
        """Return the way back by DDIM through a score, of torch tensors if it is a network's."""
        place = self.device if of_network else None
        return back_by_ddim(score, SCHEDULE, self.s.back_steps, place)

    def critical(
        self, x: Float[np.ndarray, "batch N"], back: Back, rng: np.random.Generator
    ) -> Int[np.ndarray, " batch"]:
        """Return the critical step of each sample by a way back."""
        ladder = (self.steps, self.variances, back, self.distance.between, self.delta)
        return bisected_recovery(x, *ladder, rng, self.s.trials, self.s.p)

    def posterior_rate(
        self,
        x: Float[np.ndarray, "batch N"],
        training: Float[np.ndarray, "K N"],
        variances: Float[np.ndarray, " steps"],
        rng: np.random.Generator,
    ) -> Float[np.ndarray, "batch steps"]:
        """Return the posterior weight within delta of noised samples under the exact score."""
        radius = self.delta ** (1 / self.distance.power)
        within = within_radius(self.distance.features(x), self.distance.features(training), radius)
        return mean_recovery(x, training, within, variances, rng, self.s.prediction_draws)


def table(
    s: ImageBasins,
    seeds: Seeds,
    distance: ImageDistance,
    architecture: Architecture,
    device: DeviceName,
    base_width: int,
    images: str,
    pool: Arrays,
    networks: Mapping[tuple[int, int], Path],
    splits: Mapping[tuple[int, int], Arrays],
    samples: Arrays,
    kinds: Arrays,
    atypical: Arrays,
) -> Iterator[Row]:
    """Yield critical steps, log-volumes and recovery rates of one set of images.

    At the base width: training points, with the exact score, and the most typical samples of each
    type at every K; recovery rates at the first, the crossover's and the last K; samples at random
    at the crossover. At other widths typical samples at the width's own crossover.
    `pool`, `samples` are those of the set, `networks` and `splits` what `image_stack` made for it,
    by (width, K), `kinds` of all sets.
    """
    loaded = read_images(pool, images)
    metric = image_distance(distance.name, loaded, distance.backbone, distance.heads)
    # Euclidean: per pixel, whose variance is 1
    unit = np.sqrt(np.prod(loaded.shape)) if distance.name == "l2" else 1.0
    protocol = Protocol(s, metric, s.delta * float(unit), choose_device(device), seeds)
    types = {Stack(images, *label): kinds[Stack(images, *label).label] for label in networks}
    ladders = {
        width: {stack: own for stack, own in types.items() if stack.width == width}
        for width in dict.fromkeys(stack.width for stack in types)
    }
    crossovers = {width: crossover(ladder) for width, ladder in ladders.items()}
    measured = [
        stack for stack in types if stack.width == base_width or stack == crossovers[stack.width]
    ]
    stacks = sampled_stacks(
        loaded,
        {stack: networks[stack.width, stack.K] for stack in measured},
        {stack: splits[stack.width, stack.K] for stack in measured},
        samples,
        kinds,
        architecture,
    )
    for sampled in tqdm(stacks, disable=None, desc=images, total=len(measured)):
        stack = sampled.stack
        placed = [network.to(protocol.device) for network in sampled.members]
        members = [NetworkScore(network, SCHEDULE) for network in placed]
        groups = list(typical_probes(sampled, atypical[stack.label], s.probes))
        rng = seeds.generator(stack.coordinates)
        if stack == crossovers[stack.width]:
            groups += random_probes(sampled, s.probes, rng)
            yield row("crossover", "simulation", stack.K, None, 1, **stack.coordinates)
        yield from type_rows(members, stack, groups, protocol)
        if stack.width == base_width:
            training = training_probes(sampled, s.probes, rng)
            yield from training_rows(members, sampled, training, protocol)
            if stack in shown(ladders[base_width]):
                typical = [group for group in groups if group.selection == "typical"]
                yield from rate_rows(members, sampled, [*typical, training], protocol)


def type_rows(
    members: Sequence[NetworkScore], stack: Stack, groups: Sequence[Probes], protocol: Protocol
) -> Iterator[Row]:
    """Yield steps and volumes of samples of each type, and their differences within networks."""
    steps: dict[str, dict[str, list[np.ndarray]]] = {}
    for group in groups:
        place = {**stack.coordinates, "type": group.kind, "selection": group.selection}
        critical = [
            protocol.critical(x, protocol.back(score), protocol.seeds.generator(place, number))
            for number, (score, x) in enumerate(zip(members, group.points, strict=True))
        ]
        yield from basin_rows(critical, group, "simulation", place | {"score": "network"})
        by_type = steps.setdefault(group.selection, {})
        by_type[group.kind] = [found.astype(float) for found in critical]
    for selection, by_type in steps.items():
        about = {**stack.coordinates, "selection": selection, "score": "network"}
        yield from comparison_rows("critical_step", by_type, about)


def training_rows(
    members: Sequence[NetworkScore], sampled: SampledStack, group: Probes, protocol: Protocol
) -> Iterator[Row]:
    """Yield steps and volumes of training points: network, exact score, posterior weights.

    The ratio of the network's critical step to the exact score's, with equal noise, is the order
    parameter of memorization.
    """
    about = {**sampled.stack.coordinates, "type": group.kind, "selection": group.selection}
    ways: dict[str, list[np.ndarray]] = {"network": [], "exact": [], "posterior": []}
    sets = sampled.split.training_sets
    for number, (score, x, S) in enumerate(zip(members, group.points, sets, strict=True)):
        exact = protocol.back(EmpiricalScore(S).score, of_network=False)
        for of, back in (("network", protocol.back(score)), ("exact", exact)):
            rng = protocol.seeds.generator(about, number)
            ways[of].append(protocol.critical(x, back, rng))
        rng = protocol.seeds.stream("posterior").generator(about, number)
        q = protocol.posterior_rate(x, S, protocol.variances, rng)
        s = protocol.s
        ways["posterior"].append(expected_bisected_step(protocol.steps, q, s.trials, s.p))
    for of, critical in ways.items():
        kind = "simulation" if of == "network" else "theory"
        yield from basin_rows(critical, group, kind, about | {"score": of})
    yield from volume_rows(np.concatenate(group.points), protocol, sampled.stack)
    network, exact = (np.concatenate(ways[of]).astype(float) for of in ("network", "exact"))
    ratio = paired_ratio(network, exact)
    yield row("step_ratio", "simulation", ratio.value, ratio.stderr, ratio.n, **about)


def volume_rows(
    x: Float[np.ndarray, "samples N"], protocol: Protocol, stack: Stack
) -> Iterator[Row]:
    """Yield what log-volume a critical step stands for, for a point of root mean square norm."""
    typical = np.full((1, x.shape[1]), np.sqrt((x**2).mean()))
    for step in range(EVERY, int(protocol.steps[-1]) + 1, EVERY):
        t = step_variances(SCHEDULE, np.array([float(step)]))
        volume = float(log_volume(squared_noise_radius(typical, t), x.shape[1])[0])
        yield row("log_volume_of_step", "theory", volume, step=step, **stack.coordinates)


def rate_rows(
    members: Sequence[NetworkScore],
    sampled: SampledStack,
    groups: Sequence[Probes],
    protocol: Protocol,
) -> Iterator[Row]:
    """Yield the rate at which samples come back from each of some steps, and the posterior's."""
    s = protocol.s
    variances = step_variances(SCHEDULE, np.array(s.rate_steps, dtype=float))
    for group in groups:
        about = {**sampled.stack.coordinates, "type": group.kind, "selection": group.selection}
        place = protocol.seeds.stream("rates")
        gaps, exact = [], []
        for number, (score, x, S) in enumerate(
            zip(members, group.points, sampled.split.training_sets, strict=True)
        ):
            if not len(x):
                continue
            rng, back = place.generator(about, number), protocol.back(score)
            gaps.append(came_back(x, s.rate_steps, variances, back, protocol, rng))
            exact.append(protocol.posterior_rate(x, S, variances, rng))
        apart, posterior = np.concatenate(gaps), np.concatenate(exact)
        rates = {scale: (apart <= scale * protocol.delta).mean(axis=2) for scale in s.delta_scales}
        for k, step in enumerate(s.rate_steps):
            at: Point = {**about, "step": step, "t": variances[k]}
            network: Point = {**at, "score": "network"}
            yield rate_row("rate", rates[1.0][:, k], "simulation", network)
            yield rate_row("rate", posterior[:, k], "theory", {**at, "score": "posterior"})
        for scale, rate in rates.items():
            of_scale: Point = {**about, "score": "network", "scale": scale}
            yield rate_row("mean_rate", rate.mean(axis=1), "simulation", of_scale)
        beyond = (rates[1.0] - posterior).mean(axis=1)
        yield rate_row("rate_beyond_posterior", beyond, "simulation", about)


def came_back(
    x: Float[np.ndarray, "batch N"],
    steps: Sequence[int],
    variances: Float[np.ndarray, " steps"],
    back: Back,
    protocol: Protocol,
    rng: np.random.Generator,
) -> Float[np.ndarray, "batch steps trials"]:
    """Return how far from itself each sample ends that is noised to each step and brought back."""
    trials = protocol.s.rate_trials
    apart = np.empty((len(x), len(steps), trials))
    same = np.repeat(x, trials, axis=0)
    for k, (step, t) in enumerate(zip(steps, variances, strict=True)):
        end = back(same + np.sqrt(t) * rng.standard_normal(same.shape), step)
        apart[:, k] = protocol.distance.between(end, same).reshape(len(x), trials)
    return apart


def rate_row(quantity: str, rate: Float[np.ndarray, " samples"], kind: str, about: Point) -> Row:
    """Return the mean over samples, whose error is that of a fraction of them at least."""
    count = len(rate)
    error = rate.std(ddof=1) / np.sqrt(count) if count > 1 else 1.0
    about = about | {"samples": count}
    return row(quantity, kind, float(rate.mean()), max(float(error), FLOOR / count), count, **about)


def basin_rows(
    critical: Sequence[np.ndarray],
    group: Probes,
    kind: str,
    about: Point,
) -> Iterator[Row]:
    """Yield mean critical step, mean log-volume and its spread, over networks and samples.

    A critical step of 0 has no volume: such samples are counted.
    """
    volumes = []
    for steps, x in zip(critical, group.points, strict=True):
        survived = steps > 0
        t = step_variances(SCHEDULE, np.asarray(steps[survived], dtype=float))
        volumes.append(log_volume(squared_noise_radius(x[survived], t), x.shape[1]))
    step = clustered_mean([np.asarray(steps, dtype=float) for steps in critical])
    about = about | {"samples": step.samples}
    n = step.clusters if step.clusters > 1 else step.samples
    yield row("critical_step", kind, step.value, step.stderr, n, **about)
    yield row("critical_step_spread", kind, step.spread, None, 1, **about)
    lost = 1 - sum(len(v) for v in volumes) / step.samples
    yield row("no_basin", kind, lost, 1 / (step.samples + 2), n, **about)
    if any(len(v) for v in volumes):
        volume = clustered_mean(volumes)
        error = {"stderr": volume.stderr, "n": n}
        yield row("log_volume", kind, volume.value, **error, **about)
        yield row("log_volume_spread", kind, volume.spread, None, 1, **about)
