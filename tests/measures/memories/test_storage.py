"""The first loss against a brute-force search."""

import numpy as np
import pytest
from scipy.special import softmax

from memgen.measures.memories.storage import first_loss, growing_blocks


def singles(xi):
    return (xi[k : k + 1] for k in range(len(xi)))


@pytest.mark.parametrize("lam", [0.5, np.inf])
def test_first_loss_by_brute_force(lam):
    for seed in range(8):
        xi = np.random.default_rng(seed).standard_normal((150, 8))
        expected = None
        for P in range(2, 151):
            overlaps = xi[:P] @ xi[:P].T
            if np.isinf(lam):
                lost = (overlaps.argmax(axis=1) != np.arange(P)).any()
            else:
                lost = (softmax(lam * overlaps, axis=1).diagonal() < 0.5).any()
            if lost:
                expected = P
                break
        assert first_loss(singles(xi), lam, 150) == expected


def test_no_loss_is_said():
    assert first_loss(singles(np.eye(6) * 10), 1.0, 6) is None


def test_blocks_only_round_the_answer_up():
    xi = np.random.default_rng(3).standard_normal((200, 8))
    exact = first_loss(singles(xi), np.inf, 200)
    rough = first_loss((xi[k : k + 10] for k in range(0, 200, 10)), np.inf, 200)
    assert exact <= rough < exact + 10


def test_blocks_grow_by_their_factor():
    blocks = growing_blocks(6, np.random.default_rng(0), growth=1.5)
    sizes = [len(next(blocks)) for _ in range(5)]
    assert sizes == [2, 1, 1, 2, 3]
    assert next(blocks).shape == (4, 6)


def test_blocks_are_gaussian_patterns():
    blocks = growing_blocks(50, np.random.default_rng(0))
    points = np.concatenate([next(blocks) for _ in range(60)])
    assert np.var(points) == pytest.approx(1.0, abs=5 * np.sqrt(2 / points.size))
