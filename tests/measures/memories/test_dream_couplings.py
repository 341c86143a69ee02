"""The couplings at the three points of unlearning."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns
from memgen.measures.memories.dream_couplings import dream_couplings
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.unlearning import unlearning_path

AMOUNTS = np.linspace(0, 0.6, 31)


def path_of(xi, seed):
    return list(unlearning_path(hebb(xi), AMOUNTS, np.random.default_rng(seed)))


@pytest.fixture(scope="module")
def patterns():
    return draw_patterns("binary", 12, 60, np.random.default_rng(0))


def test_the_points_are_those_of_the_whole_path(patterns):
    dreams = dream_couplings(patterns, AMOUNTS, np.random.default_rng(7))
    path = path_of(patterns, 7)
    least = np.array([stabilities(J, patterns).min() for J in path])
    above = np.flatnonzero(least > 0)
    assert 0 < above[0] < np.argmax(least) < above[-1] < 30
    np.testing.assert_array_equal(dreams.D_in, path[above[0]])
    np.testing.assert_array_equal(dreams.D_opt, path[int(np.argmax(least))])
    np.testing.assert_array_equal(dreams.D_fin, path[above[-1]])
    assert list(dreams.points) == ["D_in", "D_opt", "D_fin"]
    np.testing.assert_array_equal(dreams.points["D_fin"], dreams.D_fin)


def test_the_stabilities_are_those_of_the_path(patterns):
    dreams = dream_couplings(patterns, AMOUNTS, np.random.default_rng(7))
    Delta = np.array([stabilities(J, patterns) for J in path_of(patterns, 7)])
    np.testing.assert_array_equal(dreams.smallest, Delta.min(axis=(1, 2)))
    np.testing.assert_allclose(dreams.mean, Delta.mean(axis=(1, 2)))
    np.testing.assert_array_equal(dreams.largest, Delta.max(axis=(1, 2)))
    np.testing.assert_allclose(dreams.saturated, (Delta > 0).mean(axis=(1, 2)))


def test_without_positive_stabilities_all_points_are_the_best():
    xi = draw_patterns("binary", 36, 40, np.random.default_rng(1))
    dreams = dream_couplings(xi, np.array([0.0, 0.1]), np.random.default_rng(2))
    assert dreams.smallest.max() < 0
    np.testing.assert_array_equal(dreams.D_in, dreams.D_opt)
    np.testing.assert_array_equal(dreams.D_fin, dreams.D_opt)


def test_no_amounts_are_refused(patterns):
    with pytest.raises(ValueError, match="amounts is empty"):
        dream_couplings(patterns, np.array([]), np.random.default_rng(0))
