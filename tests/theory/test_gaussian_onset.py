"""Own weight at points of Gaussian data, against drawn points and in a closed form."""

import numpy as np
import pytest

from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.theory.gaussian_onset import weight_at_noisy_points, weight_at_the_point


def test_points_that_are_drawn_have_it():
    rng = np.random.default_rng(0)
    variances = np.linspace(0.2, 2.0, 40)
    points = rng.standard_normal((1500, 40)) * np.sqrt(variances)
    t = np.array([3.0, 5.0, 8.0])
    index = np.arange(300)
    still = Probes(points[index], np.zeros((300, 40)), index)
    drawn = collapse_curves(still, points, t).own_weight.mean(axis=0)
    theory = weight_at_the_point(variances, 1500, t, rng.standard_normal((4000, 40)))
    assert 0.1 < drawn[1] < 0.9
    np.testing.assert_allclose(theory, drawn, atol=0.04)


def test_points_without_variance_share_their_weight():
    z = np.random.default_rng(1).standard_normal((5, 3))
    assert weight_at_the_point(np.zeros(3), 50, np.array([0.7]), z) == pytest.approx(1 / 50)
    with pytest.raises(ValueError, match="t"):
        weight_at_the_point(np.ones(3), 50, np.array([0.0]), z)


def test_noisy_points_that_are_drawn_have_it():
    rng = np.random.default_rng(2)
    variances, t = np.linspace(0.2, 2.0, 20), np.array([0.7, 1.5, 3.0])
    P, n = 400, 250
    seen = []
    for _ in range(6):
        points = rng.standard_normal((P, 20)) * np.sqrt(variances)
        index = np.arange(n)
        noisy = Probes(points[index], rng.standard_normal((n, 20)), index)
        seen.append(collapse_curves(noisy, points, t).own_weight.mean(axis=0))
    z, w = rng.standard_normal((2, 500, 20))
    theory = weight_at_noisy_points(variances, P, t, z, w)
    assert 0.1 < theory[1] < 0.9
    error = np.std(seen, axis=0, ddof=1) / np.sqrt(6)
    np.testing.assert_allclose(theory, np.mean(seen, axis=0), atol=0.04)
    assert (error < 0.02).all()
    with pytest.raises(ValueError, match="t"):
        weight_at_noisy_points(variances, P, np.array([-1.0]), z, w)
