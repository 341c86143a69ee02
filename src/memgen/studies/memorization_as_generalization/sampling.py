"""Heat-bath samples of networks that store examples: overlap with the nearest one against t."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.binary_digits import binary_digits, draw_digits
from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.dynamics import random_states
from memgen.recurrent.exact import all_states, boltzmann, energies
from memgen.recurrent.heat_bath import anneal, heat_bath
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Sampling
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row

States = Float[np.ndarray, "temperatures chains N"]


@dataclass(frozen=True)
class Sampled:
    """What was sampled of one network, at each temperature of the chains.

    Attributes
    ----------
    patterns : (P, N)
        What it stores.
    chance : float
        Mean overlap of random states with the nearest pattern.
    cooled, warmed : (temperatures,)
        The same of chains that are cooled from random states, and of chains that are warmed up
        from stored patterns.
    shown : (temperatures, shown, N)
        Some of the cooled chains.
    """

    patterns: Float[np.ndarray, "P N"]
    chance: float
    cooled: Float[np.ndarray, " temperatures"]
    warmed: Float[np.ndarray, " temperatures"]
    shown: States


def table(s: Sampling, seeds: Seeds) -> Made:
    """Return overlaps of a small network of random patterns, and of digits; some sampled digits."""
    temperatures = np.geomspace(*s.t_range, s.temperatures)[::-1]
    random = [
        sample_network(s, random_patterns(s, rng), temperatures, rng)
        for rng in generators(seeds, "random", s.N, s.draws)
    ]
    images, labels = binary_digits()
    N = images.shape[1]
    digits = [
        sample_network(s, draw_digits(images, labels, s.digits, rng), temperatures, rng)
        for rng in generators(seeds, "digits", N, s.draws)
    ]
    point: Point = {"network": "random", "N": s.N, "P": s.P}
    rows = [
        *overlap_rows(random, temperatures, point),
        *exact_rows(s, random, temperatures, point),
        *overlap_rows(digits, temperatures, {"network": "digits", "N": N, "P": s.digits}),
    ]
    return Made(rows, arrays={"sampling_images": pictures(s, digits[0], temperatures)})


def generators(seeds: Seeds, network: str, N: int, draws: int) -> Iterator[np.random.Generator]:
    """Yield the generator of each draw."""
    for draw in tqdm(range(draws), disable=None, desc=network):
        yield seeds.generator({"network": network, "N": N}, draw)


def random_patterns(s: Sampling, rng: np.random.Generator) -> Float[np.ndarray, "P N"]:
    """Return independent random patterns."""
    return first_independent(lambda: draw_patterns("binary", s.P, s.N, rng))


def sample_network(
    s: Sampling,
    patterns: Float[np.ndarray, "P N"],
    temperatures: Float[np.ndarray, " temperatures"],
    rng: np.random.Generator,
) -> Sampled:
    """Sample the network that stores the patterns in the projector on their span."""
    J = pseudo_inverse(patterns)
    free = random_states(s.random_states, patterns.shape[1], rng)
    cooled = anneal(J, s.chains, temperatures, s.sweeps, rng)
    warmed = from_examples(J, patterns, temperatures, s, rng)
    chance = nearest_overlap(free, patterns).mean()
    of_cooled, of_warmed = (
        np.array([nearest_overlap(x, patterns).mean() for x in states])
        for states in (cooled, warmed)
    )
    return Sampled(patterns, float(chance), of_cooled, of_warmed, cooled[:, : s.shown_samples])


def from_examples(
    J: Float[np.ndarray, "N N"],
    patterns: Float[np.ndarray, "P N"],
    temperatures: Float[np.ndarray, " temperatures"],
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


def overlap_rows(
    networks: Sequence[Sampled],
    temperatures: Float[np.ndarray, " temperatures"],
    point: Point,
) -> Iterator[Row]:
    """Yield the mean overlap of either start against t, and by chance."""
    along = {"t": temperatures}
    for start, field in (("cooled", "cooled"), ("from_examples", "warmed")):
        draws = np.array([getattr(network, field) for network in networks])
        yield from curve_rows("nearest_overlap", draws, along, **point, start=start)
    yield mean_row("chance", np.array([network.chance for network in networks]), **point)


def exact_rows(
    s: Sampling,
    networks: Sequence[Sampled],
    temperatures: Float[np.ndarray, " temperatures"],
    point: Point,
) -> Iterator[Row]:
    """Yield the overlap averaged over all states, and the cooled chains' less that."""
    fine = np.geomspace(*s.t_range, s.points)
    exact = np.array([exact_overlap(network.patterns, fine) for network in networks])
    errors = exact.std(axis=0, ddof=1) / np.sqrt(len(networks))
    for t, mean, error in zip(fine, exact.mean(axis=0), errors, strict=True):
        about: Point = {**point, "start": "exact", "t": t}
        yield row("nearest_overlap", "theory", mean, error, len(networks), **about)
    # The same networks, so that their scatter cancels.
    gaps = [
        network.cooled - np.interp(np.log(temperatures), np.log(fine), overlap)
        for network, overlap in zip(networks, exact, strict=True)
    ]
    yield from curve_rows("overlap_gap", np.array(gaps), {"t": temperatures}, **point)


def exact_overlap(
    patterns: Float[np.ndarray, "P N"], temperatures: Float[np.ndarray, " points"]
) -> Float[np.ndarray, " points"]:
    """Return the mean of the overlap with the nearest pattern over P_t of all states."""
    E = energies(pseudo_inverse(patterns))
    near = nearest_overlap(all_states(patterns.shape[1]), patterns)
    return np.array([boltzmann(E, t) @ near for t in temperatures])


def pictures(
    s: Sampling, network: Sampled, temperatures: Float[np.ndarray, " temperatures"]
) -> Arrays:
    """Return the stored digits, and samples at some temperatures, from the lowest to the highest.

    A network cannot tell a state from its negative: it is shown with a positive overlap.
    """
    chosen = np.linspace(len(temperatures) - 1, 0, s.shown_temperatures).astype(int)
    samples = network.shown[chosen]
    overlap = samples @ network.patterns.T
    nearest = np.abs(overlap).argmax(axis=2)[..., None]
    strongest = np.take_along_axis(overlap, nearest, axis=2)
    signed = samples * np.where(strongest < 0, -1, 1)
    return {"examples": network.patterns, "samples": signed, "t": temperatures[chosen]}
