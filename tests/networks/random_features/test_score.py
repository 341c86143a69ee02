"""Trained features as a score: its conventions, and samples of it."""

import numpy as np
import pytest

from memgen.diffusion.processes import ornstein_uhlenbeck_time, to_ornstein_uhlenbeck
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.gain import gains_along
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.networks.random_features.score import TimewiseScore


def test_samples_of_features_trained_on_the_population_have_its_variance():
    """The exact moments of N(0, 1/2) stand for infinitely many data."""
    d, variance = 10, 0.5
    rng = np.random.default_rng(0)
    W = rng.standard_normal((30 * d, d))
    times = log_times(60.0, 0.02, 120)
    trained = ornstein_uhlenbeck_time(times[:-1])
    weights = [
        gradient_flow(population_moments(W, float(t), variance)).weights(1e9) for t in trained
    ]
    score = TimewiseScore(W, trained, np.array(weights))
    x = np.sqrt(times[0] + variance) * rng.standard_normal((3000, d))
    x = reverse_diffusion(score, x, times, rng)
    assert x.var() == pytest.approx(variance + times[-1], rel=0.04)


def test_score_at_a_time_of_its_own_alone():
    d = 3
    score = TimewiseScore(np.ones((4, d)), np.array([0.1, 1.0]), np.ones((2, d, 4)))
    x = np.random.default_rng(0).standard_normal((5, d))
    t = float(np.expm1(2.0))
    y = to_ornstein_uhlenbeck(x, t)
    expected = np.tanh(y @ np.ones((d, 4)) / np.sqrt(d)) @ np.ones((4, d)) / np.sqrt(1 + t)
    np.testing.assert_allclose(score(x, t), expected, rtol=1e-12)
    with pytest.raises(ValueError, match="not trained"):
        score(x, 2.0)


def test_gains_are_regressions_of_the_score():
    d, t = 6, 0.4
    rng = np.random.default_rng(1)
    W, x = rng.standard_normal((40, d)), rng.standard_normal((30, d))
    flow, fresh = gradient_flow(training_moments(W, x, t)), population_moments(W, t)
    found = gains_along(flow, fresh, np.eye(d), np.array([20.0]))[:, 0]
    y = rng.standard_normal((400000, d))
    s = np.tanh(y @ W.T / np.sqrt(d)) @ flow.weights(20.0).T
    np.testing.assert_allclose(found, -(s * y).mean(axis=0), atol=0.02)
