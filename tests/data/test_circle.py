"""The published subsets, and the circle's score against quadrature and against many points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memgen.data.circle import CircleScore, bessel_ratio, on_circle, published_angles
from memgen.diffusion.empirical import EmpiricalScore


def test_published_points():
    two = on_circle(published_angles(2))
    np.testing.assert_allclose(two, [[-0.882, 0.471], [0.824, -0.566]], atol=6e-4)
    degrees = np.sort(np.degrees((published_angles(9) + np.pi) % (2 * np.pi) - np.pi))
    expected = [-146.2, -139.3, -35.6, -34.5, -3.6, 129.2, 138.9, 151.9, 161.7]
    np.testing.assert_allclose(degrees, expected, atol=0.06)


def test_subsets_are_nested():
    np.testing.assert_array_equal(published_angles(9), published_angles(1000)[:9])


@pytest.mark.parametrize("K", [0, 60001])
def test_sizes_that_are_refused(K):
    with pytest.raises(ValueError, match="60000"):
        published_angles(K)


@given(R=st.floats(0, 3), angle=st.floats(0, 6.3), t=st.floats(0.02, 20))
def test_many_equally_spaced_points_are_the_circle(R, angle, t):
    many = EmpiricalScore(on_circle(2 * np.pi * np.arange(400) / 400))
    x = R * on_circle(np.array([angle]))
    circle = CircleScore()
    np.testing.assert_allclose(circle.log_density(x, t), many.log_density(x, t), rtol=1e-9)
    np.testing.assert_allclose(circle.denoise(x, t), many.denoise(x, t), atol=1e-9)
    np.testing.assert_allclose(circle.score(x, t), many.score(x, t), atol=1e-9 / t)


def test_score_at_the_origin_and_at_tiny_t():
    circle = CircleScore()
    np.testing.assert_array_equal(circle.score(np.zeros((1, 2)), 1e-9), [[0, 0]])
    x = np.array([[1.001, 0.0]])
    # at the ring: the radial pull of a flat curve, and its curvature's -1/2R
    np.testing.assert_allclose(circle.score(x, 1e-8)[0, 0], -0.001 / 1e-8 - 0.5, rtol=1e-5)


def test_bessel_ratio_limits():
    np.testing.assert_allclose(bessel_ratio(1e-6), 5e-7, rtol=1e-9)
    np.testing.assert_allclose(1 - bessel_ratio(1e6), 5e-7, rtol=1e-6)
