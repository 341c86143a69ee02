"""The potential on a line and on planes through data points, and the entropy of its energies."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.landscape import (
    count_traps,
    grid_minima,
    plane_through,
    potential_on_plane,
)
from memgen.measures.energy.levels import level_entropies
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Potential
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies import rem
from memgen.theory.manifold import collapse_time, onset_time
from memgen.theory.manifold.level_density import mean_levels
from memgen.theory.manifold.linear import linear_cumulant

LEVEL_BINS = 20


def table(s: Potential, seeds: Seeds, alpha: float, alpha_D: float) -> Made:
    """Return minima and traps in planes of three points, in three regimes of t; one plane's map."""
    size: Point = {"N": s.N, "D": max(1, round(alpha_D * s.N)), "P": round(np.exp(alpha * s.N))}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    regimes = {
        "above_onset": 3 * t_o,
        "between": np.sqrt(t_c * t_o),
        "below_collapse": t_c / 3,
    }
    rows, arrays = [], {}
    minima = {regime: [] for regime in regimes}
    traps = {regime: [] for regime in regimes}
    axis = np.linspace(-1.1, 1.1, s.grid) * np.sqrt(2 * s.N)
    for draw in tqdm(range(s.draws), disable=None):
        rng = seeds.generator(size, draw)
        points = HiddenManifold(draw_matrix(s.N, size["D"], rng)).sample(size["P"], rng)
        plane, empirical = plane_through(points[:3]), EmpiricalScore(points)
        for regime, t in regimes.items():
            potential = potential_on_plane(empirical, plane, t, axis)
            lowest = grid_minima(potential)
            minima[regime].append(len(lowest))
            traps[regime].append(count_traps(points, plane, t, axis, lowest))
            if draw == 0:
                arrays |= {f"potential_{regime}": potential, f"minima_{regime}": axis[lowest]}
        if draw == 0:
            arrays |= {"axis": axis, "corners": plane.corners}
            rows += line_rows(empirical, points[:2], s.line_points, regimes)
    for regime, t in regimes.items():
        rows.append(mean_row("minima", np.array(minima[regime]), regime=regime, t=t, **size))
        rows.append(mean_row("traps", np.array(traps[regime]), regime=regime, t=t, **size))
        rows += level_entropy(alpha, alpha_D, t, size, s, seeds, regime)
    return Made(rows, arrays={"potential_plane": arrays})


def line_rows(
    empirical: EmpiricalScore, ends: np.ndarray, count: int, regimes: dict[str, float]
) -> Iterator[Row]:
    """Yield -(1/N) log p_t^emp on the line through two points, at 0 and 1, in each regime."""
    position = np.linspace(-0.5, 1.5, count)
    line = ends[0] + position[:, None] * (ends[1] - ends[0])
    for regime, t in regimes.items():
        values = -empirical.log_density(line, t) / ends.shape[1]
        for place, value in zip(position, values, strict=True):
            yield row("potential", "simulation", value, None, 1, regime=regime, t=t, position=place)


def level_entropy(
    alpha: float,
    alpha_D: float,
    t: float,
    size: dict[str, int],
    s: Potential,
    seeds: Seeds,
    regime: str,
) -> Iterator[Row]:
    """Yield Sigma seen from x_t against the squared distance per coordinate, d = -2 t eps.

    At finite N: (1/N) log[mean number of levels per unit of eps / sqrt(N / 2 pi zeta'')], the
    square root being the saddle point's, so that it tends to Sigma.
    """
    N, D, P = size["N"], size["D"], size["P"]
    zeta = linear_cumulant(t, t, alpha_D)
    lam = np.linspace(max(-1.0, 0.95 * zeta.domain[0]), 3.0, 400)
    level = np.asarray(zeta.slope(lam))
    entropy = rem.canonical_entropy(zeta, alpha, lam)
    curvature = np.gradient(level, lam)
    shown = entropy > -0.02
    about: Point = {"regime": regime, "t": t}
    for energy, value in zip(level[shown], entropy[shown], strict=True):
        yield row("level_entropy", "theory", value, **about, distance=-2 * t * energy)
    tilt = min(1.0, rem.condensation(zeta, alpha))
    carrying = -2 * t * float(zeta.slope(np.asarray(tilt)))
    yield row("carrying_distance", "theory", carrying, **about)
    edges = np.linspace(level[shown].min(), level[shown].max(), LEVEL_BINS + 1)
    centres = (edges[1:] + edges[:-1]) / 2
    counts = []
    for draw in range(s.level_draws):
        rng = seeds.stream("potential_levels").generator({**size, "regime": regime}, draw)
        points = HiddenManifold(draw_matrix(N, D, rng)).sample(P, rng)
        x = points[0] + np.sqrt(t) * rng.standard_normal(N)
        energies = -((points[1:] - x) ** 2).sum(axis=1) / (2 * t * N)
        counts.append(np.histogram(energies, edges)[0] / (edges[1] - edges[0]))
    rng = seeds.stream("potential_mean_levels").generator({**size, "regime": regime})
    predicted = mean_levels(centres, t, N, D, np.log(P - 1), 20 * s.level_draws, rng)
    prefactor = np.sqrt(N / (2 * np.pi * np.interp(centres, level, curvature)))
    for quantity, kind, draws in (
        ("level_entropy", "simulation", np.array(counts)),
        ("level_entropy_finite_size", "theory", predicted),
    ):
        for k, value, stderr in level_entropies(draws, prefactor, N):
            distance = -2 * t * centres[k]
            yield row(quantity, kind, value, stderr, len(draws), **about, distance=distance)
