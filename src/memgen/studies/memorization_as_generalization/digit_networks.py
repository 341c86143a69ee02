"""Two networks of digits: one stores ten of them, one has learnt half of all by moment matching."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.data.binary_digits import binary_digits, draw_digits, typical_digits
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import pseudo_inverse
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
    images, labels = binary_digits()
    typical = rng.permutation(typical_digits(images, labels, TYPICAL))
    half = len(typical) // 2
    known, unseen = (
        draw_digits(images[part], labels[part], s.digits, rng)
        for part in (typical[:half], typical[half:])
    )
    return cooled(pseudo_inverse(known), known, unseen, s.chains, s.sweeps, temperatures, rng)


def generating_network(
    s: Sampling, temperatures: Float[np.ndarray, " temperatures"], rng: np.random.Generator
) -> DigitNetwork:
    """Return the network that has learnt many digits by moment matching at t = 1.

    One chain for each digit goes on from step to step; J is the mean over the second half of them.
    """
    images, _ = binary_digits()
    of = s.generating
    order = rng.permutation(len(images))
    known, unseen = images[order[: of.digits]], images[order[of.digits : 2 * of.digits]]
    N = images.shape[1]
    learning = persistent_sampler(known, LEARNING_T, 1)
    steps = match_moments(known, np.zeros((N, N)), learning, of.rate, of.steps, rng)
    J = average_couplings(steps, of.steps // 2)
    return cooled(J, known, unseen, of.chains, s.sweeps, temperatures, rng)


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


def pictures(
    s: Sampling,
    retrieving: DigitNetwork,
    generating: DigitNetwork,
    temperatures: Float[np.ndarray, " temperatures"],
) -> Arrays:
    """Return images: chains on their way to a stored digit, and generated digits.

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
        "nearest": generating.known[nearest],
    }
