"""Critical recovery times of the circle's points: of networks, and from posterior weights.

A training point is noised to t and brought back by the network's reverse SDE, `trials` times; the
critical time is the last of a rising grid before the first at which fewer than a rate p come back
within delta (arXiv:2505.21777, appendix C; `memgen.measures.collapse.recovery`). All errors are
over networks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
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
from memgen.training.circle_networks import load_circle_scores

FIRST = 0.01  # of the published grid of times, which ends at 1

Score = Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Trials:
    """What came back of K points at each time, in several repetitions of some trials each.

    Attributes
    ----------
    recovered : (times, K, repetitions, trials)
        Which trials came back.
    shared : (times, K)
        Share of the trials that came back within delta of another point too, one that is farther
        than delta from their own.
    squares : (times, K, repetitions)
        |x_t - xi|^2 of one fresh noising: the published squared radius of a basin.
    tried : int
        Times that were tried: the later ones no point would have reached.
    """

    recovered: Bool[np.ndarray, "times K repetitions trials"]
    shared: Float[np.ndarray, "times K"]
    squares: Float[np.ndarray, "times K repetitions"]
    tried: int


def table(
    s: ToyBasins,
    seeds: Seeds,
    width: int,
    frequency: float,
    count: int,
    t_last: float,
    networks: Mapping[int, Path],
    splits: Mapping[int, Arrays],
) -> Iterator[Row]:
    """Yield for each K and point the critical time, its radius and the rates, exact and measured.

    `networks` and `splits` are what `circle` made, by K: `count` networks each.
    """
    times = np.linspace(FIRST, 1, s.times)
    for K, path in networks.items():
        points = splits[K]["points"]
        rng = seeds.generator({"K": K})
        members = load_circle_scores(path, width, frequency, count)
        of_networks = [run_trials(score, points, times, t_last, s, rng) for score in members]
        noise = rng.standard_normal((s.noises, 2))
        noise = np.concatenate([noise, -noise])
        within = within_radius(points, points, s.delta)
        for number, point in enumerate(points):
            weight = recovery_probability(point, points, within[number], times, noise)
            exact = weight.mean(axis=1)
            about: Point = {"K": K, "point": number + 1}
            yield from point_rows(of_networks, number, exact, times, s, about)
            yield row("neighbour", "theory", neighbour_distance(points, number), **about)


def neighbour_distance(points: Float[np.ndarray, "K 2"], number: int) -> float:
    """Return how far a point is from the nearest other one."""
    others = np.delete(points, number, axis=0)
    return float(np.linalg.norm(others - points[number], axis=1).min())


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
    shared = np.zeros((len(times), K))
    apart = np.linalg.norm(points[:, None] - points, axis=2) > s.delta
    squares = np.zeros((len(times), K, s.repetitions))
    running, tried = np.ones((K, s.repetitions), dtype=bool), 0
    sampler = partial(run_back, score, t_last, rng)
    for k, t in enumerate(tqdm(times, disable=None, desc=f"K = {K}")):
        back = regenerate(sampler, points, float(t), s.repetitions * s.trials, rng)
        near = np.linalg.norm(back[:, :, None] - points, axis=3) <= s.delta
        own = near[np.arange(K), :, np.arange(K)]
        recovered[k] = own.reshape(K, s.repetitions, s.trials)
        shared[k] = (own & (near & apart[:, None]).any(axis=2)).mean(axis=1)
        running &= recovered[k].mean(axis=2) >= s.p - ROUNDING
        squares[k] = (t * rng.standard_normal((K, s.repetitions, 2)) ** 2).sum(axis=2)
        tried = k + 1
        if not running.any():
            break
    return Trials(recovered, shared, squares, tried)


def run_back(
    score: Score, t_last: float, rng: np.random.Generator, x: np.ndarray, t: float
) -> np.ndarray:
    """Run the released sampler from t, in steps as long as the last t: longer ones overshoot."""
    times = released_times(t, t_last, max(round(t / t_last), 2))
    return denoised_euler(score, x, times, rng)


def point_rows(
    of_networks: Sequence[Trials],
    number: int,
    exact: Float[np.ndarray, " times"],
    times: Float[np.ndarray, " times"],
    s: ToyBasins,
    about: Point,
) -> Iterator[Row]:
    """Yield the rows of one point; `exact` is its rate of recovery by posterior weights.

    The critical time of a network is its mean over repetitions. The expected squared radius is
    2 t_c, the mean of |x_t - xi|^2 in two dimensions.
    """
    rates = np.array([trials.recovered[:, number].mean(axis=2) for trials in of_networks])
    critical = critical_time(times, rates.transpose(0, 2, 1), s.p)
    yield mean_row("critical_time", critical.mean(axis=1), **about)
    index = np.searchsorted(times, critical - ROUNDING)
    squares = [
        np.where(held > 0, trials.squares[at, number, np.arange(s.repetitions)], 0.0).mean()
        for trials, held, at in zip(of_networks, critical, index, strict=True)
    ]
    yield mean_row("squared_radius", np.array(squares), **about)
    mean, spread = expected_critical_time(times, exact, s.trials, s.p)
    error = spread / np.sqrt(s.repetitions * len(of_networks))
    yield row("expected_time", "theory", mean, error, **about)
    yield row("crossing_time", "theory", first_fall(times, exact, s.p), **about)
    yield row("expected_squared_radius", "theory", 2 * mean, **about)
    tried = min(trials.tried for trials in of_networks)
    for k, t in enumerate(times):
        at: Point = about | {"t": float(t)}
        if k < tried:
            yield mean_row("recovery", rates[:, k].mean(axis=1), **at)
            shared = [trials.shared[k, number] for trials in of_networks]
            yield mean_row("shared", np.array(shared), **at)
        yield row("recovery", "theory", float(exact[k]), **at)
