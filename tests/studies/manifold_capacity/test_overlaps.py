"""Retrieval from corrupted patterns: against theory, and draw by draw."""

import numpy as np
import pytest

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.dense_retrieval import success
from memgen.recurrent.dense import DenseMemory
from memgen.settings.manifold_capacity import Overlaps
from memgen.studies.manifold_capacity.overlaps import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.capacity import retrieval_capacity

S = Overlaps(
    overlaps=[0.7, 1.0],
    N=14,
    loads=6,
    draws=12,
    probes=4,
    steps=30,
    theory_N=[14, 60],
    theory_overlaps=3,
    theory_draws=60,
)


@pytest.fixture(scope="module")
def frame(seeds_of):
    return tidy(table(S, seeds_of("overlaps")))


def test_half_come_back_where_theory_says(frame):
    halves = select(frame, quantity="half_load", N=14)
    for overlap in S.overlaps:
        simulated = select(halves, kind="simulation", overlap=overlap).iloc[0]
        theory = select(halves, kind="theory", overlap=overlap).iloc[0]
        error = np.hypot(simulated["stderr"], theory["stderr"])
        assert abs(simulated["value"] - theory["value"]) < 4 * error + 0.05 / S.N


def test_larger_sizes_are_closer_to_the_limit(frame):
    limit = retrieval_capacity(S.lam, "spherical")
    at_one = select(frame, quantity="half_load", kind="theory", overlap=1.0).set_index("N")["value"]
    assert at_one[14] < at_one[60] < limit


def test_a_row_is_the_mean_over_its_draws(frame, seeds_of):
    rows = select(frame, quantity="success", overlap=0.7)
    sizes = np.round(np.exp(rows["alpha"].to_numpy() * S.N)).astype(int)
    index, back = np.arange(S.probes), []
    for draw in range(S.draws):
        point = {"patterns": "spherical", "lam": S.lam, "overlap": 0.7, "N": S.N}
        rng = seeds_of("overlaps").generator(point, draw)
        patterns = draw_patterns("spherical", int(sizes[-1]), S.N, rng)
        start = corrupt(patterns[index], 0.7, "spherical", rng)
        returned = success(start, index, DenseMemory(patterns), S.lam, sizes, S.steps)
        back.append(returned.mean(axis=1))
    np.testing.assert_allclose(rows["value"], np.mean(back, axis=0), atol=1e-12)
