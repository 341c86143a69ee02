"""Moment matching at t = 0 and t > 0 on a teacher's examples: what is generated and learnt."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from tqdm import tqdm

from memgen.measures.memories.moment_gap import moment_gap
from memgen.recurrent.couplings import fixed_points, hebb, normalise
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.heat_bath import heat_bath
from memgen.recurrent.moment_matching import (
    Sampler,
    Step,
    annealed_sampler,
    average_couplings,
    fraction_on_data,
    match_on_sphere,
    minima_sampler,
)
from memgen.recurrent.teacher import coupling_overlap, matched_temperature, sherrington_kirkpatrick
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import MomentMatching
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.couplings.teacher_student import learned_overlap

REGIMES = ("cold", "warm")
# Loads P / N of the curve of the theory of many examples.
MANY_EXAMPLES = np.geomspace(10, 200, 61)
# By how much chains are fewer, where what their noise costs is measured.
FEWER = 4
QUANTITIES = ("fraction_on_data", "fraction_elsewhere", "stable_examples", "overlap")


@dataclass(frozen=True)
class Lesson:
    """A teacher, at temperature 1, and what it gives the networks to learn.

    Attributes
    ----------
    J : (N, N)
        The teacher's couplings.
    examples : (P, N)
        Drawn from P_1(x | J).
    fresh : (probes, N)
        More of them, never learnt.
    """

    J: Float[np.ndarray, "N N"]
    examples: Float[np.ndarray, "P N"]
    fresh: Float[np.ndarray, "probes N"]


def table(s: MomentMatching, seeds: Seeds, load: float) -> Iterator[Row]:
    """Yield what networks learn at t = 0 ("cold") and at the teacher's t ("warm").

    Both see the same examples. What they generate is also looked at with the other's sampler
    ("fraction_elsewhere"): is it the couplings or the temperature of sampling? Both begin with
    Hebb's couplings, whose overlap with the teacher stands beside theirs. At one load the residual
    of t = 0 is also followed step by step, at two rates.
    """
    P = round(load * s.N)
    point: Point = {"N": s.N, "P": P, "load": load}
    lessons = [
        draw_lesson(s, P, seeds, draw) for draw in tqdm(range(s.draws), disable=None, desc=f"{P}")
    ]
    learned = {
        regime: [
            learn(s, lesson, regime, seeds.generator({**point, "regime": regime}, draw))
            for draw, lesson in enumerate(lessons)
        ]
        for regime in REGIMES
    }
    for regime, results in learned.items():
        for quantity, draws in zip(QUANTITIES, np.array(results).T, strict=True):
            yield mean_row(quantity, draws, **point, regime=regime)
    gain = [warm[-1] - cold[-1] for cold, warm in zip(*learned.values(), strict=True)]
    yield mean_row("overlap_gain", np.array(gain), **point)
    start = [coupling_overlap(hebb(lesson.examples), lesson.J) for lesson in lessons]
    yield mean_row("overlap", np.array(start), **point, regime="hebb")
    fresh = [fraction_on_data(lesson.fresh, lesson.examples) for lesson in lessons]
    yield mean_row("fraction_on_data", np.array(fresh), **point, regime="teacher")
    yield row("overlap", "theory", float(learned_overlap(load, s.beta)), **point, regime="warm")
    if load == s.limited:
        overlaps = np.array([one[-1] for one in learned["warm"]])
        yield from noise_rows(s, lessons, overlaps, seeds, point)
    if load == s.followed:
        yield from followed_rows(s, lessons, seeds, point)
        for many in map(float, MANY_EXAMPLES):
            value = float(learned_overlap(many, s.beta))
            yield row("overlap_of_many", "theory", value, N=s.N, load=many)


def noise_rows(
    s: MomentMatching,
    lessons: list[Lesson],
    overlaps: Float[np.ndarray, " draws"],
    seeds: Seeds,
    point: Point,
) -> Iterator[Row]:
    """Yield the overlap with the teacher for infinitely many chains, and with fewer of them.

    M chains a step add noise to J whose square falls as 1 / M, as does that of P examples in
    1 / P: q^-2 - 1 is linear in 1 / M. A quarter of the chains, the same examples.
    """
    less = s.model_copy(update={"starts": max(1, s.starts // FEWER)})
    stream = seeds.stream("moment_matching_chains")
    fewer = np.array(
        [
            learn(less, lesson, "warm", stream.generator(point, draw))[-1]
            for draw, lesson in enumerate(lessons)
        ]
    )
    yield mean_row("overlap_of_fewer_chains", fewer, **point, regime="warm")
    share = less.starts / s.starts
    noise = (overlaps**-2 - share * fewer**-2) / (1 - share)
    yield mean_row("overlap_without_noise", noise**-0.5, **point, regime="warm")


def draw_lesson(s: MomentMatching, P: int, seeds: Seeds, draw: int) -> Lesson:
    """Return the teacher of a draw, the same at every load, and its examples."""
    rng = seeds.stream("moment_matching_teacher").generator({"N": s.N}, draw)
    J = sherrington_kirkpatrick(s.N, rng, s.beta)
    rng = seeds.generator({"N": s.N, "P": P}, draw)
    states = heat_bath(J, random_states(P + s.probes, s.N, rng), 1.0, s.teacher_sweeps, rng)
    return Lesson(J, states[:P], states[P:])


def learn(
    s: MomentMatching, lesson: Lesson, regime: str, rng: np.random.Generator
) -> tuple[float, ...]:
    """Return the quantities of the couplings that are learnt, in their order.

    They are averaged over the second half of the steps. The states are those of the learning
    temperature, at t = 0 minima of the energy, and then those of the other regime.
    """
    path = match_on_sphere(
        lesson.examples, sampler(s, lesson, regime, s.starts, s.sweeps), s.rate, s.steps, rng
    )
    J = normalise(average_couplings(path, s.steps // 2))
    generated = [
        fraction_on_data(sampler(s, lesson, of, s.probes, s.probe_sweeps)(J, rng), lesson.examples)
        for of in sorted(REGIMES, key=lambda of: of != regime)
    ]
    stable = float(fixed_points(J, lesson.examples).mean())
    return (*generated, stable, coupling_overlap(J, lesson.J))


def sampler(s: MomentMatching, lesson: Lesson, regime: str, states: int, sweeps: int) -> Sampler:
    """Return the sampler of minima for t = 0, of cooled chains for the teacher's t."""
    if regime == "cold":
        return minima_sampler(states)
    return annealed_sampler(matched_temperature(lesson.J), states, s.temperatures, sweeps)


def followed_rows(
    s: MomentMatching, lessons: list[Lesson], seeds: Seeds, point: Point
) -> Iterator[Row]:
    """Yield the residual at t = 0 step by step, at two rates, and that of the averaged couplings.

    With the progress (steps times rate) the same, the rates differ in nothing but the noise of J.
    It adds to the mean square of the residual in proportion to the rate: what is above that of the
    averaged couplings falls by `slower` ("excess_ratio": by how much).
    """
    probing = minima_sampler(s.probes)
    excess = []
    for slower in (1, s.slower):
        rate, steps = s.rate / slower, s.steps * slower
        records = np.unique(np.rint(np.geomspace(1, steps + 1, s.records)).astype(int)) - 1
        gaps, averaged = [], []
        for draw, lesson in enumerate(lessons):
            rng = seeds.stream("moment_matching_steps").generator({**point, "rate": rate}, draw)
            learning = minima_sampler(s.starts)
            path = match_on_sphere(lesson.examples, learning, rate, steps, rng)
            seen: list[float] = []
            J = average_couplings(watched(path, records, lesson, probing, rng, seen), steps // 2)
            gaps.append(seen)
            averaged.append(moment_gap(lesson.examples, probing(J, rng)))
        about: Point = {**point, "regime": "cold", "rate": rate}
        along = {"progress": (records + 1) * rate}
        yield from curve_rows("followed_residual", np.array(gaps), along, **about)
        yield mean_row("averaged_residual", np.array(averaged), **about)
        late = np.array(gaps)[:, records >= steps // 4]
        excess.append((late**2).mean(axis=1) - np.array(averaged) ** 2)
    fast, slow = np.array(excess)
    # of means: a teacher's own denominator may be small
    yield mean_row("excess_ratio", slow / fast.mean(), **point)


def watched(
    path: Iterator[Step],
    records: Int[np.ndarray, " records"],
    lesson: Lesson,
    probing: Sampler,
    rng: np.random.Generator,
    seen: list[float],
) -> Iterator[Step]:
    """Yield the steps as they are; at the recorded ones append the residual to `seen`."""
    for number, step in enumerate(path):
        if number in records:
            seen.append(moment_gap(lesson.examples, probing(step.J, rng)))
        yield step
