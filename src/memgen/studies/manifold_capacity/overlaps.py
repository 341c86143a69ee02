"""Retrieval of spherical patterns from corrupted ones: the load it bears, against the overlap."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.dense_retrieval import success
from memgen.recurrent.dense import DenseMemory
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import Overlaps
from memgen.statistics.median import median_with_error
from memgen.studies.manifold_capacity.ladder import LoadCurve
from memgen.studies.manifold_capacity.retrieval import whole_numbers
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.capacity.surroundings import independent_surroundings

SMALLEST = 0.4
SHARP_N, FEW = 100, 5  # beyond this N success is sharp, and so many draws are enough
FIRST = np.log(3.0)  # log P where the search for a threshold starts


def table(s: Overlaps, seeds: Seeds) -> Iterator[Row]:
    """Yield the load at which half come back: theory at several N, simulation at one."""
    for N in s.theory_N:
        for overlap in np.linspace(SMALLEST, 1, s.theory_overlaps):
            yield theory_row(float(overlap), N, s, seeds)
    for overlap in s.overlaps:
        point: Point = {"patterns": "spherical", "lam": s.lam, "overlap": overlap}
        limit = float(retrieval_capacity(s.lam, "spherical", overlap=overlap))
        yield row("overlap_capacity", "theory", limit, **point)
        falls = thresholds(overlap, s.N, s.theory_draws, s, seeds)
        if overlap not in np.linspace(SMALLEST, 1, s.theory_overlaps) or s.N not in s.theory_N:
            yield theory_row(overlap, s.N, s, seeds)
        curve = simulate(overlap, falls / s.N, point, s, seeds)
        yield from curve_rows("success", curve.draws, {"alpha": curve.loads}, **point, N=s.N)
        half = (curve.half.place, curve.half.stderr, curve.half.n)
        yield row("half_load", "simulation", *half, **point, N=s.N)


def theory_row(overlap: float, N: int, s: Overlaps, seeds: Seeds) -> Row:
    """Return the load at which half come back, by the surroundings of `theory_draws` patterns."""
    draws = s.theory_draws if N <= SHARP_N else FEW
    falls = thresholds(overlap, N, draws, s, seeds)
    rng = seeds.stream("overlaps_bootstrap").generator({"N": N, "overlap": overlap})
    half = median_with_error(falls / N, rng)
    point: Point = {"patterns": "spherical", "lam": s.lam, "overlap": overlap, "N": N}
    return row("half_load", "theory", half.value, half.stderr, half.n, **point)


def thresholds(
    overlap: float, N: int, draws: int, s: Overlaps, seeds: Seeds
) -> Float[np.ndarray, " draws"]:
    """Return the log P up to which a start of overlap c comes back, for each draw."""
    end = 1.4 * float(retrieval_capacity(s.lam, "spherical", overlap=overlap)) * N + 3
    falls = []
    for draw in range(draws):
        rng = seeds.stream("overlaps_theory").generator({"N": N, "overlap": overlap}, draw)
        own = draw_patterns("spherical", 1, N, rng)
        start = corrupt(own, overlap, "spherical", rng)[0]
        around = independent_surroundings("spherical", own[0], [start, own[0]], s.lam, rng, 60)
        falls.append(around.threshold(s.lam, (FIRST, end), start))
    return np.array(falls)


def simulate(
    overlap: float, falls: Float[np.ndarray, " draws"], point: Point, s: Overlaps, seeds: Seeds
) -> LoadCurve:
    """Return the share that comes back from a start of overlap c, at loads as success falls."""
    alphas = np.quantile(falls, np.linspace(0.02, 0.98, s.loads))
    sizes = whole_numbers(alphas + np.linspace(-0.3, 0.3, s.loads) / s.N, s.N, s.probes)
    index, curves = np.arange(s.probes), []
    for draw in tqdm(range(s.draws), disable=None, desc=f"overlap {overlap}, N = {s.N}"):
        rng = seeds.generator({**point, "N": s.N}, draw)
        patterns = draw_patterns("spherical", int(sizes[-1]), s.N, rng)
        start = corrupt(patterns[index], overlap, "spherical", rng)
        back = success(start, index, DenseMemory(patterns), s.lam, sizes, s.steps)
        curves.append(back.mean(axis=1))
    return LoadCurve.of(np.log(sizes) / s.N, np.array(curves), f"overlap {overlap}, N = {s.N}")
