"""Heat-bath samples of networks: one that stores a few examples, and one that has learnt many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.exact import all_states, boltzmann, energies
from memgen.recurrent.heat_bath import anneal, heat_bath
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Sampling
from memgen.statistics.crossing import crossing_place
from memgen.studies.made import Made
from memgen.studies.memorization_as_generalization.digit_networks import (
    control_rows,
    generating_network,
    overlap_rows,
    pictures,
    retrieving_network,
)
from memgen.tables.rows import Point, Row, curve_rows, mean_row

Overlaps = Float[np.ndarray, " temperatures"]
Exact = Float[np.ndarray, " points"]
States = Float[np.ndarray, "temperatures chains N"]


@dataclass(frozen=True)
class Sampled:
    """What was sampled of a small network of random patterns, at each temperature.

    Attributes
    ----------
    exact : (points,)
        Mean overlap with the nearest pattern over P_t of all states, on a finer grid.
    cooled, warmed : (temperatures,)
        The same of chains that are cooled from random states, and of chains that are warmed up
        from stored patterns.
    """

    exact: Exact
    cooled: Overlaps
    warmed: Overlaps


def table(s: Sampling, seeds: Seeds) -> Made:
    """Return overlaps against t of three networks, and images.

    A small one of random patterns, beside its exact average; one that stores a few digits; one that
    has learnt many. The overlap is that with the nearest digit that the network knows, and with the
    nearest one of as many that it does not know.
    """
    temperatures = np.geomspace(*s.t_range, s.temperatures)[::-1]
    fine = np.geomspace(*s.t_range, s.points)
    random = [
        sample_random(s, temperatures, fine, rng) for rng in generators(seeds, "random", s.draws)
    ]
    retrieving = [
        retrieving_network(s, temperatures, rng) for rng in generators(seeds, "retrieving", s.draws)
    ]
    generating = [
        generating_network(s, temperatures, rng)
        for rng in generators(seeds, "generating", s.generating.draws)
    ]
    rows = [
        *random_rows(s, random, temperatures, fine),
        *overlap_rows("retrieving", retrieving, temperatures),
        *overlap_rows("generating", generating, temperatures),
        *control_rows(generating, temperatures),
    ]
    images = pictures(s, retrieving[0], generating[0], temperatures)
    return Made(rows, arrays={"sampling_images": images})


def generators(seeds: Seeds, network: str, draws: int) -> Iterator[np.random.Generator]:
    """Yield the generator of each draw."""
    for draw in tqdm(range(draws), disable=None, desc=network):
        yield seeds.generator({"network": network}, draw)


def sample_random(
    s: Sampling, temperatures: Overlaps, fine: Exact, rng: np.random.Generator
) -> Sampled:
    """Sample a network that stores random patterns in the projector on their span."""
    patterns = first_independent(lambda: draw_patterns("binary", s.P, s.N, rng))
    J = pseudo_inverse(patterns)
    E, near = energies(J), nearest_overlap(all_states(s.N), patterns)
    cooled = anneal(J, s.chains, temperatures, s.sweeps, rng)
    warmed = from_examples(J, patterns, temperatures, s, rng)
    of_cooled, of_warmed = (
        np.array([nearest_overlap(x, patterns).mean() for x in states])
        for states in (cooled, warmed)
    )
    return Sampled(np.array([boltzmann(E, t) @ near for t in fine]), of_cooled, of_warmed)


def from_examples(
    J: Float[np.ndarray, "N N"],
    patterns: Float[np.ndarray, "P N"],
    temperatures: Overlaps,
    s: Sampling,
    rng: np.random.Generator,
) -> States:
    """Return chains that start on stored examples, warmed up from the lowest temperature."""
    x = patterns[np.arange(s.chains) % len(patterns)]
    states = []
    for t in temperatures[::-1]:
        x = heat_bath(J, x, float(t), s.sweeps, rng)
        states.append(x)
    return np.array(states[::-1])


def random_rows(
    s: Sampling, networks: Sequence[Sampled], temperatures: Overlaps, fine: Exact
) -> Iterator[Row]:
    """Yield the overlap against t, and how far off the t is at which it is s.level."""
    point: Point = {"network": "random", "N": s.N, "P": s.P}
    exact = np.array([network.exact for network in networks])
    about = {**point, "start": "exact"}
    yield from curve_rows("nearest_overlap", exact, {"t": fine}, kind="theory", **about)
    for start in ("cooled", "warmed"):
        draws = np.array([getattr(network, start) for network in networks])
        about = {**point, "start": start}
        yield from curve_rows("nearest_overlap", draws, {"t": temperatures}, **about)
    gaps = [level_gap(s.level, network, temperatures, fine) for network in networks]
    yield mean_row("log_level_t_gap", np.array(gaps), **point, level=s.level)


def level_gap(level: float, network: Sampled, temperatures: Overlaps, fine: Exact) -> float:
    """Return log(t_sampled / t_exact) of where the overlap is `level`.

    The gap between sampled and exact overlaps at the exact t, over the exact curve's slope there:
    the curve's own shape between two temperatures of the chains does not enter.
    """
    log_t, grid = np.log(temperatures[::-1]), np.log(fine)
    exact_t = np.log(crossing_place(fine, network.exact, level))
    gaps = network.cooled[::-1] - np.interp(log_t, grid, network.exact)
    slope = np.interp(exact_t, grid, np.gradient(network.exact, grid))
    return float(-np.interp(exact_t, log_t, gaps) / slope)
