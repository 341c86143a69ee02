"""Unlearning at one N and load: stabilities against dreams, the three points, retrieval maps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.binary_retrieval import basin_midpoint, retrieval_map
from memgen.measures.memories.dream_couplings import DreamCouplings, dream_couplings
from memgen.measures.memories.dream_points import dream_points
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.max_margin import max_margin
from memgen.recurrent.published_dream_points import NAMES, PUBLISHED
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Dreams, MapProtocol
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.couplings.symmetric_capacity import largest_symmetric_stability

# How much is measured: the curves; the three points besides; densities of stabilities besides.
Extent = Literal["curves", "points", "densities"]
CURVES = {
    "smallest_stability": "smallest",
    "mean_stability": "mean",
    "largest_stability": "largest",
    "saturated": "saturated",
}
EDGES = (-3.0, 5.0)  # of the histograms of stabilities
TOLERANCE = 0.01  # of the symmetric perceptron whose stabilities stand beside
Arrays = dict[str, Float[np.ndarray, " _"]]


@dataclass(frozen=True)
class Network:
    """What was measured of one network.

    Attributes
    ----------
    stabilities : mapping of str to (times,)
        Their least, mean and largest along unlearning, and the fraction above 0.
    densities : mapping of str to (bins,)
        Density of the stabilities of each rule; none unless asked for.
    maps : mapping of str to (starts,)
        Retrieval map at each point; D_opt's alone unless the maps are shown.
    """

    stabilities: Arrays
    densities: Arrays
    maps: Arrays


def table(
    s: Dreams,
    seeds: Seeds,
    protocol: MapProtocol,
    N: int,
    load: float,
    end: float,
    networks: int,
    extent: Extent,
) -> Iterator[Row]:
    """Yield means over networks up to D eps / N = `end`, the published points, the largest kappa.

    `protocol` says how retrieval maps are measured; at its load the maps of all three points are
    shown.
    """
    point: Point = {"N": N, "load": load}
    amounts, m0 = amounts_to(s, end), np.linspace(0, 1, protocol.starts)
    measured = [
        measure(s, protocol, N, load, amounts, extent, seeds.generator(point, draw))
        for draw in tqdm(range(networks), disable=None, desc=f"N = {N}, load {load}")
    ]
    for quantity, field in CURVES.items():
        draws = np.array([network.stabilities[field] for network in measured])
        yield from curve_rows(quantity, draws, {"amount": amounts}, **point)
    middles = np.array([basin_midpoint(m0, network.maps["D_opt"]) for network in measured])
    yield mean_row("basin_midpoint", middles, **point, rule="D_opt")
    bins = histogram_edges(s)
    for rule in measured[0].densities:
        draws = np.array([network.densities[rule] for network in measured])
        centres = {"stability": (bins[1:] + bins[:-1]) / 2}
        yield from curve_rows("density", draws, centres, **point, rule=rule)
    if load == protocol.load:
        for rule in measured[0].maps:
            draws = np.array([network.maps[rule] for network in measured])
            yield from curve_rows("final_overlap", draws, {"m0": m0}, **point, rule=rule)
    if extent != "curves":
        least = np.array([network.stabilities["smallest"] for network in measured])
        bootstrap = seeds.stream("dreams_bootstrap").generator(point)
        points = dream_points(amounts, least, bootstrap)
        for rule, value, error in zip(NAMES, points.value, points.stderr, strict=True):
            yield row("dream_point", "simulation", value, error, points.n, **point, rule=rule)
    for rule, value in zip(NAMES, PUBLISHED.get((N, load), ()), strict=False):
        yield row("dream_point", "published", value, **point, rule=rule)
    yield row("largest_margin", "theory", largest_symmetric_stability(load), **point)


def amounts_to(s: Dreams, end: float) -> Float[np.ndarray, " times"]:
    """Return the amounts D eps / N from 0 to `end`, or one step beyond."""
    step = s.most / (s.amounts - 1)
    return step * np.arange(int(np.ceil(end / step - 1e-9)) + 1)


def histogram_edges(s: Dreams) -> Float[np.ndarray, " edges"]:
    """Return the edges of the histograms' bins."""
    return np.linspace(*EDGES, s.bins + 1)


def measure(
    s: Dreams,
    protocol: MapProtocol,
    N: int,
    load: float,
    amounts: Float[np.ndarray, " times"],
    extent: Extent,
    rng: np.random.Generator,
) -> Network:
    """Return what is measured of one network."""
    xi = draw_patterns("binary", round(load * N), N, rng)
    dreams = dream_couplings(xi, amounts, rng, s.rate)
    densities = stability_densities(s, xi, dreams) if extent == "densities" else {}
    m0 = np.linspace(0, 1, protocol.starts)
    shown = dreams.points if load == protocol.load else {"D_opt": dreams.D_opt}
    retrieved = {rule: retrieval_map(J, xi, m0, rng) for rule, J in shown.items()}
    curves = {field: getattr(dreams, field) for field in CURVES.values()}
    return Network(curves, densities, retrieved)


def stability_densities(s: Dreams, xi: Float[np.ndarray, "P N"], dreams: DreamCouplings) -> Arrays:
    """Return the density of the stabilities of Hebb's couplings, the points and the perceptron."""
    bins = histogram_edges(s)
    perceptron = max_margin(xi, tolerance=TOLERANCE).J
    rules = {"hebb": hebb(xi), **dreams.points, "perceptron": perceptron}
    return {
        rule: np.histogram(stabilities(J, xi), bins)[0] / xi.size / np.diff(bins)
        for rule, J in rules.items()
    }
