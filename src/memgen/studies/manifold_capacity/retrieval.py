"""Own weight and iterated retrieval against the load at fixed lambda: one ensemble, a ladder of N.

The own weight W at a pattern crosses 1/2 at alpha_1; what the update x <- sum w xi keeps when it
starts there ends earlier, by log N / N. Beside the simulation stands the theory at its N, and at
N whose P cannot be drawn.
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
from memgen.studies.manifold_capacity.controlled import controlled_weights, same_targets
from memgen.studies.manifold_capacity.finite_size import SizeTheory, size_theory
from memgen.studies.manifold_capacity.ladder import LoadCurve, ensemble_of, ladder_of
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.capacity.finite import mean_half_load

Sizes = Int[np.ndarray, " _"]
LARGE = 1000  # from this N on `large_draws` are enough: little scatters


def table(s: Retrieval, seeds: Seeds, ensemble: EnsembleName) -> Iterator[Row]:
    """Yield alpha_1, and at each N both curves and where they are 1/2."""
    law = ensemble_of(ensemble, s.alpha_D)
    lam = s.lam if law.alpha_D is None else s.lam_fraction * law.saturation().lam
    point: Point = law.coordinates() | {"lam": lam}
    yield row("retrieval_capacity", "theory", law.capacity(lam), **point)
    for N in ladder_of(law, lam, s.P, 1, "retrieval"):
        theory = theory_of(law, lam, N, s, seeds)
        yield from theory_rows(theory, law.capacity(lam), s.curve_points, point)
        yield from simulated_rows(law, lam, theory, s, seeds)
    for N in s.large_N if law.alpha_D is None else s.large_manifold_N:
        theory = theory_of(law, lam, N, s, seeds)
        yield from theory_rows(theory, law.capacity(lam), s.curve_points, point)


def theory_of(law: Ensemble, lam: float, N: int, s: Retrieval, seeds: Seeds) -> SizeTheory:
    """Return the theory at one N."""
    rng = seeds.stream("retrieval_theory").generator(law.coordinates() | {"N": N})
    return size_theory(law, lam, N, s.large_draws if N >= LARGE else s.theory_draws, rng)


def theory_rows(theory: SizeTheory, alpha_1: float, points: int, point: Point) -> Iterator[Row]:
    """Yield the curves of the theory, denser where success falls, and where they are 1/2."""
    N = theory.N
    at: Point = {**point, "N": N}
    half = theory.half_success()
    yield row("half_load_success", "theory", half.value, half.stderr, half.n, **at)
    even = np.linspace(0.25, 1.3, points) * alpha_1
    fall = half.value + np.linspace(-4, 4, points // 2) / N
    alphas = np.unique(np.concatenate([even, fall[fall > 0]]))
    for alpha in alphas:
        kept = (theory.thresholds > alpha * N).astype(float)
        yield mean_row("success", kept, kind="theory", **at, alpha=alpha)
    if theory.weight is None:
        return
    for alpha in even:
        yield mean_row("own_weight", theory.weight(alpha * N), kind="theory", **at, alpha=alpha)
    at_capacity = theory.weight(alpha_1 * N)
    yield mean_row("weight_at_capacity", at_capacity, kind="theory", **at)
    crossing = mean_half_load(theory.weight, N)
    yield row("half_load_own_weight", "theory", crossing.load, crossing.stderr, crossing.n, **at)


def simulated_rows(
    law: Ensemble, lam: float, theory: SizeTheory, s: Retrieval, seeds: Seeds
) -> Iterator[Row]:
    """Yield the measured curves, where they are 1/2, and the own weight at alpha_1."""
    N, alpha_1 = theory.N, law.capacity(lam)
    at: Point = law.coordinates() | {"lam": lam, "N": N}
    few, many = sizes_of(theory, alpha_1, s.probes, s.loads)
    index, returned, weights, expected = np.arange(s.probes), [], [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"{law.name}, N = {N}"):
        drawn = law.drawn(int(max(few[-1], many[-1])), N, s.probes, seeds.generator(at, draw))
        start = drawn.patterns[index]
        weight = own_weights(start, index, drawn.patterns, np.array([lam]), many)[0]
        back = success(start, index, DenseMemory(drawn.patterns), lam, few, s.steps)
        weights.append(weight.mean(axis=1))
        returned.append(back.mean(axis=1))
        rng = seeds.stream("retrieval_targets").generator(at, draw)
        expected.append(same_targets(drawn, lam, many, rng))
    curve = LoadCurve.of(np.log(few) / N, np.array(returned), f"success of {law.name}, N = {N}")
    yield from curve_rows("success", curve.draws, {"alpha": curve.loads}, **at)
    half = (curve.half.place, curve.half.stderr, curve.half.n)
    yield row("half_load_success", "simulation", *half, **at)
    if theory.weight is None:
        raise ValueError(f"N = {N} is too large for a simulation.")
    yield from controlled_weights(
        np.array(weights), np.array(expected), many, theory.weight, alpha_1, at
    )


def sizes_of(theory: SizeTheory, alpha_1: float, probes: int, loads: int) -> tuple[Sizes, Sizes]:
    """Return numbers of patterns for success, and for the own weight.

    The first are spread as success should fall, from where it is nearly 1; the second are even
    about alpha_1, which is one of them.
    """
    N = theory.N
    falls = np.quantile(theory.thresholds, np.linspace(0.03, 0.9, loads)) / N
    falls = np.append(0.6 * falls[0], falls[1:])
    falls = np.minimum(falls + np.linspace(-0.15, 0.15, loads) / N, alpha_1 + 0.5 / N)
    even = alpha_1 + np.linspace(-3, 1, loads) / N
    return whole_numbers(falls, N, probes), whole_numbers(np.append(even, alpha_1), N, probes)


def whole_numbers(alphas: np.ndarray, N: int, least: int) -> Sizes:
    """Return the different numbers exp(alpha N) of patterns, ascending."""
    return np.unique(np.maximum(np.round(np.exp(alphas * N)), least).astype(int))
