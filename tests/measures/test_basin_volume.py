"""Volumes of balls, and the radius of noise."""

import numpy as np
import pytest

from memgen.measures.basin_volume import log_ball_volume, noise_radius


@pytest.mark.parametrize(
    ("N", "volume"), [(1, 2.0), (2, np.pi), (3, 4 * np.pi / 3), (4, np.pi**2 / 2)]
)
def test_balls(N, volume):
    assert float(log_ball_volume(1.0, N)) == pytest.approx(np.log(volume))
    assert float(log_ball_volume(2.0, N)) == pytest.approx(np.log(volume) + N * np.log(2))


def test_a_ball_by_recursion_and_by_counting():
    """V_N = 2 pi V_{N-2} / N; and the share of a cube."""
    for N in (10, 64, 3072):
        step = log_ball_volume(1.0, N) - log_ball_volume(1.0, N - 2)
        assert float(step) == pytest.approx(np.log(2 * np.pi / N))
    x = np.random.default_rng(0).uniform(-1, 1, (200000, 5))
    share = ((x**2).sum(axis=1) < 1).mean()
    assert float(log_ball_volume(1.0, 5)) == pytest.approx(np.log(32 * share), abs=0.03)


def test_no_radius_no_volume():
    assert np.isneginf(log_ball_volume(0.0, 3))
    with pytest.raises(ValueError, match="radii"):
        log_ball_volume(-1.0, 3)


def test_the_radius_is_that_of_noise():
    rng = np.random.default_rng(1)
    x, t = rng.standard_normal((1, 50)), 0.7
    noisy = (x + np.sqrt(t) * rng.standard_normal((20000, 50))) / np.sqrt(1 + t)
    square = ((noisy - x) ** 2).sum(axis=1)
    found = noise_radius(x, np.array([t]))[0]
    assert found**2 == pytest.approx(square.mean(), rel=4 * square.std() / square.mean() / 140)
