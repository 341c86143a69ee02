"""Theory of the basins: R(t) with t_c and t_o for several alpha_D, and the onset at finite N."""

from collections.abc import Iterator

import numpy as np
from scipy.optimize import brentq

from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import BasinRadius
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.energies import rem
from memgen.theory.manifold import basin_radius, collapse_time, onset_time
from memgen.theory.manifold.finite_size import pattern_weight
from memgen.theory.manifold.linear import linear_cumulant

ONSET_TIMES = 25
CONDENSED_TIMES = np.array([0.05, 0.3, 0.9])


def table(s: BasinRadius, seeds: Seeds, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield R(t) for each alpha_D, and a pattern's weight at its own place at finite N."""
    for aspect in sorted({alpha_D, *s.alpha_Ds}):
        yield from radius_rows(alpha, aspect, s.points)
    first, last = collapse_time(alpha, alpha_D) / 3, 2 * onset_time(alpha, alpha_D)
    t = np.geomspace(first, last, ONSET_TIMES)
    for N in s.finite_size_N:
        size = {"N": N, "D": max(1, round(alpha_D * N))}
        rng = seeds.generator(size)
        weight = pattern_weight(t, N, size["D"], alpha * N, s.finite_size_draws, rng)
        point: Point = {"alpha": alpha, "alpha_D": alpha_D, **size}
        # Theory, though averaged over draws of F and xi: its points never existed.
        yield from curve_rows("pattern_weight", weight, {"t": t}, kind="theory", **point)


def radius_rows(alpha: float, alpha_D: float, points: int) -> Iterator[Row]:
    """Yield R(t) below and above t_c, its value from the condensed phase, t_c and t_o."""
    point: Point = {"alpha": alpha, "alpha_D": alpha_D}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    below = np.linspace(t_c / 20, t_c, points // 4)
    above = np.linspace(t_c, t_o, points - below.size)
    t = np.append(below, above[1:])
    for time, radius in zip(t, basin_radius(t, alpha, alpha_D), strict=True):
        yield row("basin_radius", "theory", radius, **point, t=time)
    for time in t_c * CONDENSED_TIMES:
        radius = condensed_radius(time, alpha, alpha_D)
        yield row("basin_radius_condensed", "theory", radius, **point, t=time)
    yield row("collapse_time", "theory", t_c, **point)
    yield row("onset_time", "theory", t_o, **point)


def condensed_radius(t: float, alpha: float, alpha_D: float) -> float:
    """Return R(t) below t_c: the own energy -R / 2t lies at the edge of the others' levels."""

    def excess(R: float) -> float:
        return rem.level_edge(linear_cumulant(t, R, alpha_D), alpha) + R / (2 * t)

    t_c = collapse_time(alpha, alpha_D)
    return brentq(excess, t_c / 20, 20 * t_c, xtol=1e-12)
