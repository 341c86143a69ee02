"""Derrida's random energy model: e^{alpha N} levels N(0, 1/N) per degree of freedom."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.measures.energy.levels import free_energy_and_participation, level_entropies
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import GaussianLevels
from memgen.studies.memorization_as_generalization.extreme_draws import (
    count_drawn,
    exponent,
    finite_exponent,
    generator_of,
    thermal_rows,
)
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies import rem
from memgen.theory.energies.extreme_levels import gaussian_law, highest_levels, partition
from memgen.theory.energies.finite_levels import gaussian_energies, mean_participation
from memgen.theory.energies.finite_rem import mean_log_sum, mean_maximum

# The edge of the entropy's axis, over the highest level sqrt(2 alpha).
REACH = 1.15
BINS = 28
POINTS = 161
FINE = 200


def limit_rows(alpha: float, t: np.ndarray) -> Iterator[Row]:
    """Yield Sigma(eps), phi(t), Y2(t) and the condensation in closed form, N to infinity."""
    model = rem.gaussian(1.0)
    level = np.linspace(-1, 1, POINTS) * rem.level_edge(model, alpha)
    entropy = rem.entropy(model, alpha, level)
    for energy, value in zip(level, entropy, strict=True):
        # no level lies where Sigma < 0
        if value >= -1e-12:
            yield row("entropy", "theory", value, energies="gaussian", N=np.inf, level=energy)
    fine = np.linspace(t[0], t[-1], FINE)
    free = fine * rem.free_entropy(model, alpha, 1 / fine)
    share = rem.participation(model, alpha, 1 / fine)
    for quantity, values in (("free_energy", free), ("participation", share)):
        for temperature, value in zip(fine, values, strict=True):
            yield row(quantity, "theory", value, energies="gaussian", N=np.inf, t=temperature)
    t_c = 1 / rem.condensation(model, alpha)
    yield row("condensation_time", "theory", t_c, energies="gaussian", N=np.inf)


def finite_rows(s: GaussianLevels, t: np.ndarray, levels: int) -> Iterator[Row]:
    """Yield phi, Y2, the highest level and the measured t_c at each N, exactly on average."""
    fine = np.linspace(t[0], t[-1], FINE)
    for N in sorted({s.drawn_N, *s.N}):
        point: Point = {"energies": "gaussian", "N": N, "levels": "theory"}
        law, log_M = gaussian_energies(N / fine**2), s.alpha * N
        free = fine / N * mean_log_sum(law, log_M)
        share = mean_participation(law, log_M)
        for quantity, values in (("free_energy", free), ("participation", share)):
            for temperature, value in zip(fine, values, strict=True):
                yield row(quantity, "theory", value, **point, t=temperature)
        highest = mean_maximum(gaussian_energies(np.array([float(N)])), log_M)[0] / N
        yield row("highest_level", "theory", highest, **point)
        edge = finite_exponent(gaussian_law(N), log_M, count_drawn(levels, log_M))
        yield row("condensation_time", "theory", 1 / edge, **point)


def drawn_rows(s: GaussianLevels, t: np.ndarray, seeds: Seeds) -> Iterator[Row]:
    """Yield the same from all levels, drawn.

    Sigma = (1/N) log [mean number of levels per unit of eps / sqrt(N / 2 pi)].
    """
    N, M = s.drawn_N, round(np.exp(s.alpha * s.drawn_N))
    edges = np.linspace(-REACH, REACH, BINS + 1) * np.sqrt(2 * s.alpha)
    centres = (edges[1:] + edges[:-1]) / 2
    densities, free, share = [], [], []
    for draw in tqdm(range(s.drawn_draws), disable=None, desc=f"N = {N}"):
        rng = seeds.stream("random_energy_drawn").generator({"N": N}, draw)
        levels = rng.standard_normal(M) / np.sqrt(N)
        densities.append(np.histogram(levels, edges)[0] / (edges[1] - edges[0]))
        phi, Y2 = free_energy_and_participation(levels, N, t)
        free.append(phi)
        share.append(Y2)
    point: Point = {"energies": "gaussian", "N": N, "levels": "all"}
    prefactor = np.full(BINS, np.sqrt(N / (2 * np.pi)))
    for k, value, stderr in level_entropies(np.array(densities), prefactor, N):
        measured = (value, stderr, s.drawn_draws)
        yield row("entropy", "simulation", *measured, **point, level=centres[k])
    yield from thermal_rows(t, np.array(free), np.array(share), **point)


def highest_rows(
    s: GaussianLevels, t: np.ndarray, N: int, levels: int, seeds: Seeds
) -> Iterator[Row]:
    """Yield the same from the highest levels, a Poisson process; the others summed as a whole."""
    law, log_M = gaussian_law(N), s.alpha * N
    count = count_drawn(levels, log_M)
    free, share, edge, highest = [], [], [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"N = {N}"):
        rng = seeds.stream("random_energy_extreme").generator({"N": N}, draw)
        drawn = highest_levels(law, log_M, count, rng)
        parts = [
            partition(drawn, law, log_M, 1 / x, generator_of(seeds, "gaussian", N, x, draw))
            for x in t
        ]
        free.append(t / N * np.array([part.log_sum for part in parts]))
        share.append([part.participation for part in parts])
        edge.append(exponent(drawn))
        highest.append(drawn[0] / N)
    point: Point = {"energies": "gaussian", "N": N, "levels": "highest"}
    yield from thermal_rows(t, np.array(free), np.array(share), **point)
    yield mean_row("highest_level", np.array(highest), **point)
    # The sum at inverse temperature 1/t condenses where 1/t exceeds the exponent.
    mean, stderr = np.mean(edge), np.std(edge, ddof=1) / np.sqrt(len(edge))
    condensed = (float(1 / mean), float(stderr / mean**2), len(edge))
    yield row("condensation_time", "simulation", *condensed, **point)
    place = 1 / finite_exponent(law, log_M, count)
    ratio = (condensed[0] / place, condensed[1] / place, condensed[2])
    yield row("condensation_time_ratio", "simulation", *ratio, **point)
