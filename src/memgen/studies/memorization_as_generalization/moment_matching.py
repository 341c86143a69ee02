"""Moment matching at t = 0 or t > 0: residual, smallest stability, starts that end on data."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.moment_gap import moment_gap
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.dynamics import descend, random_states
from memgen.recurrent.moment_matching import (
    Sampler,
    annealed_sampler,
    fraction_on_data,
    match_moments,
    minima_sampler,
)
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import MomentMatching
from memgen.tables.rows import Point, Row, mean_row

Regime = Literal["cold", "warm"]
QUANTITIES = ("residual", "smallest_stability", "fraction_on_data", "norm")


def table(s: MomentMatching, seeds: Seeds, regime: Regime, N: int, load: float) -> Iterator[Row]:
    """Yield what is measured at the recorded steps, at t = 0 ("cold") or at s.t ("warm")."""
    t = 0.0 if regime == "cold" else s.t
    records = np.unique(np.rint(np.geomspace(1, s.steps + 1, s.records)).astype(int)) - 1
    courses = []
    for draw in tqdm(range(s.draws), disable=None, desc=f"{regime}, N = {N}, load {load}"):
        rng = seeds.generator({"N": N, "load": load, "t": t}, draw)
        patterns = draw_patterns("binary", round(load * N), N, rng)
        courses.append(course(patterns, t, s, set(records.tolist()), rng))
    measured = np.array(courses)
    for number, quantity in enumerate(QUANTITIES):
        for k, step in enumerate(records):
            point: Point = {"N": N, "load": load, "t": t, "step": int(step)}
            yield mean_row(quantity, measured[:, k, number], **point)


def course(
    patterns: Float[np.ndarray, "P N"],
    t: float,
    s: MomentMatching,
    records: set[int],
    rng: np.random.Generator,
) -> Float[np.ndarray, "records 4"]:
    """Return the quantities at the recorded steps of one network.

    The fraction on data is that of the ends of the zero-temperature dynamics, at any t.
    """
    N = patterns.shape[1]
    rate = s.rate / N * (t if t > 0 else 1)
    learning = sampler(t, s.starts, s)
    probing = sampler(t, s.probes, s)
    measured = []
    steps = match_moments(patterns, hebb(patterns), learning, rate, s.steps, rng)
    for number, step in enumerate(steps):
        if number not in records:
            continue
        gap = moment_gap(patterns, probing(step.J, rng))
        ends = descend(step.J, random_states(s.probes, N, rng), rng)
        smallest = stabilities(step.J, patterns).min()
        norm = np.linalg.norm(step.J) / np.sqrt(N)
        measured.append([gap, smallest, fraction_on_data(ends, patterns), norm])
    return np.array(measured)


def sampler(t: float, states: int, s: MomentMatching) -> Sampler:
    """Return the sampler of minima for t = 0, of cooled chains for t > 0."""
    if t == 0:
        return minima_sampler(states)
    return annealed_sampler(t, states, s.temperatures, s.sweeps)
