"""The energy landscape of a small network, and its Boltzmann distribution, all states counted."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.energy.overlap_cut import overlap_cut
from memgen.measures.energy.thermal_entropy import thermal_entropy
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.dynamics import overlaps
from memgen.recurrent.exact import boltzmann, energies, shannon_entropy, strict_minima
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Landscape
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row

# The chains start where the spins are free: at ten times the highest temperature that is shown.
FREE = 10
TIE = 1e-9  # states whose energies differ by less have the same


@dataclass(frozen=True)
class Network:
    """One network and its entropies in nats.

    Attributes
    ----------
    patterns : (P, N)
        What it stores.
    energies : (2^N,)
        Of all states.
    measured : (temperatures,)
        Entropy of the cooled chains, at all temperatures of the ladder.
    """

    patterns: Float[np.ndarray, "P N"]
    energies: Float[np.ndarray, " states"]
    measured: Float[np.ndarray, " temperatures"]

    def exact(self, temperatures: Float[np.ndarray, " points"]) -> Float[np.ndarray, " points"]:
        """Return the exact entropy at each temperature."""
        return np.array([shannon_entropy(boltzmann(self.energies, t)) for t in temperatures])

    @property
    def ground(self) -> float:
        """The entropy of the lowest states."""
        return float(np.log(np.sum(self.energies.min() + TIE > self.energies)))


def table(s: Landscape, seeds: Seeds) -> Made:
    """Return the entropy against t, exact and measured; the landscape of the first network.

    The arrays are its lowest energy and P_t over the overlaps with two patterns, at the low and
    the high temperature, and the overlaps of its patterns and of its strict minima.
    """
    low, high = s.t_range
    ladder = np.geomspace(FREE * high, low, s.temperatures)
    networks = [
        draw_network(s, ladder, seeds.generator({"N": s.N, "P": s.P}, draw))
        for draw in tqdm(range(s.draws), disable=None, desc="network")
    ]
    return Made(entropy_rows(s, ladder, networks), arrays={"landscape_cut": cut(networks[0], s)})


def draw_network(
    s: Landscape, ladder: Float[np.ndarray, " temperatures"], rng: np.random.Generator
) -> Network:
    """Return a network that stores independent patterns in the projector on their span."""
    patterns = first_independent(lambda: draw_patterns("binary", s.P, s.N, rng))
    J = pseudo_inverse(patterns)
    measured = thermal_entropy(J, ladder, s.chains, s.sweeps, rng)
    return Network(patterns, energies(J), measured)


def entropy_rows(
    s: Landscape, ladder: Float[np.ndarray, " temperatures"], networks: list[Network]
) -> Iterator[Row]:
    """Yield S / N against t, what the chains miss of it, and its value at both temperatures."""
    point: Point = {"N": s.N, "P": s.P}
    low, high = s.t_range
    fine, shown = np.geomspace(low, high, s.points), ladder <= high * 1.0001
    exact = np.array([network.exact(fine) for network in networks])
    for t, entropies in zip(fine, exact.T, strict=True):
        mean, error = entropies.mean(), entropies.std(ddof=1) / np.sqrt(s.draws)
        yield row("entropy", "theory", mean / s.N, error / s.N, s.draws, **point, t=t)
    measured = np.array([network.measured[shown] for network in networks])
    same = np.array([network.exact(ladder[shown]) for network in networks])
    entropies = curve_rows("entropy", measured / s.N, {"t": ladder[shown]}, **point)
    gaps = curve_rows("entropy_gap", (measured - same) / s.N, {"t": ladder[shown]}, **point)
    for pair in zip(entropies, gaps, strict=True):
        yield from pair
    cold, hot = np.array([network.exact(np.array([low, high])) for network in networks]).T
    ground = np.array([network.ground for network in networks])
    yield mean_row("entropy_low_t", cold, **point, t=low)
    yield mean_row("entropy_high_t", hot / (s.N * np.log(2)), **point, t=high)
    # Over the entropy of the lowest states, which at low t is all.
    yield mean_row("entropy_over_ground", cold / ground, **point, t=low)
    yield mean_row("lowest_states", np.exp(ground), **point)


def cut(network: Network, s: Landscape) -> Arrays:
    """Return the landscape over the overlaps with the first two patterns."""
    two = network.patterns[:2]
    landscape = overlap_cut(network.energies, two)
    low, high = s.t_range
    return {
        "m": landscape.m,
        "lowest": landscape.lowest,
        "cold": landscape.probability(low),
        "hot": landscape.probability(high),
        "t": np.array([low, high]),
        "patterns": overlaps(network.patterns, two),
        "minima": overlaps(strict_minima(pseudo_inverse(network.patterns)), two),
    }
