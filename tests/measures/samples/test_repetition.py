"""Attractors told from a continuum by how their samples repeat."""

import numpy as np
import pytest

from memgen.measures.samples.repetition import (
    cluster_number,
    distances_between,
    nearest_other,
    recurrence,
    repeated_share,
)

N = 800
RNG = np.random.default_rng(0)
# ten places, each with a little scatter; and points even on a long line
PLACES = 10.0 * RNG.integers(10, size=(N, 1)) + 0.01 * RNG.standard_normal((N, 1))
LINE = 20000.0 * RNG.random((N, 1))
ALL = np.ones(N, dtype=bool)


def apart(x):
    return distances_between(x, x)


def test_distances():
    x, y = RNG.standard_normal((5, 3)), RNG.standard_normal((4, 3))
    expected = np.linalg.norm(x[:, None] - y, axis=2)
    np.testing.assert_allclose(distances_between(x, y), expected, rtol=1e-12)
    near = nearest_other(apart(x))
    others = np.linalg.norm(x[:, None] - x, axis=2) + 1e9 * np.eye(5)
    np.testing.assert_allclose(near, others.min(axis=1), rtol=1e-6)
    assert nearest_other(np.zeros((1, 1)))[0] == np.inf


def test_attractors_saturate_and_a_continuum_does_not():
    shares = [repeated_share(apart(PLACES), ALL, 1.0, size) for size in (100, 800)]
    assert shares == pytest.approx([1, 1])
    few, many = (repeated_share(apart(LINE), ALL, 1.0, size) for size in (100, 800))
    # 2 delta (n - 1) / L
    assert many == pytest.approx(0.08, rel=0.3)
    assert few == pytest.approx(0.01, abs=0.008)


def test_clusters_are_as_many_as_there_are_attractors():
    for size in (200, 800):
        assert cluster_number(apart(PLACES), ALL, 1.0, size) == 10
    assert cluster_number(apart(LINE), ALL, 1.0, 800) > 20
    assert cluster_number(apart(LINE), ALL, 1.0, 800, least=4) < 2
    assert cluster_number(apart(PLACES), ~ALL, 1.0, 800) == 0
    only = PLACES[:, 0] < 25
    assert cluster_number(apart(PLACES), only, 1.0, 800) == 3


def test_attractors_are_found_again_and_chance_meetings_are_not():
    repeated, single = recurrence(apart(PLACES), ALL, 1.0)
    assert len(repeated) == N
    assert len(single) == 0
    assert repeated.mean() == 1
    repeated, single = recurrence(apart(LINE), ALL, 1.0)
    assert len(repeated) + len(single) == N
    assert repeated.mean() < 0.3
    assert single.mean() == pytest.approx(0.04, abs=0.03)
