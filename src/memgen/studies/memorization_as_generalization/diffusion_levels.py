"""Energies of the other training points at x_t = xi + sqrt(t) w, on the linear manifold.

Per degree of freedom eps = -|x_t - xi^mu|^2 / 2tN, at inverse temperature 1: the other points are a
random energy model that condenses at t_c, where their highest energies have the exponent 1.
"""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.seeds import Seeds
from memgen.settings.memorization_as_generalization import DiffusionLevels
from memgen.statistics.crossing import crossing, crossing_place
from memgen.studies.memorization_as_generalization.extreme_draws import (
    count_drawn,
    exponent,
    finite_exponent,
    generator_of,
    thermal_rows,
)
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies import rem
from memgen.theory.energies.extreme_levels import (
    LevelLaw,
    highest_levels,
    partition,
    saddle_law,
)
from memgen.theory.energies.finite_levels import mean_participation
from memgen.theory.energies.finite_rem import mean_log_sum
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.finite_size import energy_law, spectra
from memgen.theory.manifold.linear import linear_cumulant

TILTS = 70
FINE = 120


def limit_rows(alpha: float, alpha_D: float, t: np.ndarray) -> Iterator[Row]:
    """Yield Phi and Y2 of the other points at x_t, lambda_*(t) and t_c, N to infinity."""
    for x in np.geomspace(t[0], t[-1], FINE):
        zeta, point = linear_cumulant(x, x, alpha_D), {"energies": "diffusion", "N": np.inf, "t": x}
        yield row("free_energy", "theory", x * rem.free_entropy(zeta, alpha, 1.0), **point)
        share = float(rem.participation(zeta, alpha, 1.0))
        yield row("participation", "theory", share, **point)
        yield row("edge_exponent", "theory", rem.condensation(zeta, alpha), **point)
    t_c = collapse_time(alpha, alpha_D)
    yield row("condensation_time", "theory", t_c, energies="diffusion", N=np.inf)


def drawn_rows(s: DiffusionLevels, t: np.ndarray, seeds: Seeds) -> Iterator[Row]:
    """Yield Phi and Y2 from all points drawn, seen from x_t, without the own one.

    Of the noise off the manifold all energies have -|w_perp|^2 / 2, whose mean is taken.
    """
    N = s.drawn_N
    size = {"N": N, "D": round(s.alpha_D * N), "P": round(np.exp(s.alpha * N))}
    free, share = [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"N = {N}"):
        rng = seeds.stream("random_energy_diffusion_drawn").generator(size, draw)
        F = draw_matrix(N, size["D"], rng)
        points = HiddenManifold(F).sample(size["P"], rng)
        probe = draw_probes(points, 1, rng)
        curves = collapse_curves(probe, points, t)
        # The own weight is 1 / (1 + Z), Z relative to the own term exp(-|w|^2 / 2).
        log_Z = np.log(np.expm1(-curves.log_own_weight[0]))
        along = np.linalg.qr(F)[0].T @ probe.noise[0]
        free.append(t / N * (log_Z - ((along**2).sum() + N - size["D"]) / 2))
        share.append(curves.participation_others[0])
    point: Point = {"energies": "diffusion", "N": N, "levels": "all"}
    yield from thermal_rows(t, np.array(free), np.array(share), **point)


def highest_rows(
    s: DiffusionLevels, t: np.ndarray, N: int, levels: int, seeds: Seeds
) -> Iterator[Row]:
    """Yield the same from the highest levels, with their exponent and where it crosses 1.

    Beside them are exact averages over all levels at the same F and x_t. The highest levels are
    drawn by the saddle point of the exact cumulant of each draw of F and x_t.
    """
    D, log_M = round(s.alpha_D * N), s.alpha * N
    count = count_drawn(levels, log_M)
    rng = seeds.stream("random_energy_diffusion_extreme").generator({"N": N, "D": D})
    free, share, edge, predicted = np.empty((4, s.draws, t.size))
    exact_free, exact_share = np.empty((2, s.draws, t.size))
    for rows, eigenvalues in spectra(N, D, s.draws, rng):
        shape = eigenvalues.shape
        pattern = np.sqrt(eigenvalues) * rng.standard_normal(shape)
        noise = rng.standard_normal(shape)
        # Off the manifold all points are at the same distance, that of the noise: its mean.
        outside = N - shape[1]
        for j, x in enumerate(tqdm(t, disable=None, desc=f"N = {N}")):
            seen = pattern + np.sqrt(x) * noise
            exact = energy_law(eigenvalues, seen, float(x), np.zeros(len(seen)))
            log_sum = mean_log_sum(exact, log_M)
            exact_free[rows, j] = x / N * (log_sum - outside / 2)
            exact_share[rows, j] = mean_participation(exact, log_M)
            laws = level_laws(eigenvalues, seen, float(x), s)
            for i, law in enumerate(laws):
                draw = rows.start + i
                own = generator_of(seeds, "diffusion", N, x, draw)
                drawn = highest_levels(law, log_M, count, own)
                part = partition(drawn, law, log_M, 1.0, own)
                free[draw, j] = x / N * (part.log_sum - outside / 2)
                share[draw, j] = part.participation
                edge[draw, j] = exponent(drawn)
                predicted[draw, j] = finite_exponent(law, log_M, count)
    point: Point = {"energies": "diffusion", "N": N, "levels": "highest"}
    yield from thermal_rows(t, free, share, **point)
    yield from curve_rows("edge_exponent", edge, {"t": t}, **point)
    condensed = crossing(t, edge, 1.0)
    measured = (condensed.place, condensed.stderr, condensed.n)
    yield row("condensation_time", "simulation", *measured, **point)
    # Theory at the same F and x_t, averaged over the levels: the ratio has their noise alone.
    place = crossing_place(t, predicted.mean(axis=0), 1.0)
    own = crossing(t, edge - predicted + predicted.mean(axis=0), 1.0)
    ratio = (own.place / place, own.stderr / place, own.n)
    yield row("condensation_time_ratio", "simulation", *ratio, **point)
    point["levels"] = "theory"
    yield from thermal_rows(t, exact_free, exact_share, kind="theory", **point)
    yield row("condensation_time", "theory", place, **point)


def level_laws(
    eigenvalues: np.ndarray, x: np.ndarray, t: float, s: DiffusionLevels
) -> Iterator[LevelLaw]:
    """Yield the law of the levels of each draw at x_t, in the axes of F, (draws, D).

    The grid of tilts reaches well past the condensation of the limit and past 1.
    """
    law = energy_law(eigenvalues, x, t, np.zeros(len(x)))
    star = rem.condensation(linear_cumulant(t, t, s.alpha_D), s.alpha)
    tilts = np.geomspace(0.01 * min(star, 1.0), max(6 * star, 2.5), TILTS)
    known = np.array([law.derivatives(np.full(len(x), tilt)) for tilt in tilts])
    for i in range(len(x)):
        yield saddle_law(tilts, *known[:, :, i].T)
