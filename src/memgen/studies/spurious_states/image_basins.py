"""Critical recovery steps and basin volumes of samples of each type and of training points.

The critical step is the last of a rising ladder, of a thousand, up to which a sample comes back to
within delta_m in a rate p of trials, noised and brought back by DDIM; the log-volume is that of the
ball of the radius by which the noise of that step moves it (arXiv:2505.21777, App. C;
`memgen.measures.collapse.recovery`, `memgen.measures.collapse.basin_volume`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from jaxtyping import Float, Int
from tqdm import tqdm

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.back_by_ddim import back_by_ddim
from memgen.measures.collapse.basin_volume import log_volume, squared_noise_radius
from memgen.measures.collapse.recovery import (
    Back,
    critical_recovery,
    critical_time,
    mean_recovery,
    within_radius,
)
from memgen.measures.samples.chosen import TRAINING
from memgen.measures.samples.image_distance import ImageDistance as Distance
from memgen.measures.samples.image_distance import image_distance
from memgen.seeds import Seeds
from memgen.settings.spurious_images import Architecture, ImageBasins, ImageDistance
from memgen.settings.training import DeviceName
from memgen.statistics.clustered import clustered_mean
from memgen.studies.spurious_states.stacks import (
    SampledStack,
    Stack,
    read_images,
    sampled_stacks,
)
from memgen.tables.files import Arrays
from memgen.tables.read import select
from memgen.tables.rows import Point, Row, row
from memgen.training.engine import choose_device
from memgen.training.schedules import VariancePreserving
from memgen.training.score_matching import NetworkScore
from memgen.training.steps import STEPS, step_variances

SCHEDULE = VariancePreserving()
FINE = 26  # up to here steps are finer than published


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
    steps, variances : (steps,)
        The ladder, and its noise variances.
    """

    s: ImageBasins
    distance: Distance
    delta: float
    steps: Int[np.ndarray, " steps"]
    variances: Float[np.ndarray, " steps"]

    def steps_of(
        self, x: Float[np.ndarray, "batch N"], back: Back, rng: np.random.Generator
    ) -> Int[np.ndarray, " batch"]:
        """Return the critical step of each sample by a way back."""
        return critical_recovery(
            x,
            self.steps,
            self.variances,
            back,
            self.distance.between,
            self.delta,
            rng,
            self.s.trials,
            self.s.p,
        ).step

    def predicted(
        self,
        x: Float[np.ndarray, "batch N"],
        training: Float[np.ndarray, "K N"],
        rng: np.random.Generator,
    ) -> Int[np.ndarray, " batch"]:
        """Return critical steps by the posterior weights of the exact score, with as few trials."""
        radius = self.delta ** (1 / self.distance.power)
        within = within_radius(self.distance.features(x), self.distance.features(training), radius)
        draws, trials = self.s.prediction_draws, self.s.trials
        rate = mean_recovery(x, training, within, self.variances, rng, draws)
        tried = rng.binomial(trials, np.clip(rate, 0, 1)) / trials
        return critical_time(self.steps, tried, self.s.p)


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
    types: pd.DataFrame,
) -> Iterator[Row]:
    """Yield critical steps and log-volumes by type, of the networks and of the exact score.

    The exact score's, at the base width alone. `pool`, `samples` are those of the set, `networks`
    and `splits` what `image_stack` made for it, by (width, K), `kinds` and `types` of all sets.
    """
    loaded, place = read_images(pool, images), choose_device(device)
    threshold = select(types, images=images, quantity="threshold", which="delta_m")
    steps = ladder(s)
    protocol = Protocol(
        s,
        image_distance(distance.name, loaded, distance.backbone, distance.heads),
        float(threshold["value"].iloc[0]),
        steps,
        step_variances(SCHEDULE, steps.astype(float)),
    )
    stacks = sampled_stacks(
        loaded,
        {Stack(images, *label): path for label, path in networks.items()},
        {Stack(images, *label): split for label, split in splits.items()},
        samples,
        kinds,
        architecture,
    )
    for sampled in tqdm(stacks, disable=None, desc=images, total=len(networks)):
        rng = seeds.generator(sampled.stack.coordinates)
        predict = sampled.stack.width == base_width
        yield from stack_rows(sampled, protocol, place, predict, rng)


def ladder(s: ImageBasins) -> Int[np.ndarray, " steps"]:
    """Return the steps at which recovery is tried: finer ones up to 26, then the published."""
    return np.concatenate((np.arange(1, FINE, s.fine), np.arange(FINE, STEPS + 1, s.stride)))


def stack_rows(
    sampled: SampledStack,
    protocol: Protocol,
    device: torch.device,
    predict: bool,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield the rows of a stack; `predict`: with those of the exact score."""
    members = [network.to(device) for network in sampled.members]
    training_sets = sampled.split.training_sets

    def way_back(score: Callable, of_network: bool) -> Back:
        place = device if of_network else None
        return back_by_ddim(score, SCHEDULE, protocol.s.back_steps, place)

    for kind, points in sampled.chosen(protocol.s.probes, rng).items():
        trained, predicted, exact = [], [], []
        for network, training, x in zip(members, training_sets, points, strict=True):
            back = way_back(NetworkScore(network, SCHEDULE), True)
            trained.append(protocol.steps_of(x, back, rng))
            if predict:
                predicted.append(protocol.predicted(x, training, rng))
            if predict and kind == TRAINING:
                back = way_back(EmpiricalScore(training).score, False)
                exact.append(protocol.steps_of(x, back, rng))
        about = sampled.stack.coordinates | {"type": kind}
        yield from basin_rows(trained, points, protocol, "simulation", about | {"score": "network"})
        for score, critical in (("posterior", predicted), ("exact", exact)):
            if critical:
                of_score = about | {"score": score}
                yield from basin_rows(critical, points, protocol, "theory", of_score)


def basin_rows(
    critical: Sequence[Int[np.ndarray, " _"]],
    points: Sequence[Float[np.ndarray, "_ N"]],
    protocol: Protocol,
    kind: str,
    about: Point,
) -> Iterator[Row]:
    """Yield mean critical step, mean log-volume and its spread, over networks and samples.

    A sample that does not survive the first step has no volume: such ones are counted.
    """
    by_step = dict(zip(protocol.steps.tolist(), protocol.variances, strict=True))
    volumes = []
    for steps, x in zip(critical, points, strict=True):
        survived = steps > 0
        t = np.array([by_step[int(step)] for step in steps[survived]])
        volumes.append(log_volume(squared_noise_radius(x[survived], t), x.shape[1]))
    step = clustered_mean([steps.astype(float) for steps in critical])
    about = about | {"samples": step.samples}
    yield row("critical_step", kind, step.value, step.stderr, step.clusters, **about)
    lost = 1 - sum(len(v) for v in volumes) / step.samples
    yield row("no_basin", kind, lost, 1 / (step.samples + 2), step.clusters, **about)
    if any(len(v) for v in volumes):
        volume = clustered_mean(volumes)
        error = {"stderr": volume.stderr, "n": volume.clusters}
        yield row("log_volume", kind, volume.value, **error, **about)
        yield row("log_volume_spread", kind, volume.spread, **error, **about)
