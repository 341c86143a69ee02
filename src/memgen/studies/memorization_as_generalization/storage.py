"""The fraction of points that come back from a corrupted copy: recurrent networks, and a score."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float, Int
from tqdm import tqdm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.binary_retrieval import stored
from memgen.measures.memories.dream_couplings import dream_couplings
from memgen.recurrent.couplings import hebb, pseudo_inverse
from memgen.recurrent.dense import DenseMemory
from memgen.recurrent.dynamics import descend
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Storage
from memgen.statistics.crossing import crossing
from memgen.statistics.median import median_with_error
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.capacity.surroundings import independent_surroundings

RETRIEVAL_STEPS, RETRIEVAL_TOLERANCE = 50, 1e-6  # of the empirical score's fixed point
FEWEST = 20  # points of which half come back: the Poisson theory of the score asks for many
LOST = 0.25  # a curve that falls to there is known to cross 1/2
STORED = 0.05  # squared distance per coordinate of what came back, as of `stored`


def table(s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield the stored fraction of each rule against the load, then of the score at each t."""
    for load in tqdm(s.loads, disable=None, desc="load"):
        yield from network_rows(load, s, seeds)
    stream = seeds.stream("storage_score")
    for t in tqdm(s.times, disable=None, desc="t"):
        yield from time_rows(t, s, stream)
    yield from projector_growth(s, seeds.stream("storage_growth"))
    for t in tqdm(s.growth_times, disable=None, desc="growth"):
        yield from score_growth(t, s, seeds.stream("storage_growth"))


def network_rows(load: float, s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield the stored fraction of the recurrent networks at one load."""
    P = round(load * s.N)
    fractions = [
        stored_by_rule(P, s, seeds.generator({"N": s.N, "P": P}, draw)) for draw in range(s.draws)
    ]
    point: Point = {"N": s.N, "P": P, "load": P / s.N, "points": P}
    for rule in fractions[0]:
        draws = np.array([of_draw[rule] for of_draw in fractions])
        yield mean_row("stored", draws, **point, rule=rule)


def stored_by_rule(P: int, s: Storage, rng: np.random.Generator) -> dict[str, float]:
    """Return the fraction of P patterns that come back, for each rule.

    Unlearning stops where the smallest stability is largest.
    """
    xi = draw_patterns("binary", P, s.N, rng)
    amounts = np.linspace(0, s.most, s.amounts)
    rules = {"hebb": hebb(xi), "unlearning": dream_couplings(xi, amounts, rng).D_opt}
    rules["pseudo_inverse"] = projector(xi)
    fractions = {}
    for rule, J in rules.items():
        start = corrupt(xi, s.overlap, "binary", rng)
        fractions[rule] = float(stored(descend(J, start, rng), xi).mean())
    return fractions


def projector(xi: Float[np.ndarray, "P N"]) -> Float[np.ndarray, "N N"]:
    """Return the projector without its diagonal, which on a dependent or full set is nothing."""
    P, N = xi.shape
    if P < N and np.linalg.matrix_rank(xi) == P:
        return pseudo_inverse(xi)
    return np.zeros((N, N))


def projector_growth(s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield log P at which half of the patterns come back by the pseudo-inverse, against N."""
    for N in s.growth_N:
        sizes = np.unique([round(load * N) for load in s.loads if 2 <= round(load * N) < N])
        draws = np.array(
            [
                [
                    stored_by_projector(int(P), N, s, seeds.generator({"N": N, "P": int(P)}, draw))
                    for P in sizes
                ]
                for draw in range(s.score_draws)
            ]
        )
        if draws.mean(axis=0).min() > LOST:
            continue
        found = crossing(np.log(sizes), draws, 0.5, resolution="linear", of=f"stored at N = {N}")
        about: Point = {"N": N, "rule": "pseudo_inverse"}
        yield row("log_half", "simulation", found.place, found.stderr, found.n, **about)


def stored_by_projector(P: int, N: int, s: Storage, rng: np.random.Generator) -> float:
    """Return the fraction of P patterns that come back by the pseudo-inverse."""
    xi = draw_patterns("binary", P, N, rng)
    start = corrupt(xi, s.overlap, "binary", rng)
    return float(stored(descend(projector(xi), start, rng), xi).mean())


def score_growth(t: float, s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield log P at which half of the points come back by the score at one t, against N.

    By theory at every N, beside N times the capacity for N to infinity; drawn where that is of few
    enough points, and many enough for theory.
    """
    capacity = float(retrieval_capacity(1 / t, "binary", overlap=s.overlap))
    for N in s.growth_N:
        about: Point = {"N": N, "t": t, "rule": "score"}
        falls = thresholds(t, N, s.growth_draws, s, seeds)
        half = median_with_error(falls, seeds.stream("storage_growth_bootstrap").generator(about))
        yield row("log_half", "theory", half.value, half.stderr, half.n, **about)
        yield row("log_capacity", "theory", capacity * N, **about)
        sizes = np.unique(np.round(np.exp(np.quantile(falls, np.linspace(0.05, 0.98, 6)))))
        if half.value < np.log(FEWEST) or sizes[-1] > s.score_P[-1]:
            continue
        draws = np.array(
            [
                stored_by_score(t, N, sizes.astype(int), s, seeds.generator(about, draw))
                for draw in range(s.score_draws)
            ]
        )
        if draws.mean(axis=0).min() < LOST:
            of = f"stored at t = {t}, N = {N}"
            found = crossing(np.log(sizes), draws, 0.5, resolution="linear", of=of)
            yield row("log_half", "simulation", found.place, found.stderr, found.n, **about)


def time_rows(t: float, s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield the stored fraction at one t, with its theory, and where it is 1/2 if that is seen."""
    falls = thresholds(t, s.N, s.theory_draws, s, seeds)
    dense = np.exp(np.quantile(falls, np.linspace(0.02, 0.98, s.fall_points)))
    sizes = np.unique(np.round([*s.score_P, *dense[dense <= s.score_P[-1]]]).astype(int))
    draws = np.array(
        [
            stored_by_score(t, s.N, sizes, s, seeds.generator({"N": s.N, "t": t}, k))
            for k in range(s.score_draws)
        ]
    )
    at: Point = {"N": s.N, "t": t, "rule": "score"}
    for P, column in zip(map(int, sizes), draws.T, strict=True):
        point: Point = {"P": P, "load": P / s.N, "points": min(P, s.probes)}
        yield mean_row("stored", column, **at, **point)
    middle = np.median(falls)
    grid = np.concatenate([np.linspace(1.0, 45.0, 90), middle + np.linspace(-6, 6, 61)])
    for log_P in np.unique(grid[grid > 1.0]):
        kept = (falls > log_P).astype(float)
        yield mean_row("stored", kept, kind="theory", **at, P=float(np.exp(log_P)))
    half = median_with_error(falls / s.N, seeds.stream("storage_bootstrap").generator({"t": t}))
    yield row("measured_half_load", "theory", half.value, half.stderr, half.n, **at)
    if draws.mean(axis=0).min() < LOST:
        found = crossing(
            np.log(sizes) / s.N, draws, 0.5, resolution="linear", of=f"stored at t = {t}"
        )
        yield row("measured_half_load", "simulation", found.place, found.stderr, found.n, **at)


def thresholds(
    t: float, N: int, draws: int, s: Storage, seeds: Seeds
) -> Float[np.ndarray, " draws"]:
    """Return log P up to which the score at t brings a corrupted point back, for each draw."""
    falls = []
    for draw in range(draws):
        rng = seeds.stream("storage_theory").generator({"N": N}, draw)  # the same for every t
        own = draw_patterns("binary", 1, N, rng)
        start = corrupt(own, s.overlap, "binary", rng)[0]
        around = independent_surroundings("binary", own[0], [start, own[0]], 1 / t, rng, 60)
        end = 1.3 * float(retrieval_capacity(1 / t, "binary", overlap=s.overlap)) * N + 3
        falls.append(around.threshold(1 / t, (np.log(2.0), end), start, STORED))
    return np.array(falls)


def stored_by_score(
    t: float, N: int, sizes: Int[np.ndarray, " sizes"], s: Storage, rng: np.random.Generator
) -> Float[np.ndarray, " sizes"]:
    """Return the fraction of the first points that come back, for each number of points.

    The same points, corrupted in the same places, for every number.
    """
    xi = draw_patterns("binary", int(sizes[-1]), N, rng)
    memory = DenseMemory(xi)
    flips = corrupt(np.ones((s.probes, N)), s.overlap, "binary", rng)
    fractions = []
    for P in sizes:
        probed = xi[: min(P, s.probes)]
        start = probed * flips[: len(probed)]
        ends = memory.first(int(P)).retrieve(start, 1 / t, RETRIEVAL_STEPS, RETRIEVAL_TOLERANCE)
        fractions.append(float(stored(ends.state, probed).mean()))
    return np.array(fractions)
