"""Success of iterated retrieval against the load at fixed lambda: one ensemble, a ladder of N.

Beside it the own weight W at the patterns themselves, and the finite-size theory of both.
"""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Int
from tqdm import tqdm

from memgen.measures.memories.dense_retrieval import own_weights, success
from memgen.measures.memories.ensembles import Ensemble
from memgen.recurrent.dense import DenseMemory
from memgen.seeds import Seeds
from memgen.settings.manifold_capacity import EnsembleName, Retrieval
from memgen.studies.manifold_capacity.finite_size import (
    expected_half_load,
    own_weight_rows,
    success_rows,
)
from memgen.studies.manifold_capacity.ladder import (
    LoadCurve,
    draws_behind,
    ensemble_of,
    ladder_of,
    shifted_limit,
)
from memgen.tables.rows import Point, Row, curve_rows, row

Sizes = Int[np.ndarray, " _"]


def table(s: Retrieval, seeds: Seeds, ensemble: EnsembleName) -> Iterator[Row]:
    """Yield alpha_1, at each N the curves and where they are 1/2, and their limits in 1/N."""
    law = ensemble_of(ensemble, s.alpha_D)
    lam = s.lam if law.alpha_D is None else s.lam_fraction * law.saturation().lam
    point: Point = law.coordinates() | {"lam": lam}
    yield row("retrieval_capacity", "theory", law.capacity(lam), **point)
    ladder = ladder_of(law, lam, s.P, 2, "retrieval")
    measured = [simulate(law, lam, N, s, seeds) for N in ladder]
    for N, curves in zip(ladder, measured, strict=True):
        for quantity, curve in curves.items():
            loads, half = {"alpha": curve.loads}, curve.half
            yield from curve_rows(quantity, curve.draws, loads, **point, N=N)
            value = (half.place, half.stderr, half.n)
            yield row(f"half_load_{quantity}", "simulation", *value, **point, N=N)
        loads = curves["own_weight"].loads
        fine = np.linspace(loads[0], loads[-1], s.curve_points)
        yield from theory_rows(law, lam, N, fine, s, seeds)
    yield from limit_rows(np.array(ladder, dtype=float), measured, point)
    for N in s.finite_size_N:
        if N not in ladder and law.whole(N):
            yield from theory_rows(law, lam, N, np.empty(0), s, seeds)


def simulate(
    ensemble: Ensemble, lam: float, N: int, s: Retrieval, seeds: Seeds
) -> dict[str, LoadCurve]:
    """Return success and own weight against the load at one N, averaged over the probes."""
    sizes, beyond = sizes_of(ensemble, lam, N, s.probes, s.loads)
    every = np.append(sizes, beyond)
    point = ensemble.coordinates() | {"lam": lam, "N": N}
    index = np.arange(s.probes)
    returned, weights = [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"{ensemble.name}, N = {N}"):
        patterns = ensemble.draw(int(every[-1]), N, seeds.generator(point, draw))
        start = patterns[index]
        weight = own_weights(start, index, patterns, np.array([lam]), every)[0]
        back = success(start, index, DenseMemory(patterns), lam, sizes, s.steps)
        weights.append(weight.mean(axis=1))
        returned.append(back.mean(axis=1))
    where = f"{ensemble.name}, N = {N}"
    return {
        "success": LoadCurve.of(np.log(sizes) / N, np.array(returned), f"success of {where}"),
        "own_weight": LoadCurve.of(np.log(every) / N, np.array(weights), f"own_weight of {where}"),
    }


def sizes_of(
    ensemble: Ensemble, lam: float, N: int, probes: int, loads: int
) -> tuple[Sizes, Sizes]:
    """Return numbers of patterns for success, and the further ones for the own weight.

    Even in alpha up to alpha_1, and denser where success should fall by its map; the own weight
    crosses 1/2 about alpha_1, not before.
    """
    alpha_1, smallest = ensemble.capacity(lam), np.log(probes) / N
    alphas = np.linspace(smallest, alpha_1, loads)
    expected = expected_half_load(ensemble, lam, N)
    if expected is not None:
        alphas = np.append(alphas, expected + np.linspace(-0.06, 0.06, 7) * alpha_1)
        alphas = np.clip(alphas, smallest, alpha_1)
    beyond = alpha_1 + np.array([0.5, 1.0, 1.5]) / N
    return whole_numbers(alphas, N), whole_numbers(beyond, N)


def whole_numbers(alphas: np.ndarray, N: int) -> Sizes:
    """Return the different numbers exp(alpha N) of patterns, ascending."""
    return np.unique(np.round(np.exp(alphas * N)).astype(int))


def theory_rows(
    ensemble: Ensemble, lam: float, N: int, loads: np.ndarray, s: Retrieval, seeds: Seeds
) -> Iterator[Row]:
    """Yield the finite-size theory of own weight and success at one N."""
    point = ensemble.coordinates() | {"lam": lam, "N": N}
    rng = seeds.stream("retrieval_theory").generator(point)
    yield from own_weight_rows(ensemble, lam, N, loads, s.finite_size_draws, rng)
    yield from success_rows(ensemble, lam, N, loads)


def limit_rows(
    sizes: np.ndarray, measured: list[dict[str, LoadCurve]], point: Point
) -> Iterator[Row]:
    """Yield the half loads for N to infinity, whose limit is alpha_1.

    Success falls where N (alpha_1 - alpha) = log N + O(1): the limit in 1/N is that of
    alpha + log N / N.
    """
    for quantity, shift in (("success", np.log(sizes) / sizes), ("own_weight", 0 * sizes)):
        curves = [by_quantity[quantity] for by_quantity in measured]
        limit = shifted_limit(sizes, curves, shift)
        n = draws_behind(curves)
        name = f"half_load_{quantity}_limit"
        yield row(name, "simulation", limit.value, limit.stderr, n, **point)
