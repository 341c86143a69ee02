"""Largest stabilities of random patterns, measured and by Gardner's formulas."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.reached_margin import reached_margin, symmetric_fit
from memgen.recurrent.couplings import pseudo_inverse, stabilities
from memgen.recurrent.max_margin import max_margin
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import PerceptronCapacity
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.couplings.perceptron import largest_stability, storage_load
from memgen.theory.couplings.symmetric_capacity import largest_symmetric_stability

Couplings = Literal["symmetric", "plain"]
KAPPA_RANGE = (0.0, 3.2)
SPECTRAL_LOADS = (0.1, 1.6)
# The projector's stabilities stand beside those of the largest margin below this load.
PROJECTOR_BELOW = 0.7


def table(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield formulas and largest stabilities, with and without symmetry, then symmetric rules'."""
    yield from stability_rows("symmetric", s.symmetric_loads, s, seeds)
    yield from stability_rows("plain", s.plain_loads, s, seeds)
    yield from spectral_rows(s)
    yield from fit_rows(s, seeds)
    yield from perceptron_rows(s, seeds.stream("perceptron_capacity_perceptron"))
    yield from projector_rows(s, seeds.stream("perceptron_capacity_projector"))


def stability_rows(
    couplings: Couplings, loads: list[float], s: PerceptronCapacity, seeds: Seeds
) -> Iterator[Row]:
    """Yield Gardner's load against kappa, and kappa against the load with measured stabilities."""
    symmetric = couplings == "symmetric"
    kappa = np.linspace(*KAPPA_RANGE, s.points)
    for stability, load in zip(kappa, storage_load(kappa, symmetric), strict=True):
        yield row("storage_load", "theory", load, couplings=couplings, kappa=stability)
    for load in loads:
        bound = largest_stability(load, symmetric)
        yield row("gardner_stability", "theory", bound, couplings=couplings, load=load)
        for N in s.N:
            point = {"couplings": couplings, "load": load, "N": N}
            yield from measured_rows(point, N, load, symmetric, s, seeds)


def measured_rows(
    point: Point,
    N: int,
    load: float,
    symmetric: bool,
    s: PerceptronCapacity,
    seeds: Seeds,
) -> Iterator[Row]:
    """Yield the largest stability of each draw, and the smallest one of its couplings' rows."""
    best, worst = [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"N = {N}, load {load}"):
        xi = draw_patterns("binary", round(load * N), N, seeds.generator(point, draw))
        margin = max_margin(xi, symmetric, s.tolerance)
        best.append(margin.stability.mean())
        of_rows = stabilities(margin.J, xi) if symmetric else margin.stability
        worst.append(of_rows.min())
    yield mean_row("largest_stability", np.array(best), **point)
    yield mean_row("smallest_row", np.array(worst), **point)


def spectral_rows(s: PerceptronCapacity) -> Iterator[Row]:
    """Yield the spectral theory of symmetric couplings, at loads that hold the measured ones."""
    even = np.linspace(*SPECTRAL_LOADS, s.spectral_points).round(3).tolist()
    loads = sorted({*even, *s.symmetric_loads})
    for load, kappa in zip(loads, largest_symmetric_stability(np.array(loads)), strict=True):
        yield row("spectral_stability", "theory", kappa, couplings="symmetric", load=load)


def fit_rows(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield how often couplings fit above the formula's capacity, at each N."""
    for N in s.N:
        point: Point = {"couplings": "symmetric", "load": s.above, "N": N}
        P = round(s.above * N)
        fits = [
            symmetric_fit(draw_patterns("binary", P, N, seeds.generator(point, draw)))
            for draw in range(s.draws)
        ]
        yield mean_row("fits", np.array(fits), **point)


def perceptron_rows(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield the margin that the symmetric perceptron reaches, at the second N."""
    N = s.N[1]
    for load in s.perceptron_loads:
        bound, point = largest_stability(load), {"load": load, "N": N}
        margins = []
        for draw in range(s.draws):
            xi = draw_patterns("binary", round(load * N), N, seeds.generator(point, draw))
            margins.append(reached_margin(xi, bound, s.iterations))
        yield mean_row("perceptron_margin", np.array(margins), **point, couplings="symmetric")


def projector_rows(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield the projector's mean stability, sqrt(1 / load - 1): theory knows it in full."""
    for load in [load for load in s.symmetric_loads if load < PROJECTOR_BELOW]:
        limit = np.sqrt(1 / load - 1)
        yield row("pseudo_inverse", "theory", limit, couplings="symmetric", load=load)
        for N in s.N:
            point: Point = {"load": load, "N": N}
            means = []
            for draw in range(s.draws):
                xi = draw_patterns("binary", round(load * N), N, seeds.generator(point, draw))
                means.append(stabilities(pseudo_inverse(xi), xi).mean())
            yield mean_row("pseudo_inverse", np.array(means), **point, couplings="symmetric")
