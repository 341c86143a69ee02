"""Retrieval measures against their definitions."""

import numpy as np
import pytest
from scipy.special import softmax

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.dense_retrieval import own_weights, retrieved, success
from memgen.recurrent.dense import DenseMemory


def test_own_weights_are_those_of_the_smaller_memories():
    rng = np.random.default_rng(0)
    xi = draw_patterns("gaussian", 9000, 12, rng)
    index, sizes, lams = np.array([3, 0]), np.array([10, 500, 9000]), np.array([0.1, 2.0])
    found = own_weights(xi[index], index, xi, lams, sizes)
    for j, lam in enumerate(lams):
        for k, P in enumerate(sizes):
            weights = softmax(lam * xi[index] @ xi[:P].T, axis=1)
            np.testing.assert_allclose(found[j, k], weights[[0, 1], index], rtol=1e-9)


def test_success_is_iterated_retrieval():
    rng = np.random.default_rng(1)
    xi = draw_patterns("spherical", 400, 16, rng)
    index, memory = np.arange(6), DenseMemory(xi)
    found = success(xi[index], index, memory, 0.6, np.array([20, 400]), 60)
    for row, P in zip(found, (20, 400), strict=True):
        state = DenseMemory(xi[:P]).retrieve(xi[index], 0.6, 60, 1e-6).state
        np.testing.assert_array_equal(row, retrieved(state, xi[index]))
    assert found[0].all()
    assert not found[1].any()


def test_retrieved_is_relative_to_the_norm():
    pattern = 2 * np.ones((3, 4))
    state = pattern * np.array([[1.0], [0.6], [0.5]])
    assert retrieved(state, pattern).tolist() == [True, True, False]


def test_sizes_must_hold_the_own_patterns():
    xi = np.eye(5)
    with pytest.raises(ValueError, match="sizes"):
        own_weights(xi[:4], np.arange(4), xi, np.array([1.0]), np.array([3, 5]))
    with pytest.raises(ValueError, match="sizes"):
        own_weights(xi[:1], np.arange(1), xi, np.array([1.0]), np.array([5, 3]))
