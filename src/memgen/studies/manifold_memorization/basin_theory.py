"""Basins of attraction at one N, finite-size theory: traps, returns, and the Voronoi cell."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import BasinTheory
from memgen.studies.manifold_memorization.trap_grids import (
    basin_rows,
    cut_times,
    radii,
    trap_times,
)
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.manifold import basin_radius
from memgen.theory.manifold.mean_shift import finite_onset_time, return_fraction, trap_fraction
from memgen.theory.manifold.voronoi import nearest_probability

# N at which the numbers of draws and of neighbours are the settings. The width of the transitions
# falls as N^-1/2, and the draws that it takes with it; the share of the nearest points, which
# must be so many that all that pull a start away are among them, falls faster.
REFERENCE = 40
FEWEST_DRAWS = 24
FEWEST_NEIGHBOURS = 5
LARGEST = 2000
# Beyond this N the grids shrink about the transition: its width in log t and log R is about
# 2 N^-1/2 and 6 N^-1/2.
WIDE = 100
# The Voronoi integral costs so little that it is averaged over more draws.
CELLS = 4
MOST_CELLS = 400
# Beyond, P = exp(alpha N) is as good as a whole number.
LARGEST_WHOLE_EXPONENT = 30


def table(
    s: BasinTheory,
    seeds: Seeds,
    alpha: float,
    alpha_D: float,
    t_cells: int,
    R_cells: int,
    N: int,
) -> Iterator[Row]:
    """Yield what `basins` measures, without points; the nearest ones are a Poisson process."""
    D, exponent = max(1, round(alpha_D * N)), alpha * N
    log_P = np.log(round(np.exp(exponent))) if exponent < LARGEST_WHOLE_EXPONENT else exponent
    cuts = cut_times(alpha, alpha_D)
    t = trap_times(alpha, alpha_D, t_cells)
    R = radii(alpha, alpha_D, R_cells)
    if N <= WIDE:
        t = np.unique(np.append(t, trap_times(alpha, alpha_D, 3 * t_cells)))
    else:
        place = finite_onset_time(alpha, alpha_D, N)
        t = np.unique(np.append(t, around(t, [place], 2 / np.sqrt(N), 2 * t_cells)))
        places = [basin_radius(time, alpha, alpha_D) for time in cuts.values()]
        R = np.append(R[[0, -1]], around(R, places, 6 / np.sqrt(N), R_cells - 3))
        R.sort()
    share = np.sqrt(REFERENCE / N)
    draws = max(min(s.draws, FEWEST_DRAWS), round(s.draws * share))
    if N > LARGEST:
        draws = min(draws, s.largest_draws)
    neighbours = max(min(s.neighbours, FEWEST_NEIGHBOURS), round(s.neighbours * share**1.5))
    size = (N, D, log_P, draws, neighbours)
    rng = seeds.stream("basin_traps").generator({"N": N})
    traps = trap_fraction(t, *size, rng).astype(float)
    rng = seeds.generator({"N": N})
    back = return_fraction(np.array(list(cuts.values())), R, *size, rng).astype(float)
    returns = {regime: back[:, k] for k, regime in enumerate(cuts)}
    point: Point = {"alpha": alpha, "alpha_D": alpha_D, "N": N, "D": D}
    # Theory, though averaged over draws of F and of the nearest points: no others ever existed.
    yield from basin_rows(t, traps, R, returns, cuts, "theory", **point)
    if N > WIDE:
        yield row("onset_time_finite_size", "theory", place, **point)
    rng = seeds.stream("basin_voronoi").generator({"N": N})
    cell = nearest_probability(R, N, D, log_P, CELLS * min(draws, MOST_CELLS), rng)
    yield from curve_rows("voronoi_probability", cell, {"R": R}, kind="theory", **point)


def around(
    axis: Float[np.ndarray, " n"], places: list[float], width: float, count: int
) -> Float[np.ndarray, " count"]:
    """Return `count` values, even in the logarithm, to 3 widths beyond the places, in the axis."""
    low, high = min(places) * np.exp(-3 * width), max(places) * np.exp(3 * width)
    return np.geomspace(max(low, 1.01 * axis[0]), min(high, 0.99 * axis[-1]), count)
