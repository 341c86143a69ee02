"""The energy landscape of a network of a few patterns, and its Boltzmann distribution, exactly."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import entr
from tqdm import tqdm

from memgen.data.patterns import draw_patterns, first_independent
from memgen.measures.energy.overlap_cut import overlap_cut
from memgen.measures.energy.thermal_entropy import chain_energies, specific_heat, thermal_entropy
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.few_patterns import FewPatterns, few_patterns
from memgen.recurrent.heat_bath import anneal
from memgen.recurrent.pattern_field import heat_peak
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Landscape
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Row, curve_rows, mean_row, row
from memgen.theory.couplings import few_patterns as mean_field

# The chains start where the spins are free: at ten times the highest temperature that is shown.
FREE = 10
# The curve for infinitely many spins has a jump.
LIMIT_POINTS = 401
CURVE = 101
QUANTITIES = ("entropy", "specific_heat", "nearest_overlap")
# Three patterns: their spurious minima are known, sgn(+-xi^1 +-xi^2 +-xi^3).
P = 3
# Where the peak of the specific heat is sought; in powers of N^-1/2 it is a cubic.
PEAK_RANGE = (0.6, 2.2)
PEAK_DEGREE = 3
TIE = 1e-6

Curves = Float[np.ndarray, "three temperatures"]


@dataclass(frozen=True)
class Ladder:
    """Temperatures: of the exact curves, of the chains, and those of both.

    Attributes
    ----------
    fine : (2 shown - 1,)
        Rising, even in log t; every other one is a temperature of the chains.
    falling : (temperatures,)
        Of the chains, from where the spins are free.
    shown : int
        How many of these, the last ones, are shown.
    """

    fine: Float[np.ndarray, " fine"]
    falling: Float[np.ndarray, " temperatures"]
    shown: int


def table(s: Landscape, seeds: Seeds) -> Made:
    """Return entropy, specific heat and order against t, exact and measured, and minima's numbers.

    The arrays are the first network's lowest energy and P_t over the overlaps with two patterns, at
    a low and a high temperature, and the overlaps of its patterns and of its strict minima.
    """
    ladder = temperatures(s)
    rows: list[Row] = []
    arrays: Arrays = {}
    for N in s.N:
        draws = tqdm(range(s.draws), disable=None, desc=f"N = {N}")
        generators = [seeds.generator({"N": N, "P": P}, draw) for draw in draws]
        networks = [draw_network(N, rng) for rng in generators]
        exact = np.array([exact_curves(network, ladder.fine) for network in networks])
        rows += exact_rows(N, ladder, networks, exact)
        if max(s.N) == N:
            pairs = zip(networks, generators, strict=True)
            curves, spread = zip(
                *(chain_curves(s, network, ladder, rng) for network, rng in pairs), strict=True
            )
            rows += chain_rows(N, ladder, exact[:, :, ::2], np.array(curves))
            rows.append(mean_row("ends_spread", np.array(spread), N=N, P=P))
            arrays = cut(networks[0], s)
    rows += limit_rows(s)
    rows += peak_rows(s, seeds)
    return Made(rows, arrays={"landscape_cut": arrays})


def temperatures(s: Landscape) -> Ladder:
    """Return the temperatures of exact curves and chains."""
    low, high = s.t_range
    fine = np.geomspace(low, high, 2 * s.temperatures - 1)
    ratio = fine[2] / fine[0]
    more = int(np.ceil(np.log(FREE) / np.log(ratio)))
    return Ladder(fine, low * ratio ** np.arange(s.temperatures + more)[::-1], s.temperatures)


def draw_network(N: int, rng: np.random.Generator) -> FewPatterns:
    """Return a network that stores independent patterns in the projector on their span."""
    return few_patterns(first_independent(lambda: draw_patterns("binary", P, N, rng)))


def exact_curves(network: FewPatterns, t: Float[np.ndarray, " temperatures"]) -> Curves:
    """Return entropy and specific heat per spin, and the mean overlap with the nearest pattern."""
    of = np.array([network.entropy_and_heat(float(value)) for value in t])
    near = np.abs(network.overlaps).max(axis=1)
    order = [network.probability(float(value)) @ near for value in t]
    return np.array([*of.T / network.patterns.shape[1], order])


def chain_curves(
    s: Landscape, network: FewPatterns, ladder: Ladder, rng: np.random.Generator
) -> tuple[Curves, float]:
    """Return the same from cooled chains, at the temperatures that are shown, rising.

    And the entropy of where they end, of log 2P if they are spread evenly over patterns and
    negatives.
    """
    J, xi = pseudo_inverse(network.patterns), network.patterns
    states = anneal(J, s.chains, ladder.falling, s.sweeps, rng)
    E = chain_energies(J, states)
    order = [nearest_overlap(x, xi).mean() for x in states]
    curves = [
        thermal_entropy(J, ladder.falling, E) / len(J),
        specific_heat(ladder.falling, E) / len(J),
        order,
    ]
    ends = states[-1] @ np.concatenate([xi, -xi]).T == len(J)
    share = ends.mean(axis=0)
    # a chain that ends elsewhere is an outcome of its own; the plug-in estimate is short by
    # (outcomes - 1) / 2n
    spread = entr(np.append(share, 1 - share.sum())).sum() + (2 * P - 1) / (2 * s.chains)
    return np.array(curves)[:, -ladder.shown :][:, ::-1], float(spread)


def exact_rows(
    N: int,
    ladder: Ladder,
    networks: list[FewPatterns],
    exact: Float[np.ndarray, "draws three temperatures"],
) -> Iterator[Row]:
    """Yield the curves of an N, and how many strict minima are no patterns."""
    for number, quantity in enumerate(QUANTITIES):
        yield from curve_rows(
            quantity, exact[:, number], {"t": ladder.fine}, kind="theory", N=N, P=P
        )
    ground = [states_of_least_energy(network) for network in networks]
    yield mean_row("ground_states", np.array(ground), N=N, P=P)
    others = [len(network.strict_minima()) - 2 * P for network in networks]
    yield mean_row("minima_not_patterns", np.array(others), N=N, P=P)


def states_of_least_energy(network: FewPatterns) -> float:
    """Return how many of all 2^N states have the lowest energy."""
    lowest = network.energies < network.energies.min() + TIE
    return float(np.exp(network.log_count[lowest]).sum())


def chain_rows(
    N: int,
    ladder: Ladder,
    exact: Float[np.ndarray, "draws three temperatures"],
    measured: Float[np.ndarray, "draws three temperatures"],
) -> Iterator[Row]:
    """Yield what the chains measure, and how far that is from the exact curve of each network."""
    along = {"t": ladder.fine[::2]}
    for number, quantity in enumerate(QUANTITIES):
        yield from curve_rows(quantity, measured[:, number], along, N=N, P=P)
    gap = (measured - exact)[:, 2].mean(axis=1)
    yield mean_row("overlap_gap", gap, N=N, P=P)
    heat = exact[:, 1].mean(axis=0)
    peak = heat > heat.max() / 2
    ratio = measured[:, 1, peak].mean(axis=1) / exact[:, 1, peak].mean(axis=1)
    yield mean_row("peak_heat_over_exact", ratio, N=N, P=P)


def limit_rows(s: Landscape) -> Iterator[Row]:
    """Yield the curves of infinitely many spins, where few patterns are orthogonal."""
    yield row("critical_temperature", "theory", mean_field.CRITICAL_TEMPERATURE)
    t = np.geomspace(*s.t_range, LIMIT_POINTS)
    order = np.array([mean_field.retrieval_overlap(float(value)) for value in t])
    curves = (*mean_field.entropy_and_heat(t), order)
    for quantity, curve in zip(QUANTITIES, map(np.atleast_1d, curves), strict=True):
        for value, at in zip(curve, t, strict=True):
            yield row(f"{quantity}_limit", "theory", float(value), t=float(at))


def peak_rows(s: Landscape, seeds: Seeds) -> Iterator[Row]:
    """Yield where the specific heat peaks, exactly, against N, and extrapolated.

    To infinite N by a polynomial in N^-1/2 for each draw, the power by which mean-field transitions
    are rounded; and without the first N, by one degree less.
    """
    stream = seeds.stream("landscape_peak")
    peaks = np.array(
        [
            [
                heat_peak(
                    draw_patterns("binary", P, N, stream.generator({"N": N}, draw)), *PEAK_RANGE
                )
                for N in s.peak_N
            ]
            for draw in range(s.peak_draws)
        ]
    )
    for N, values in zip(s.peak_N, peaks.T, strict=True):
        yield mean_row("heat_peak", values, kind="theory", N=N, P=P)
    x = np.array(s.peak_N) ** -0.5
    for name, first, degree in (("all", 0, PEAK_DEGREE), ("larger", 1, PEAK_DEGREE - 1)):
        fits = [np.polyfit(x[first:], draw[first:], degree) for draw in peaks]
        yield mean_row("heat_peak_limit", np.array(fits)[:, -1], kind="theory", P=P, of=name)
        if not first:
            for at in np.linspace(0, x.max(), CURVE):
                value = float(np.polyval(np.mean(fits, axis=0), at))
                yield row("heat_peak_fit", "theory", value, P=P, inverse_root=float(at))


def cut(network: FewPatterns, s: Landscape) -> Arrays:
    """Return the landscape over the overlaps with the first two patterns."""
    landscape = overlap_cut(network)
    minima, N = network.strict_minima(), network.patterns.shape[1]
    of_minima = (minima * network.sizes) @ network.signs[:, :2] / N
    known = {tuple(x) for x in (*network.signs.T, *-network.signs.T)}
    cold, hot = s.shown
    return {
        "u": landscape.u / N,
        "v": landscape.v / N,
        "lowest": landscape.lowest / N,
        "cold": landscape.probability(cold),
        "hot": landscape.probability(hot),
        "t": np.array([cold, hot]),
        "minima": of_minima,
        "is_pattern": np.array([tuple(x) in known for x in minima]),
    }
