"""The score of the circle against very many points."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from memgen.data.circle import on_circle
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore


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
