"""All attractors that the data points fall into, against t, and the traps among them."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.measures.collapse.landscape import count_attractors
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Attractors
from memgen.studies.manifold_memorization.basins import latent_points
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.manifold import collapse_time, onset_time
from memgen.theory.manifold.mean_shift import trap_fraction

TOLERANCE = 1e-4
# Ends nearer than this, in units of sqrt(t) per coordinate, are one fixed point.
RESOLUTION = 0.03
FINE = 60


def table(s: Attractors, seeds: Seeds, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield the number of attractors over P, and the fraction of data points that are traps."""
    N = s.N
    size = {"N": N, "D": max(1, round(alpha_D * N)), "P": round(np.exp(alpha * N))}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    # both transitions are points of the grid
    step = np.log(t_o / t_c) / s.between
    t = t_c * np.exp(step * np.arange(-s.beyond, s.between + s.beyond + 1))
    numbers, traps = np.empty((2, s.draws, t.size))
    for draw in tqdm(range(s.draws), disable=None):
        points = latent_points(size, seeds.generator(size, draw))
        empirical = EmpiricalScore(points)
        for k, time in enumerate(t):
            ends = return_to_pattern(
                empirical, points, 0 * points, 0.0, float(time), tolerance=TOLERANCE
            )
            reach = RESOLUTION * np.sqrt(time * points.shape[1])
            numbers[draw, k] = count_attractors(ends.descent.end, reach)
            traps[draw, k] = ends.fraction
    point: Point = {"alpha": alpha, "alpha_D": alpha_D, **size}
    yield from curve_rows("attractors", numbers, {"t": t}, **point)
    yield from curve_rows("trap_fraction", traps, {"t": t}, **point)
    fine = np.unique(np.append(t, np.geomspace(t[0], t[-1], FINE)))
    rng = seeds.stream("attractors_theory").generator(size)
    counted = (N, size["D"], np.log(size["P"]), s.theory_draws, s.neighbours)
    predicted = trap_fraction(fine, *counted, rng)
    yield from curve_rows("trap_fraction", predicted, {"t": fine}, kind="theory", **point)
    yield row("collapse_time", "theory", t_c, **point)
    yield row("onset_time", "theory", t_o, **point)
