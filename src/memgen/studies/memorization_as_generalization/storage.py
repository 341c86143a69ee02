"""The fraction of points that come back from a corrupted copy: recurrent networks, and a score."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.binary_retrieval import stored
from memgen.measures.memories.dream_couplings import dream_couplings
from memgen.recurrent.couplings import hebb, pseudo_inverse
from memgen.recurrent.dense import DenseMemory
from memgen.recurrent.dynamics import descend
from memgen.seeds import Seeds
from memgen.settings.recurrent_networks import Storage
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.capacity import retrieval_capacity

RETRIEVAL_STEPS, RETRIEVAL_TOLERANCE = 50, 1e-6  # of the empirical score's fixed point


def table(s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield the stored fraction of each rule against the load, then of the score at each t."""
    for load in tqdm(s.loads, disable=None, desc="load"):
        yield from network_rows(load, s, seeds)
    yield from score_rows(s, seeds.stream("storage_score"))


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


def score_rows(s: Storage, seeds: Seeds) -> Iterator[Row]:
    """Yield the stored fraction of the empirical score, and its capacity in points per spin."""
    fractions = [stored_by_score(s, seeds.generator({"N": s.N}, draw)) for draw in range(s.draws)]
    for t, P in fractions[0]:
        draws = np.array([of_draw[t, P] for of_draw in fractions])
        point: Point = {"N": s.N, "P": P, "load": P / s.N, "points": min(P, s.probes), "t": t}
        yield mean_row("stored", draws, **point, rule="score")
    for t in s.times:
        alpha = float(retrieval_capacity(1 / t, "binary", overlap=s.overlap))
        capacity = np.exp(alpha * s.N) / s.N
        yield row("capacity", "theory", capacity, N=s.N, t=t, rule="score")


def stored_by_score(s: Storage, rng: np.random.Generator) -> dict[tuple[float, int], float]:
    """Return the fraction of the first points that come back, by (t, P).

    The same points, corrupted in the same places, for every P and t.
    """
    xi = draw_patterns("binary", max(s.score_P), s.N, rng)
    memory = DenseMemory(xi)
    flips = corrupt(np.ones((s.probes, s.N)), s.overlap, "binary", rng)
    fractions = {}
    for t in s.times:
        for P in s.score_P:
            probed = xi[: min(P, s.probes)]
            start = probed * flips[: len(probed)]
            ends = memory.first(P).retrieve(start, 1 / t, RETRIEVAL_STEPS, RETRIEVAL_TOLERANCE)
            fractions[t, P] = float(stored(ends.state, probed).mean())
    return fractions
