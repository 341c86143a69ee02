"""Networks of digits: few or half of all, stored by a formula or learnt by moment matching."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.data.binary_digits import binary_digits, draw_digits, typical_digits
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import hebb, normalise, pseudo_inverse
from memgen.recurrent.heat_bath import anneal
from memgen.recurrent.moment_matching import (
    average_couplings,
    match_moments,
    persistent_sampler,
)
from memgen.settings.recurrent_networks import Sampling
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row

# Stored digits are the most typical of their class.
TYPICAL = 0.25
# At which the network that generates has learnt.
LEARNING_T = 1.0


@dataclass(frozen=True)
class DigitNetwork:
    """A network of digits and the states of its cooled chains.

    Attributes
    ----------
    known, unseen : (P, N)
        The digits that it stores or has learnt, and as many others.
    states : (temperatures, chains, N)
        Of the chains, with a positive overlap with the nearest known digit: the energy does not
        tell a state from its negative.
    pixels : (chains, N)
        A control: pixels drawn independently, each with its mean over the known digits.
    """

    known: Float[np.ndarray, "P N"]
    unseen: Float[np.ndarray, "P N"]
    states: Float[np.ndarray, "temperatures chains N"]
    pixels: Float[np.ndarray, "chains N"]


def retrieving_network(
    s: Sampling, temperatures: Float[np.ndarray, " temperatures"], rng: np.random.Generator
) -> DigitNetwork:
    """Return the network that stores typical digits, one of each class, in their projector."""
    known, unseen = few_digits(s, rng)
    return cooled(pseudo_inverse(known), known, unseen, s.chains, s.sweeps, temperatures, rng)


def learnt_network(
    s: Sampling, temperatures: Float[np.ndarray, " temperatures"], rng: np.random.Generator
) -> DigitNetwork:
    """Return the network that has learnt typical digits, one of each class, by moment matching."""
    known, unseen = few_digits(s, rng)
    J = matched_couplings(s, known, rng)
    return cooled(J, known, unseen, s.chains, s.sweeps, temperatures, rng)


def few_digits(
    s: Sampling, rng: np.random.Generator
) -> tuple[Float[np.ndarray, "P N"], Float[np.ndarray, "P N"]]:
    """Return typical digits, one of each class, and as many others."""
    images, labels = binary_digits()
    typical = rng.permutation(typical_digits(images, labels, TYPICAL))
    half = len(typical) // 2
    known, unseen = (
        draw_digits(images[part], labels[part], s.digits, rng)
        for part in (typical[:half], typical[half:])
    )
    return known, unseen


def generating_network(
    s: Sampling, temperatures: Float[np.ndarray, " temperatures"], rng: np.random.Generator
) -> DigitNetwork:
    """Return the network that has learnt many digits by moment matching at t = 1."""
    known, unseen = many_digits(s, rng)
    J = matched_couplings(s, known, rng)
    return cooled(J, known, unseen, s.generating.chains, s.sweeps, temperatures, rng)


def hebbian_network(
    s: Sampling, temperatures: Float[np.ndarray, " temperatures"], rng: np.random.Generator
) -> DigitNetwork:
    """Return the network of many digits by Hebb's rule, of norm |J|_F = sqrt(N)."""
    known, unseen = many_digits(s, rng)
    J = normalise(hebb(known))
    return cooled(J, known, unseen, s.generating.chains, s.sweeps, temperatures, rng)


def many_digits(
    s: Sampling, rng: np.random.Generator
) -> tuple[Float[np.ndarray, "P N"], Float[np.ndarray, "P N"]]:
    """Return two disjoint sets of digits."""
    images, _ = binary_digits()
    digits = s.generating.digits
    order = rng.permutation(len(images))
    return images[order[:digits]], images[order[digits : 2 * digits]]


def matched_couplings(
    s: Sampling, known: Float[np.ndarray, "P N"], rng: np.random.Generator
) -> Float[np.ndarray, "N N"]:
    """Return couplings that moment matching at t = 1 learns: the mean over the second half.

    Chains that start at the digits go on from step to step, one for each or as many as are cooled.
    """
    of, (P, N) = s.generating, known.shape
    start = known[np.arange(max(P, s.chains)) % P]
    learning = persistent_sampler(start, LEARNING_T, 1)
    steps = match_moments(known, np.zeros((N, N)), learning, of.rate, of.steps, rng)
    return average_couplings(steps, of.steps // 2)


def cooled(
    J: Float[np.ndarray, "N N"],
    known: Float[np.ndarray, "P N"],
    unseen: Float[np.ndarray, "P N"],
    chains: int,
    sweeps: int,
    temperatures: Float[np.ndarray, " temperatures"],
    rng: np.random.Generator,
) -> DigitNetwork:
    """Return the network with chains that are cooled from random states, and its control."""
    states = anneal(J, chains, temperatures, sweeps, rng)
    overlap = states @ known.T
    nearest = np.abs(overlap).argmax(axis=2)[..., None]
    sign = np.sign(np.take_along_axis(overlap, nearest, axis=2))
    share = (known.mean(axis=0) + 1) / 2
    pixels = np.where(rng.random((chains, known.shape[1])) < share, 1.0, -1.0)
    return DigitNetwork(known, unseen, states * np.where(sign < 0, -1, 1), pixels)


def overlap_rows(
    name: str,
    networks: Sequence[DigitNetwork],
    temperatures: Float[np.ndarray, " temperatures"],
) -> Iterator[Row]:
    """Yield against t the overlap with the nearest known digit, the nearest unseen one, and more.

    That is their difference, which is large where the network memorises, and the share of states
    that are a known digit.
    """
    P, N = networks[0].known.shape
    point: Point = {"network": name, "N": N, "P": P}
    along = {"t": temperatures}
    known, unseen = (
        np.array(
            [
                [nearest_overlap(x, to(network)).mean() for x in network.states]
                for network in networks
            ]
        )
        for to in (lambda network: network.known, lambda network: network.unseen)
    )
    retrieved = np.array([share_of_known(network) for network in networks])
    yield from curve_rows("nearest_overlap", known, along, **point, to="known")
    yield from curve_rows("nearest_overlap", unseen, along, **point, to="unseen")
    yield from curve_rows("memorised_gap", known - unseen, along, **point)
    yield from curve_rows("retrieved", retrieved, along, **point)


def share_of_known(network: DigitNetwork) -> Float[np.ndarray, " temperatures"]:
    """Return the share of states that are a known digit."""
    return np.array([(nearest_overlap(x, network.known) == 1).mean() for x in network.states])


def control_rows(
    networks: Sequence[DigitNetwork], temperatures: Float[np.ndarray, " temperatures"]
) -> Iterator[Row]:
    """Yield the overlap with the nearest unseen digit of known digits and of independent pixels.

    And where the states at the learning temperature lie between the two: 0 for independent pixels,
    1 for digits.
    """
    P, N = networks[0].known.shape
    point: Point = {"network": "generating", "N": N, "P": P}
    at = int(np.argmin(np.abs(np.log(temperatures / LEARNING_T))))
    sets = [(network.states[at], network.known, network.pixels) for network in networks]
    overlaps = [
        [nearest_overlap(x, network.unseen).mean() for x in of]
        for of, network in zip(sets, networks, strict=True)
    ]
    states, digits, pixels = np.array(overlaps).T
    yield mean_row("control", digits, **point, of="digits")
    yield mean_row("control", pixels, **point, of="pixels")
    share = (states - pixels) / (digits - pixels)
    yield mean_row("likeness", share, **point, t=float(temperatures[at]))


def diversity_rows(
    networks: Mapping[str, Sequence[DigitNetwork]], temperatures: Float[np.ndarray, " temperatures"]
) -> Iterator[Row]:
    """Yield the overlap of a sample with the nearest other sample, of networks of many digits.

    A network that generates has it as low as digits; one whose samples are all alike, 1. Beside it
    those of as many known digits and of independent pixels, and at the learning temperature how
    much more it is than that of digits ("alike").
    """
    at = int(np.argmin(np.abs(np.log(temperatures / LEARNING_T))))
    for name, of in networks.items():
        P, N = of[0].known.shape
        point: Point = {"network": name, "N": N, "P": P}
        found = np.array([[nearest_other(x) for x in network.states] for network in of])
        yield from curve_rows("nearest_sample", found, {"t": temperatures}, **point)
        digits = [nearest_other(network.known[: len(network.pixels)]) for network in of]
        yield mean_row("alike", found[:, at] - np.array(digits), **point, t=float(temperatures[at]))
        pixels = [nearest_other(network.pixels) for network in of]
        yield mean_row("control_sample", np.array(digits), **point, of="digits")
        yield mean_row("control_sample", np.array(pixels), **point, of="pixels")


def nearest_other(x: Float[np.ndarray, "batch N"]) -> float:
    """Return the mean over states of the overlap with the nearest other one, up to a sign."""
    overlap = np.abs(x @ x.T) / x.shape[1]
    np.fill_diagonal(overlap, 0.0)
    return float(overlap.max(axis=1).mean())


def pictures(
    s: Sampling,
    retrieving: DigitNetwork,
    generating: DigitNetwork,
    hebbian: DigitNetwork,
    temperatures: Float[np.ndarray, " temperatures"],
) -> Arrays:
    """Return images: chains on their way to a stored digit, generated digits, Hebb's samples.

    Of the chains that end on different stored digits the first ones, with that digit; of the
    generated ones the first, with the nearest known digit.
    """
    chosen = np.linspace(0, len(temperatures) - 1, s.shown_temperatures).astype(int)
    ends = np.abs(retrieving.states[-1] @ retrieving.known.T).argmax(axis=1)
    first = np.sort(np.unique(ends, return_index=True)[1])[: s.shown_samples]
    at = int(np.argmin(np.abs(np.log(temperatures / LEARNING_T))))
    generated = generating.states[at]
    nearest = (generated @ generating.known.T).argmax(axis=1)
    return {
        "t": temperatures[chosen],
        "chains": retrieving.states[chosen][:, first],
        "stored": retrieving.known[ends[first]],
        "generated": generated,
        "unseen_overlap": nearest_overlap(generated, generating.unseen),
        "hebbian": hebbian.states[at],
        "nearest": generating.known[nearest],
    }
