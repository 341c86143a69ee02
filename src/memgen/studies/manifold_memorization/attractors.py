"""All attractors that the data points fall into, against t, and the traps among them."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Bool, Float
from tqdm import tqdm

from memgen.data.hidden_manifold import draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.measures.collapse.landscape import count_attractors
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Attractors
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.manifold import collapse_time, onset_time
from memgen.theory.manifold.mean_shift import Case, draw_neighbours, returns_of

TOLERANCE = 1e-4
# Ends nearer than this, in units of sqrt(t) per coordinate, are one fixed point.
RESOLUTION = 0.03
FINE = 3  # times of the theory in a step of the simulation's


def table(s: Attractors, seeds: Seeds, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield the number of attractors and the fraction of data points that are traps, with theory.

    Simulation and theory share F: their difference has the noise of the points alone.
    """
    N, D, P = s.N, max(1, round(alpha_D * s.N)), round(np.exp(alpha * s.N))
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    # Both transitions are times of the grid.
    step = np.log(t_o / t_c) / s.between
    fine = t_c * np.exp(step / FINE * np.arange(-FINE * s.beyond, FINE * s.last + 1))
    t = fine[::FINE]
    numbers, traps = np.empty((2, s.draws, t.size))
    predicted = np.empty((s.draws, fine.size))
    for draw in tqdm(range(s.draws), disable=None):
        rng = seeds.generator({"N": N}, draw)
        _, scales, axes = np.linalg.svd(draw_matrix(N, D, rng), full_matrices=False)
        points = rng.standard_normal((P, D)) @ (axes.T * scales)
        empirical = EmpiricalScore(points)
        for k, time in enumerate(t):
            ends = return_to_pattern(
                empirical, points, 0 * points, 0.0, float(time), tolerance=TOLERANCE
            )
            reach = RESOLUTION * np.sqrt(time * points.shape[1])
            numbers[draw, k] = count_attractors(ends.descent.end, reach)
            traps[draw, k] = ends.fraction
        rng = seeds.stream("attractors_theory").generator({"N": N}, draw)
        predicted[draw] = traps_given(scales**2, fine, np.log(P - 1), s, rng).mean(axis=0)
    point: Point = {"alpha": alpha, "alpha_D": alpha_D, "N": N, "D": D, "P": P}
    yield from curve_rows("attractors", numbers, {"t": t}, **point)
    yield from curve_rows("trap_fraction", traps, {"t": t}, **point)
    yield from curve_rows("trap_fraction", predicted, {"t": fine}, kind="theory", **point)
    yield from curve_rows("trap_excess", traps - predicted[:, ::FINE], {"t": t}, **point)
    yield row("collapse_time", "theory", t_c, **point)
    yield row("onset_time", "theory", t_o, **point)


def traps_given(
    eigenvalues: Float[np.ndarray, " rank"],
    t: Float[np.ndarray, " times"],
    log_others: float,
    s: Attractors,
    rng: np.random.Generator,
) -> Bool[np.ndarray, "patterns times"]:
    """Return for patterns of one F whether they are traps, by the finite-size theory."""
    cases = []
    for _ in range(s.patterns):
        pattern = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.size)
        near = draw_neighbours(pattern[None], eigenvalues, log_others, s.neighbours, rng)
        cases.append(Case(pattern, pattern, eigenvalues, near))
    return returns_of(t, cases, log_others)
