"""Critical recovery times of the circle's points: of networks, and from posterior weights.

A training point is noised to t and brought back by the network's reverse SDE, `trials` times; the
critical time is the last of a rising grid before the first at which fewer than a rate p come back
within delta (arXiv:2505.21777, appendix C; `memgen.measures.collapse.recovery`).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Bool, Float
from tqdm import tqdm

from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.measures.collapse.recovery import (
    ROUNDING,
    critical_time,
    expected_critical_time,
    first_fall,
    recovery_probability,
    regenerate,
    within_radius,
)
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import ToyBasins
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.training.circle_networks import load_circle_score

FIRST = 0.01  # of the published grid of times, which ends at 1

Score = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Trials:
    """What came back of K points at each time, in several repetitions of some trials each.

    Attributes
    ----------
    recovered : (times, K, repetitions, trials)
        Which trials came back.
    squares : (times, K, repetitions)
        |x_t - xi|^2 of one fresh noising: the published squared radius of a basin.
    tried : int
        Times that were tried: the later ones no point would have reached.
    """

    recovered: Bool[np.ndarray, "times K repetitions trials"]
    squares: Float[np.ndarray, "times K repetitions"]
    tried: int


def table(
    s: ToyBasins,
    seeds: Seeds,
    width: int,
    frequency: float,
    t_last: float,
    networks: Mapping[int, Path],
    splits: Mapping[int, Arrays],
) -> Iterator[Row]:
    """Yield for each K and point the critical time, its radius and the rates, exact and measured.

    `networks` and `splits` are what `circle` made, by K.
    """
    times = np.linspace(FIRST, 1, s.times)
    for K, path in networks.items():
        points = splits[K]["points"]
        score = load_circle_score(path, width, frequency)
        rng = seeds.generator({"K": K})
        trials = run_trials(score, points, times, t_last, s, rng)
        noise = rng.standard_normal((s.noises, 2))
        noise = np.concatenate([noise, -noise])
        within = within_radius(points, points, s.delta)
        for number, point in enumerate(points):
            weight = recovery_probability(point, points, within[number], times, noise)
            exact = weight.mean(axis=1)
            yield from point_rows(trials, number, exact, times, s, {"K": K, "point": number + 1})


def run_trials(
    score: Score,
    points: Float[np.ndarray, "K 2"],
    times: Float[np.ndarray, " times"],
    t_last: float,
    s: ToyBasins,
    rng: np.random.Generator,
) -> Trials:
    """Noise all points and bring them back, until no repetition of any point still runs."""
    K = len(points)
    recovered = np.zeros((len(times), K, s.repetitions, s.trials), dtype=bool)
    squares = np.zeros((len(times), K, s.repetitions))
    running, tried = np.ones((K, s.repetitions), dtype=bool), 0
    sampler = partial(run_back, score, t_last, rng)
    for k, t in enumerate(tqdm(times, disable=None, desc=f"K = {K}")):
        back = regenerate(sampler, points, float(t), s.repetitions * s.trials, rng)
        near = np.linalg.norm(back - points[:, None], axis=2) <= s.delta
        recovered[k] = near.reshape(K, s.repetitions, s.trials)
        running &= recovered[k].mean(axis=2) >= s.p - ROUNDING
        squares[k] = (t * rng.standard_normal((K, s.repetitions, 2)) ** 2).sum(axis=2)
        tried = k + 1
        if not running.any():
            break
    return Trials(recovered, squares, tried)


def run_back(
    score: Score, t_last: float, rng: np.random.Generator, x: np.ndarray, t: float
) -> np.ndarray:
    """Run the released sampler from t, in steps as long as the last t: longer ones overshoot."""
    times = released_times(t, t_last, max(round(t / t_last), 2))
    return denoised_euler(score, x, times, rng)


def point_rows(
    trials: Trials,
    number: int,
    exact: Float[np.ndarray, " times"],
    times: Float[np.ndarray, " times"],
    s: ToyBasins,
    point: Point,
) -> Iterator[Row]:
    """Yield the rows of one point; `exact` is its rate of recovery by posterior weights.

    The expected squared radius is 2 t_c, the mean of |x_t - xi|^2 in two dimensions.
    """
    rates = trials.recovered[:, number].mean(axis=2)
    critical = critical_time(times, rates.T, s.p)
    yield mean_row("critical_time", critical, **point)
    index = np.searchsorted(times, critical - ROUNDING)
    squares = trials.squares[index, number, np.arange(s.repetitions)]
    yield mean_row("squared_radius", np.where(critical > 0, squares, 0.0), **point)
    mean, spread = expected_critical_time(times, exact, s.trials, s.p)
    yield row("expected_time", "theory", mean, spread / np.sqrt(s.repetitions), **point)
    yield row("crossing_time", "theory", first_fall(times, exact, s.p), **point)
    yield row("expected_squared_radius", "theory", 2 * mean, **point)
    for k, t in enumerate(times):
        if k < trials.tried:
            yield mean_row("recovery", rates[k], **point, t=float(t))
        yield row("recovery", "theory", float(exact[k]), **point, t=float(t))
