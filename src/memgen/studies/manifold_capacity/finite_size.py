"""Rows of the finite-size theory of retrieval: own weight and success at one N."""

from collections.abc import Iterable, Iterator

import numpy as np

from memgen.measures.memories.ensembles import Ensemble
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.capacity.finite import half_load, mean_half_load
from memgen.theory.capacity.retrieval_map import binary_retrieval, spherical_retrieval

# Ensembles whose iterated update is followed by a map of two numbers.
ITERATED = {"spherical": spherical_retrieval, "binary": binary_retrieval}


def own_weight_rows(
    ensemble: Ensemble,
    lam: float,
    N: int,
    loads: Iterable[float],
    draws: int,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield the load of half own weight, and the own weight at `loads`, where there is a theory.

    Exact, or averaged over `draws` of F and of a pattern, with the standard error.
    """
    weight = ensemble.own_weight(lam, N, draws, rng)
    if weight is None:
        return
    point: Point = ensemble.coordinates() | {"lam": lam, "N": N}
    half = mean_half_load(weight, N)
    yield row("half_load_own_weight", "theory", half.load, half.stderr, half.n, **point)
    for alpha in loads:
        values = weight(alpha * N)
        if values.size == 1:
            yield row("own_weight", "theory", float(values[0]), **point, alpha=alpha)
        else:
            yield mean_row("own_weight", values, kind="theory", **point, alpha=alpha)


def success_rows(ensemble: Ensemble, lam: float, N: int, loads: Iterable[float]) -> Iterator[Row]:
    """Yield the load of half success, and success at `loads`, by the map of the iterated update."""
    if ensemble.name not in ITERATED:
        return
    point: Point = ensemble.coordinates() | {"lam": lam, "N": N}
    curve = ITERATED[ensemble.name](lam, N)
    yield row("half_load_success", "theory", half_load(curve, N), **point)
    for alpha in loads:
        yield row("success", "theory", curve(alpha * N), **point, alpha=alpha)


def expected_half_load(ensemble: Ensemble, lam: float, N: int) -> float | None:
    """Return the load of half success by the map; None for ensembles that have none."""
    if ensemble.name not in ITERATED:
        return None
    return half_load(ITERATED[ensemble.name](lam, N), N)
