import numpy as np
import pytest
import torch

from memgen.diffusion import processes
from memgen.diffusion.empirical import EmpiricalScore


def test_dictionary_of_times():
    s = np.geomspace(1e-12, 10, 50)
    t = processes.variance_exploding_time(s)
    np.testing.assert_allclose(processes.ornstein_uhlenbeck_time(t), s, rtol=1e-14)
    np.testing.assert_allclose(t, np.exp(2 * s) - 1, rtol=1e-3)


@pytest.mark.parametrize("s", [0.05, 0.7, 2.0])
def test_score_of_the_ornstein_uhlenbeck_process(s):
    # Its density is a sum of Gaussians of variance 1 - e^-2s at e^-s xi: score it directly.
    rng = np.random.default_rng(0)
    points, x = rng.standard_normal((20, 3)), rng.standard_normal((5, 3))
    direct = EmpiricalScore(np.exp(-s) * points).score(x, 1 - np.exp(-2 * s))
    t = processes.variance_exploding_time(s)
    x_exploding = processes.to_variance_exploding(x, t)
    score = EmpiricalScore(points).score(x_exploding, t)
    np.testing.assert_allclose(processes.score_to_ornstein_uhlenbeck(score, t), direct, rtol=1e-10)
    np.testing.assert_allclose(processes.score_to_variance_exploding(direct, t), score, rtol=1e-10)
    np.testing.assert_allclose(processes.to_ornstein_uhlenbeck(x_exploding, t), x, rtol=1e-14)


def test_noise_has_the_stated_moments():
    points = np.full((40000, 2), 3.0)
    exploding = processes.add_noise(points, 2.0, np.random.default_rng(1))
    contracting = processes.add_noise_ornstein_uhlenbeck(points, 0.5, np.random.default_rng(1))
    n = points.size
    for x, mean, variance in (
        (exploding, 3.0, 2.0),
        (contracting, 3 * np.exp(-0.5), 1 - np.exp(-1)),
    ):
        assert abs(x.mean() - mean) < 4 * np.sqrt(variance / n)
        assert abs(x.var() - variance) < 4 * variance * np.sqrt(2 / n)
    # One noise, two processes.
    t = processes.variance_exploding_time(0.5)
    same = processes.add_noise(points, t, np.random.default_rng(1))
    np.testing.assert_allclose(processes.to_ornstein_uhlenbeck(same, t), contracting, atol=1e-13)


def test_torch_and_times_per_sample():
    points, t = np.zeros((3, 2)), np.array([0.1, 1.0, 4.0])
    expected = processes.add_noise(points, t, np.random.default_rng(2))
    noisy = processes.add_noise(
        torch.from_numpy(points), torch.from_numpy(t), np.random.default_rng(2)
    )
    np.testing.assert_allclose(noisy.numpy(), expected)
    np.testing.assert_allclose(
        expected / np.sqrt(t)[:, None], np.random.default_rng(2).standard_normal((3, 2))
    )
