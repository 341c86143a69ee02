"""Forward and backward trajectories of a mixture, by the exact and by the empirical score."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.processes import (
    add_noise,
    ornstein_uhlenbeck_time,
    variance_exploding_time,
)
from memgen.diffusion.samplers import log_times, reverse_path
from memgen.measures.memorization import THRESHOLD, nearest_ratio
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Diffusion
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, mean_row, row

Path = Float[np.ndarray, "times batch d"]


def table(s: Diffusion, seeds: Seeds) -> Made:
    """Return d1 / d2 and the memorised fraction of reverse trajectories; some projected paths.

    The paths are Ornstein-Uhlenbeck, along the direction of the means: x_t.m / (|m| sqrt(1 + t)),
    (times, shown) of forward, exact and empirical, with the times and the training points.
    """
    rng = seeds.generator({"d": s.d, "P": s.P})
    data = TwoGaussians(np.full(s.d, s.separation))
    training = data.sample(s.P, rng)
    first, last = (float(variance_exploding_time(t)) for t in reversed(s.t_range))
    times = log_times(first, last, s.steps)
    start = add_noise(data.sample(s.trajectories, rng), first, rng)
    noised = forward(training[rng.integers(s.P, size=s.shown)], times[::-1], rng)
    paths = {"forward": noised[::-1]}
    for name, score in (
        ("exact", data.exploding_score),
        ("empirical", EmpiricalScore(training).score),
    ):
        paths[name] = np.array(list(reverse_path(score, start, times, rng)))
    direction = data.mean / np.linalg.norm(data.mean)
    scale = np.sqrt(1 + times)[:, None]
    projected = {name: (path @ direction / scale)[:, : s.shown] for name, path in paths.items()}
    arrays = {"t": ornstein_uhlenbeck_time(times), "training": training @ direction, **projected}
    ends = {name: paths[name][-1] for name in ("exact", "empirical")}
    return Made(memorization_rows(ends, training, s), arrays={"diffusion_paths": arrays})


def forward(
    x: Float[np.ndarray, "batch d"], times: Float[np.ndarray, " times"], rng: np.random.Generator
) -> Path:
    """Return x noised along rising variances, at each of them."""
    path = [add_noise(x, float(times[0]), rng)]
    for t, after in pairwise(times):
        path.append(add_noise(path[-1], float(after - t), rng))
    return np.array(path)


def memorization_rows(
    ends: dict[str, np.ndarray], training: np.ndarray, s: Diffusion
) -> Iterator[Row]:
    """Yield d1 / d2 at the end of each trajectory, and the fraction below the threshold."""
    point: Point = {"d": s.d, "P": s.P, "t": s.t_range[0]}
    for score, samples in ends.items():
        ratio = nearest_ratio(samples, training)
        for number, value in enumerate(ratio):
            about: Point = {"score": score, "trajectory": number, **point}
            yield row("nearest_ratio", "simulation", float(value), None, 1, **about)
        memorised = (ratio < THRESHOLD).astype(float)
        yield mean_row("memorised_fraction", memorised, score=score, **point)
