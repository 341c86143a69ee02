"""The optimum of the loss: by brute force, by limits, by the identity of the two estimates."""

import numpy as np
import pytest

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.inference.circle_loss import circle_loss, empirical_loss, log_nodes, uniform_mean


def noise_left(score, points, t, rng):
    """|w - E[w | x]|^2 of fresh noise, by definition."""
    w = rng.standard_normal(points.shape)
    x = points + np.sqrt(t) * w
    return ((w + np.sqrt(t) * score(x, t)) ** 2).sum(axis=1)


@pytest.mark.parametrize("t", [0.003, 0.2, 2.0])
def test_circle_by_brute_force(t):
    rng = np.random.default_rng(0)
    points = on_circle(rng.uniform(0, 2 * np.pi, 100_000))
    found = noise_left(CircleScore().score, points, t, rng)
    exact = circle_loss(np.array([t]))[0]
    assert abs(found.mean() - exact) < 4 * found.std() / np.sqrt(len(found))


def test_limits():
    np.testing.assert_allclose(circle_loss(np.array([1e-9, 1e4])), [1, 1e-4], rtol=1e-4)


@pytest.mark.parametrize("K", [2, 9, 300])
def test_points_by_brute_force(K):
    rng, t = np.random.default_rng(1), 0.1
    points = on_circle(published_angles(K))
    found = noise_left(EmpiricalScore(points).score, points[rng.integers(K, size=40_000)], t, rng)
    estimates = empirical_loss(points, np.array([t]), rng, 600)[:, 0]
    error = np.hypot(found.std() / np.sqrt(len(found)), estimates.std(ddof=1) / np.sqrt(8))
    assert abs(found.mean() - estimates.mean()) < 4 * error


def test_two_opposite_points_by_quadrature():
    """On +-1 the noise along the axis is told from a tanh: 1 - E tanh^2, over t."""
    t = 0.5
    z, weight = np.polynomial.hermite_e.hermegauss(80)
    weight = weight / weight.sum()
    exact = (weight * (1 - np.tanh((1 + np.sqrt(t) * z) / t) ** 2)).sum() / t
    points = np.array([[1.0, 0.0], [-1.0, 0.0]])
    found = empirical_loss(points, np.array([t]), np.random.default_rng(0), 4000)[:, 0]
    assert found.mean() == pytest.approx(exact, abs=5 * found.std() / np.sqrt(8) + 1e-4)
    assert found.std() < 5e-3


def test_means_over_t():
    for high in (1.0, 3.0):
        t = log_nodes(1e-5, high, 24)
        assert uniform_mean(t**2, t, high) == pytest.approx(
            (high**3 - 1e-15) / 3 / (high - 1e-5), rel=1e-9
        )
    t = log_nodes(1e-5, 1.0, 32)
    assert uniform_mean(circle_loss(t), t, 1.0) == pytest.approx(0.914501, abs=1e-6)


def test_what_is_refused():
    with pytest.raises(ValueError, match="positive"):
        circle_loss(np.array([0.0]))
    with pytest.raises(ValueError, match="unit circle"):
        empirical_loss(np.ones((2, 2)), np.array([1.0]), np.random.default_rng(0), 10)
