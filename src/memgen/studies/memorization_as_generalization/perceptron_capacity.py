"""Largest stabilities of random patterns: full and diluted networks, with and without symmetry."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import draw_patterns
from memgen.errors import ConvergenceError
from memgen.measures.memories.symmetric_fit import diluted_fit, symmetric_fit
from memgen.recurrent.diluted import diluted_max_margin, random_regular_graph
from memgen.recurrent.max_margin import max_margin
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import PerceptronCapacity
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.couplings.perceptron import largest_stability, storage_load
from memgen.theory.couplings.symmetric_capacity import largest_symmetric_stability

# Symmetric couplings of full networks, of diluted ones, and couplings without symmetry.
Couplings = Literal["symmetric", "diluted", "plain"]
KAPPA_RANGE = (0.0, 3.2)
SPECTRAL_LOADS = (0.09, 1.6)
LEAST_FITS = 3  # diluted networks of the largest C, of many spins each


def table(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield the theory of each kind of couplings, and largest stabilities of drawn patterns."""
    yield from formula_rows(s)
    yield from spectral_rows(s)
    yield from full_rows("symmetric", s.symmetric_loads, s, seeds)
    yield from full_rows("plain", s.plain_loads, s, seeds)
    yield from diluted_rows(s, seeds.stream("perceptron_capacity_diluted"))
    yield from fit_rows(s, seeds)
    yield from diluted_fit_rows(s, seeds.stream("perceptron_capacity_diluted"))


def formula_rows(s: PerceptronCapacity) -> Iterator[Row]:
    """Yield Gardner's load against kappa, and kappa at the loads that are measured."""
    kappa = np.linspace(*KAPPA_RANGE, s.points)
    cases: list[tuple[Couplings, list[float]]] = [
        ("diluted", s.diluted_loads),
        ("plain", s.plain_loads),
    ]
    for couplings, loads in cases:
        symmetric = couplings == "diluted"
        for stability, load in zip(kappa, storage_load(kappa, symmetric), strict=True):
            yield row("storage_load", "theory", load, couplings=couplings, kappa=stability)
        for load, bound in zip(loads, largest_stability(np.array(loads), symmetric), strict=True):
            yield row("theory_stability", "theory", bound, couplings=couplings, load=load)


def spectral_rows(s: PerceptronCapacity) -> Iterator[Row]:
    """Yield the theory of full symmetric networks, and beside it that of diluted ones.

    At loads that hold the measured ones; the diluted networks' capacity is below the last.
    """
    even = np.linspace(*SPECTRAL_LOADS, s.spectral_points).round(4).tolist()
    loads = np.array(sorted({*even, *s.symmetric_loads}))
    most = storage_load(0.0)
    for load, kappa in zip(loads, largest_symmetric_stability(loads), strict=True):
        yield row("theory_stability", "theory", kappa, couplings="symmetric", load=load)
        if load < most:
            diluted = largest_stability(float(load))
            yield row("excess", "theory", kappa / diluted, couplings="symmetric", load=load)


def full_rows(
    couplings: Couplings, loads: list[float], s: PerceptronCapacity, seeds: Seeds
) -> Iterator[Row]:
    """Yield the largest stability of full networks against N, mean over draws."""
    for load in loads:
        for N in s.N:
            point = {"couplings": couplings, "load": load, "N": N}
            best = []
            draws = max(s.least_draws, round(s.draws * min(s.N) / N))
            for draw in tqdm(range(draws), disable=None, desc=f"N = {N}, load {load}"):
                xi = draw_patterns("binary", round(load * N), N, seeds.generator(point, draw))
                margin = max_margin(xi, couplings == "symmetric", s.tolerance)
                best.append(margin.stability.mean())
            yield mean_row("largest_stability", np.array(best), **point)


def diluted_rows(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield the largest stability on random graphs of N = C^2 spins against C, mean over draws.

    The share of spins in short loops vanishes as 1 / C, as does what few neighbours change. Draws
    that no couplings fit, few of the smallest graphs, are left out.
    """
    for load in s.diluted_loads:
        for C in s.neighbours:
            point: Point = {"couplings": "diluted", "load": load, "C": C, "N": C * C}
            draws = max(s.least_draws, round(s.diluted_draws * (min(s.neighbours) / C) ** 2))
            best = []
            for draw in tqdm(range(draws), disable=None, desc=f"C = {C}, load {load}"):
                rng = seeds.generator(point, draw)
                edges = random_regular_graph(C * C, C, rng)
                xi = draw_patterns("binary", round(load * C), C * C, rng)
                try:
                    margin = diluted_max_margin(xi, edges, s.tolerance)
                except ConvergenceError:
                    continue
                best.append((margin.stability + margin.bound) / 2)
            yield mean_row("largest_stability", np.array(best), **point)


def fit_rows(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield how often symmetric couplings of full networks that fit are found, at each load, N."""
    for load in s.fit_loads:
        for N in s.fit_N:
            point: Point = {"couplings": "symmetric", "load": load, "N": N}
            fits = []
            for draw in range(max(s.least_draws, round(s.fit_draws * min(s.fit_N) / N))):
                xi = draw_patterns("binary", round(load * N), N, seeds.generator(point, draw))
                fits.append(symmetric_fit(xi, s.fit_passes))
            yield mean_row("fits", np.array(fits), **point)


def diluted_fit_rows(s: PerceptronCapacity, seeds: Seeds) -> Iterator[Row]:
    """Yield the same of diluted networks of N = C^2 spins, at each load P / C and C."""
    for load in s.diluted_fit_loads:
        for C in s.diluted_fit_neighbours:
            point: Point = {"couplings": "diluted", "load": load, "C": C, "N": C * C}
            shrink = (min(s.diluted_fit_neighbours) / C) ** 3
            fits = []
            for draw in range(max(LEAST_FITS, round(s.fit_draws * shrink))):
                rng = seeds.generator(point, draw)
                edges = random_regular_graph(C * C, C, rng)
                xi = draw_patterns("binary", round(load * C), C * C, rng)
                fits.append(diluted_fit(xi, edges, s.fit_passes))
            yield mean_row("fits", np.array(fits), **point)
