"""The two-Gaussian mixture: its score is the gradient of its density, its samples have its law."""

import numpy as np
import pytest

from memgen.data.mixture import TwoGaussians


@pytest.mark.parametrize("t", [0.0, 0.3, 2.0])
def test_the_score_is_the_gradient(t):
    data, step = TwoGaussians(np.array([1.0, -0.5, 2.0]), 0.6), 1e-5
    x = np.random.default_rng(0).standard_normal((6, 3))
    gradient = np.stack(
        [
            (data.log_density(x + step * e, t) - data.log_density(x - step * e, t)) / (2 * step)
            for e in np.eye(3)
        ],
        axis=1,
    )
    np.testing.assert_allclose(data.score(x, t), gradient, atol=1e-6)


def test_the_density_is_normalised_and_that_of_the_samples():
    data = TwoGaussians(np.array([1.5]), 0.5)
    x = np.linspace(-12, 12, 4001)
    density = np.exp(data.log_density(x[:, None], 0.4))
    assert np.trapezoid(density, x) == pytest.approx(1, abs=1e-9)
    samples = data.sample(200000, np.random.default_rng(1))[:, 0]
    assert samples.var() == pytest.approx(1.5**2 + 0.5, rel=0.01)
    assert (samples**4).mean() == pytest.approx(1.5**4 + 6 * 1.5**2 * 0.5 + 3 * 0.25, rel=0.02)


def test_late_times_forget_the_data():
    data = TwoGaussians(np.array([3.0, 1.0]), 2.0)
    x = np.random.default_rng(2).standard_normal((5, 2))
    np.testing.assert_allclose(data.score(x, 20.0), -x, atol=1e-6)


def test_outside_the_domain():
    with pytest.raises(ValueError, match="variance=0"):
        TwoGaussians(np.ones(2), 0.0)
    with pytest.raises(ValueError, match="t=-1"):
        TwoGaussians(np.ones(2)).score(np.zeros((1, 2)), -1.0)


def test_exploding_score_is_the_gradient_of_its_density():
    """x_VE = x + sqrt(t) w: the density of x_VE / sqrt(1 + t) at the Ornstein-Uhlenbeck time."""
    data = TwoGaussians(np.array([1.0, -0.5]), 0.7)
    x, t, step = np.array([[0.3, 0.8], [-2.0, 1.0]]), 1.3, 1e-5

    def log_density(at):
        y = at / np.sqrt(1 + t)
        return data.log_density(y, float(np.log1p(t) / 2))

    for k in range(2):
        shift = step * np.eye(2)[k]
        slope = (log_density(x + shift) - log_density(x - shift)) / (2 * step)
        np.testing.assert_allclose(data.exploding_score(x, t)[:, k], slope, rtol=1e-6)
