"""The radius of noise against draws of it; a basin of that radius in many dimensions."""

import numpy as np
import pytest

from memgen.measures.collapse.basin_volume import log_volume, squared_noise_radius


def test_the_radius_is_that_of_noise():
    rng = np.random.default_rng(1)
    x, t = rng.standard_normal((1, 50)), 0.7
    noisy = (x + np.sqrt(t) * rng.standard_normal((20000, 50))) / np.sqrt(1 + t)
    square = ((noisy - x) ** 2).sum(axis=1)
    found = squared_noise_radius(x, np.array([t]))[0]
    assert found == pytest.approx(square.mean(), rel=4 * square.std() / square.mean() / 140)
    # little noise moves by itself, much noise takes the point to the origin's sphere
    small = squared_noise_radius(x, np.array([1e-6]))[0]
    assert small == pytest.approx(50e-6, rel=1e-3)
    large = squared_noise_radius(x, np.array([1e12]))[0]
    assert large == pytest.approx((x**2).sum() + 50, rel=1e-5)


def test_volumes_by_recursion_and_by_counting():
    """V_N = 2 pi V_{N-2} / N; and the share of a cube."""
    for N in (10, 64, 3072):
        step = log_volume(1.0, N) - log_volume(1.0, N - 2)
        assert float(step) == pytest.approx(np.log(2 * np.pi / N))
    x = np.random.default_rng(0).uniform(-1, 1, (200000, 5))
    share = ((x**2).sum(axis=1) < 1).mean()
    assert float(log_volume(1.0, 5)) == pytest.approx(np.log(32 * share), abs=0.03)


def test_volumes_in_few_dimensions():
    np.testing.assert_allclose(
        np.exp([log_volume(4.0, N) for N in (1, 2, 3)]),
        [4, 4 * np.pi, 32 / 3 * np.pi],
    )
    assert log_volume(0.0, 3) == -np.inf


def test_negative_radii_are_refused():
    with pytest.raises(ValueError, match="radii"):
        log_volume(-1.0, 2)
