import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import logsumexp

from memgen.diffusion import softmax


@given(st.integers(0, 2**32 - 1), st.floats(-3, 6), st.integers(1, 20))
def test_blocks_make_the_whole(seed, log_scale, step):
    rng = np.random.default_rng(seed)
    logits = 10**log_scale * rng.standard_normal((3, 20))
    values = rng.standard_normal((20, 2))
    state = softmax.init(logits, 2)
    for start in range(0, 20, step):
        block = slice(start, start + step)
        state = softmax.update(state, logits[:, block].copy(), values[block])
    weights = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
    np.testing.assert_allclose(state.log_sum, logsumexp(logits, axis=1), rtol=1e-13, atol=1e-13)
    np.testing.assert_allclose(state.mean, weights @ values, atol=1e-13)
    np.testing.assert_allclose(state.participation, (weights**2).sum(1), rtol=1e-12)


@given(st.integers(0, 2**32 - 1))
def test_pairs_make_the_whole(seed):
    rng = np.random.default_rng(seed)
    logits, values = rng.standard_normal((4, 9)), rng.standard_normal((9, 2))
    keep = rng.random((4, 9)) < 0.7
    keep[2] = False  # a query without any pair
    keep[[0, 1, 3], 0] = True
    rows, columns = np.nonzero(keep)
    state = softmax.init(logits, 2)
    for part in np.array_split(np.arange(len(rows)), 3):
        state = softmax.update_pairs(
            state, rows[part], logits[rows[part], columns[part]], values[columns[part]]
        )
    expected = softmax.update(softmax.init(logits, 2), np.where(keep, logits, -np.inf), values)
    np.testing.assert_array_equal(state.maximum, expected.maximum)
    full = [0, 1, 3]
    for name in ("mass", "square", "moment"):
        np.testing.assert_allclose(
            getattr(state, name)[full], getattr(expected, name)[full], atol=1e-13
        )
    assert expected.maximum[2] == -np.inf
    assert state.mass[2] == 0


@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_associative_memory(library):
    # The energy of a dense associative memory has spherical patterns' Gaussian weights, t = 1/lam.
    rng = np.random.default_rng(0)
    patterns = rng.standard_normal((12, 5))
    patterns /= np.linalg.norm(patterns, axis=1, keepdims=True)
    x, lam = rng.standard_normal((3, 5)), 4.0
    gaussian = np.exp(-0.5 * lam * ((x[:, None] - patterns) ** 2).sum(2))
    expected = gaussian @ patterns / gaussian.sum(1, keepdims=True)
    if library == "torch":
        x, patterns = torch.from_numpy(x), torch.from_numpy(patterns)
    state = softmax.update(softmax.init(x, 5), lam * x @ patterns.T, patterns)
    np.testing.assert_allclose(np.asarray(state.mean), expected, rtol=1e-12)


def test_any_memory_layout():
    logits = np.asfortranarray(np.random.default_rng(1).standard_normal((4, 6)))
    expected = logsumexp(logits, axis=1)
    np.testing.assert_allclose(softmax.update(softmax.init(logits), logits).log_sum, expected)
