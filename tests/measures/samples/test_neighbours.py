"""Nearest neighbours, against all distances."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from memgen.measures.samples.neighbours import nearest


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.floats(0, 1e4))
def test_as_all_distances_say(seed, count, offset):
    rng = np.random.default_rng(seed)
    points, samples = (offset + rng.standard_normal((n, 3)) for n in (9, 5))
    found = nearest(samples, points, count)
    expected = np.sort(cdist(samples, points), axis=1)[:, :count]
    np.testing.assert_allclose(found.distance, expected, rtol=1e-9)
    for k in range(5):
        gap = np.linalg.norm(samples[k] - points[found.index[k]], axis=1)
        np.testing.assert_allclose(gap, found.distance[k], rtol=1e-12)


def test_itself_is_left_out_once():
    points = np.array([[0.0], [0.0], [1.0], [5.0]])
    found = nearest(points, points, 1, exclude_self=True)
    np.testing.assert_array_equal(found.distance[:, 0], [0, 0, 1, 4])
    # samples that are not in the set lose nothing
    assert nearest(np.array([[2.0]]), points, exclude_self=True).distance[0, 0] == 1


def test_sets_that_are_too_small():
    found = nearest(np.zeros((1, 2)), np.zeros((1, 2)), 2, exclude_self=True)
    assert np.isinf(found.distance).all()
    assert (found.index == -1).all()
    with pytest.raises(ValueError, match="count=0"):
        nearest(np.zeros((1, 2)), np.zeros((1, 2)), 0)


def test_small_distances_far_from_the_origin():
    rng = np.random.default_rng(0)
    points = 1e5 + rng.standard_normal((200, 8))
    samples = points[:20] + 1e-7
    found = nearest(samples, points)
    np.testing.assert_array_equal(found.index[:, 0], np.arange(20))
    np.testing.assert_allclose(found.distance[:, 0], 1e-7 * np.sqrt(8), rtol=1e-3)
