"""Log-densities by the flow, where they are known."""

import numpy as np
import pytest
import torch

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.likelihood import (
    empirical_divergence,
    flow_log_density,
    flow_to,
    network_divergence,
)

X = 1.5 * np.random.default_rng(0).uniform(-1, 1, (20, 2))


@pytest.mark.parametrize(("t", "steps"), [(0.15, 24), (0.05, 48)])
def test_points_on_the_circle(t, steps):
    points = EmpiricalScore(on_circle(published_angles(9)))
    both = empirical_divergence(points)
    found = flow_log_density(both, X, t, 1.0, lambda x: points.log_density(x, 1.0), steps)
    np.testing.assert_allclose(found, points.log_density(X, t), atol=1e-3)


def test_it_converges_with_fourth_order():
    points = EmpiricalScore(on_circle(published_angles(9)))
    both, exact = empirical_divergence(points), points.log_density(X, 0.15)
    error = [
        np.abs(
            flow_log_density(both, X, 0.15, 1.0, lambda x: points.log_density(x, 1.0), n) - exact
        ).max()
        for n in (8, 16)
    ]
    assert error[1] < error[0] / 10


def test_another_end_shifts_the_result_by_its_bias():
    """The released code's prior N(0, 1) in place of p_1: a bias carried along the flow."""
    points = EmpiricalScore(on_circle(published_angles(9)))
    both = empirical_divergence(points)

    def prior(x):
        return -0.5 * (x**2).sum(axis=1) - np.log(2 * np.pi)

    end, _ = flow_to(both, X, 0.15, 1.0, 6)
    biased = flow_log_density(both, X, 0.15, 1.0, prior, 6)
    exact = flow_log_density(both, X, 0.15, 1.0, lambda x: points.log_density(x, 1.0), 6)
    np.testing.assert_allclose(biased - exact, prior(end) - points.log_density(end, 1.0))


def test_divergence_by_differentiation():
    points = torch.as_tensor(on_circle(published_angles(4)))

    def score(x, t):
        weight = torch.softmax(-(torch.cdist(x, points) ** 2) / (2 * t), dim=1)
        return (weight @ points - x) / t

    exact = empirical_divergence(EmpiricalScore(points.numpy()))
    for found, expected in zip(network_divergence(score)(X, 0.3), exact(X, 0.3), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_circle():
    circle = CircleScore()

    def both(x, t):
        h = 1e-5
        steps = [np.array([h, 0.0]), np.array([0.0, h])]
        slopes = [
            (circle.score(x + d, t) - circle.score(x - d, t))[:, k] / (2 * h)
            for k, d in enumerate(steps)
        ]
        return circle.score(x, t), sum(slopes)

    found = flow_log_density(both, X, 0.1, 1.0, lambda x: circle.log_density(x, 1.0))
    np.testing.assert_allclose(found, circle.log_density(X, 0.1), atol=1e-3)


@pytest.mark.parametrize(("t", "end"), [(0.0, 1.0), (1.0, 0.5)])
def test_times_that_are_refused(t, end):
    with pytest.raises(ValueError, match="t_end"):
        flow_to(lambda x, _: (x, x[:, 0]), X, t, end)
