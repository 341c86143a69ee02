"""The smoothed Jacobian against differences of the empirical score."""

import numpy as np
import pytest
from scipy.special import softmax

from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.geometry.smoothed_jacobian import smoothed_jacobian

POINTS = np.random.default_rng(0).standard_normal((30, 4)) * np.array([1.0, 1.0, 0.3, 0.3])


@pytest.mark.parametrize("t", [0.05, 2.0])
def test_columns_are_differences_of_the_score(t):
    found = smoothed_jacobian(POINTS, t)
    empirical, origin = EmpiricalScore(POINTS), np.zeros((1, 4))
    for j in range(4):
        end = np.sqrt(t) * np.eye(4)[j : j + 1]
        column = (empirical.score(end, t) - empirical.score(origin, t))[0] / np.sqrt(t)
        np.testing.assert_allclose(found.entries[:, j], column, rtol=1e-8)
        assert found.participation[j] == pytest.approx(empirical.participation(end, t)[0])


def test_apart_counts_what_is_not_shared():
    t = 0.5
    ends = np.vstack([np.zeros(4), np.sqrt(t) * np.eye(4)])
    w = softmax(-((ends[:, None] - POINTS) ** 2).sum(axis=2) / (2 * t), axis=1)
    expected = (w[0] ** 2).sum() + (w[1:] ** 2).sum(axis=1) - 2 * w[1:] @ w[0]
    np.testing.assert_allclose(smoothed_jacobian(POINTS, t).apart, expected)


def test_spread_is_what_the_entries_vary_by():
    t = 0.5
    found = smoothed_jacobian(POINTS, t, columns=np.array([2]))
    everything = smoothed_jacobian(POINTS, t)
    np.testing.assert_allclose(found.entries[:, 0], everything.entries[:, 2])
    signs = np.random.default_rng(1).choice([-1.0, 1.0], (1500, 30))
    # of points mirrored in y_0 at random the weights stay, and J_02 has this variance
    mirrored = POINTS.copy()
    entries = []
    for sign in signs:
        mirrored[:, 0] = sign * POINTS[:, 0]
        entries.append(smoothed_jacobian(mirrored, t, columns=np.array([2])).entries[0, 0])
    assert np.mean(np.square(entries)) == pytest.approx(found.spread[0, 0] / t**3, rel=0.15)
