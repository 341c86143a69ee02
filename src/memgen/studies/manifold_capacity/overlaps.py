"""Retrieval of spherical patterns from corrupted ones: the load it bears, against the overlap."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.dense_retrieval import success
from memgen.recurrent.dense import DenseMemory
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import Overlaps
from memgen.studies.manifold_capacity.ladder import LoadCurve
from memgen.tables.rows import Point, Row, curve_rows, row
from memgen.theory.capacity import retrieval_capacity, saturation
from memgen.theory.capacity.finite import half_load, spherical_own_weight
from memgen.theory.capacity.retrieval_map import spherical_retrieval

SMALLEST_N = 8


def table(s: Overlaps, seeds: Seeds) -> Iterator[Row]:
    """Yield alpha_1 at each overlap, and at each N success against the load and where it is 1/2."""
    for overlap in s.overlaps:
        point: Point = {"patterns": "spherical", "lam": s.lam, "overlap": overlap}
        limit = float(retrieval_capacity(s.lam, "spherical", overlap=overlap))
        yield row("overlap_capacity", "theory", limit, **point)
        for P in s.P:
            N = max(SMALLEST_N, round(np.log(P) / limit))
            predicted = expected_load(s.lam, N, overlap)
            yield row("half_load", "theory", predicted, **point, N=N, P=P)
            curve = simulate(overlap, N, predicted, point, s, seeds)
            loads, half = {"alpha": curve.loads}, curve.half
            yield from curve_rows("success", curve.draws, loads, **point, N=N, P=P)
            measured = (half.place, half.stderr, half.n)
            yield row("half_load", "simulation", *measured, **point, N=N, P=P)


def expected_load(lam: float, N: int, overlap: float) -> float:
    """Return the load at which half should come back, at finite N.

    Where many patterns share the noise, at lambda < lambda_s(c), the map of the weights' mean says
    it. Where the noise is condensed the own weight is near 0 or 1, and half are lost in the first
    step where its mean is 1/2.
    """
    if lam < saturation("spherical", overlap=overlap).lam:
        return half_load(spherical_retrieval(lam, N, overlap), N)
    return half_load(spherical_own_weight(lam, N, overlap), N)


def simulate(
    overlap: float,
    N: int,
    predicted: float,
    point: Point,
    s: Overlaps,
    seeds: Seeds,
) -> LoadCurve:
    """Return the share that comes back from a start of overlap c, against the load.

    The loads are dense where the fall is predicted, and wide enough for where it is.
    """
    offsets = np.concatenate([np.linspace(-2.5, 2.5, s.loads), np.linspace(-0.5, 0.5, 6)])
    alphas = np.clip(predicted + offsets / N, np.log(s.probes) / N, None)
    sizes = np.unique(np.round(np.exp(alphas * N)).astype(int))
    index, curves = np.arange(s.probes), []
    for draw in tqdm(range(s.draws), disable=None, desc=f"overlap {overlap}, N = {N}"):
        rng = seeds.generator({**point, "N": N}, draw)
        patterns = draw_patterns("spherical", int(sizes[-1]), N, rng)
        start = corrupt(patterns[index], overlap, "spherical", rng)
        back = success(start, index, DenseMemory(patterns), s.lam, sizes, s.steps)
        curves.append(back.mean(axis=1))
    return LoadCurve.of(np.log(sizes) / N, np.array(curves), f"overlap {overlap}, N = {N}")
