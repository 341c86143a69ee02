"""The finite-size map of iterated retrieval, against drawn patterns and the limit."""

import numpy as np
import pytest

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.dense_retrieval import success
from memgen.recurrent.dense import DenseMemory
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.capacity.finite import half_load
from memgen.theory.capacity.retrieval_map import binary_retrieval, spherical_retrieval


@pytest.mark.parametrize(
    ("patterns", "theory"), [("spherical", spherical_retrieval), ("binary", binary_retrieval)]
)
def test_success_falls_where_the_map_fails(patterns, theory):
    lam, N = 0.5, 22
    load = half_load(theory(lam, N), N)
    sizes = np.round(np.exp(N * load) * np.array([0.6, 1.6])).astype(int)
    index, found = np.arange(15), []
    for draw in range(6):
        rng = np.random.default_rng(draw)
        xi = draw_patterns(patterns, int(sizes[-1]), N, rng)
        found.append(success(xi[index], index, DenseMemory(xi), lam, sizes, 100).mean(axis=1))
    before, after = np.mean(found, axis=0)
    assert before > 0.9
    assert after < 0.1


def test_a_corrupted_start_bears_less():
    lam, N, overlap = 0.5, 26, 0.7
    load = half_load(spherical_retrieval(lam, N, overlap), N)
    assert load < half_load(spherical_retrieval(lam, N), N)
    sizes = np.round(np.exp(N * load) * np.array([0.5, 2.0])).astype(int)
    index, found = np.arange(15), []
    for draw in range(8):
        rng = np.random.default_rng(draw)
        xi = draw_patterns("spherical", int(sizes[-1]), N, rng)
        start = corrupt(xi[index], overlap, "spherical", rng)
        found.append(success(start, index, DenseMemory(xi), lam, sizes, 100).mean(axis=1))
    before, after = np.mean(found, axis=0)
    assert before > 0.8
    assert after < 0.2


@pytest.mark.parametrize(
    ("patterns", "theory"), [("spherical", spherical_retrieval), ("binary", binary_retrieval)]
)
def test_the_shift_is_log_n_over_n(patterns, theory):
    """Extrapolated with log N / N and 1 / N, the map's load is alpha_1; the shift is positive."""
    lam, sizes = 0.5, np.array([100, 200, 400, 800])
    loads = np.array([half_load(theory(lam, int(N)), int(N)) for N in sizes])
    limit = retrieval_capacity(lam, patterns)
    assert (np.diff(loads) > 0).all()
    assert (loads < limit).all()
    design = np.stack([np.ones(4), np.log(sizes) / sizes, 1 / sizes], axis=1)
    fit, *_ = np.linalg.lstsq(design, loads, rcond=None)
    assert fit[0] == pytest.approx(limit, rel=2e-3)
    # the map needs N f > log N + O(1): one log N / N below alpha_1
    assert fit[1] == pytest.approx(-1, abs=0.3)


def test_outside_the_domain():
    with pytest.raises(ValueError, match=r"overlap=0\.05"):
        spherical_retrieval(1.0, 20, 0.05)
    with pytest.raises(ValueError, match="lam=-1"):
        binary_retrieval(-1.0, 20)
