"""Distance of points from a relu manifold."""

import numpy as np
import pytest
from scipy.optimize import minimize

from memgen.data.hidden_manifold import draw_matrix
from memgen.inference.relu_distance import squared_distances


def test_points_of_the_manifold_are_at_no_distance():
    rng = np.random.default_rng(0)
    F = draw_matrix(40, 6, rng)
    xi = np.maximum(rng.standard_normal((20, 6)) @ F.T, 0)
    assert squared_distances(F, xi, 0.0) == pytest.approx(np.zeros(20), abs=1e-3)


def test_one_latent_by_hand():
    # the manifold is the ray (z, 0), z > 0, and the ray (0, -z), z < 0
    F = np.array([[1.0], [-1.0]])
    x = np.array([[2.0, 0.1], [0.1, 3.0], [-1.0, -2.0]])
    assert squared_distances(F, x, 0.5) == pytest.approx([0.01, 0.01, 5.0], abs=1e-6)


def test_noisy_points_against_a_general_solver():
    rng = np.random.default_rng(1)
    F = draw_matrix(30, 4, rng)
    x = np.maximum(rng.standard_normal((8, 4)) @ F.T, 0) + 0.1 * rng.standard_normal((8, 30))
    found = squared_distances(F, x, 0.1)
    best = [
        min(
            minimize(lambda z, one=one: ((one - np.maximum(F @ z, 0)) ** 2).sum(), start).fun
            for start in rng.standard_normal((6, 4))
        )
        for one in x
    ]
    # an upper bound, and the least distance itself for nearly all
    assert (found > np.array(best) - 1e-4).all()
    assert np.isclose(found, best, rtol=1e-3).mean() > 0.8
